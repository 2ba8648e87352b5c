"""Every state, every move, every role over HTTP: a refusal that tells the state, never a 500, and nothing typed lost."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.filings import MOVES, FilingState, Move
from registry.domain.moving import standing
from registry.storage.engine import Store
from tests.building.filings import filing_in, make_move, stored_filing, submitted_filing
from tests.building.traces import traces
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
TYPED = "我方认为第三条与上位法一致，理由如下。"
STATUS = {
    "drafter": {403, 422},
    "stranger": {404},
    "clerk": {403, 422},
    "lead": {422},
    "auditor": {403},
}


def fields(version: int) -> dict[str, str]:
    return {
        "on": "2026-03-05",
        "version": str(version),
        "reason": TYPED,
        "effective_on": "2026-03-05",
        "source": "示范区人民政府示政〔2026〕3号",
    }


@pytest.mark.parametrize("state", FilingState)
def test_what_the_table_does_not_allow_is_refused_over_http(
    sign_in: SignIn, client: FlaskClient, store: Store, cast: Cast, state: FilingState
) -> None:
    filing = stored_filing(store, filing_in(store, state))
    before, told = traces(store, filing.id or 0), standing(state, filing.direction)
    actors = {name: getattr(cast, name) for name in STATUS}
    browsers = {name: sign_in(name) for name in actors}
    before = traces(store, filing.id or 0)  # signing in is on record
    for move in Move:
        address = f"/desk/filings/{filing.id}/{move}"
        for name, actor in actors.items():
            is_open = state in MOVES[move].before and actor.may(MOVES[move].permission)
            if is_open and actor.may_see([filing.authority_id]):
                continue
            answer = browsers[name].post(address, data=fields(filing.version))
            assert answer.status_code in STATUS[name], (name, move, answer.status_code)
            assert (told in answer.text) == (name != "stranger"), (name, move)
            if answer.status_code == 422 and MOVES[move].reason:
                assert TYPED in answer.text
        assert client.post(address, data=fields(filing.version)).status_code == 303
    assert traces(store, filing.id or 0) == before


def test_who_was_overtaken_gets_the_form_back_with_all_that_was_typed_and_is_told_by_what(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = submitted_filing(store)
    make_move(store, cast.lead, filing_id, "register", NOW)
    answer = sign_in("clerk").post(f"/desk/filings/{filing_id}/defer", data=fields(2))
    assert answer.status_code == 422
    assert TYPED in answer.text
    assert "最近一次是林负责（lead）于2026年3月5日 10:00“予以登记”" in answer.text
    assert "等待法制机构开始审查" in answer.text
    assert "您填写的内容没有保存，留在下面，可以复制。" in answer.text
    assert '<button type="submit"' not in answer.text.partition("<main")[2]


def test_who_was_overtaken_but_may_still_move_reads_what_was_done_and_may_send_again(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = submitted_filing(store)
    make_move(store, cast.drafter, filing_id, "take_back", NOW)
    make_move(store, cast.drafter, filing_id, "submit", NOW)
    clerk = sign_in("clerk")
    answer = clerk.post(f"/desk/filings/{filing_id}/defer", data=fields(2))
    assert answer.status_code == 422
    assert "最近一次是周起草（drafter）于2026年3月5日 10:00“报送备案”" in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version is not None
    assert clerk.post(f"/desk/filings/{filing_id}/defer", data=fields(int(version[1]))).status_code == 303
    assert stored_filing(store, filing_id).state is FilingState.DEFERRED


def test_a_double_click_has_one_effect_and_lands_on_the_same_page(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    clerk = sign_in("clerk")
    for _ in range(2):
        answer = clerk.post(f"/desk/filings/{filing_id}/register", data=fields(2), follow_redirects=True)
        assert answer.status_code == 200
        assert "备〔2026〕1号" in answer.text
    assert "没有重复办理" in answer.text
    assert stored_filing(store, filing_id).version == 3


def test_a_chosen_file_must_be_chosen_again_and_the_refused_form_says_so(
    sign_in: SignIn, store: Store
) -> None:
    filing_id = filing_in(store, FilingState.FEEDBACK)
    sent = fields(stored_filing(store, filing_id).version) | {"effective_on": ""}
    paper = {"file": (io.BytesIO(b"decision"), "decision.txt")}
    answer = sign_in("lead").post(f"/desk/filings/{filing_id}/annul", data={**sent, **paper})
    assert answer.status_code == 422
    assert TYPED in answer.text
    assert "选过的文件浏览器不保留，请重新选择" in answer.text
    assert "选过的文件" not in sign_in("lead").post(f"/desk/filings/{filing_id}/annul", data=sent).text
