"""The meeting in the browser: disputed first, only changes typed, listed, and handed on to the release."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.cleanups import Outcome
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import accept_all, decide, item_of, items, start_round
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def round_id(store: Store) -> int:
    ids = [register_old(store, f"关于{name}的通知") for name in "甲乙丙"]
    round_id = start_round(store)
    decide(store, round_id, dict.fromkeys(ids, Outcome.RETAIN))
    return round_id


def seen(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version-\d+)" value="(\d+)"', page))


def test_disputed_documents_come_first(store: Store, cast: Cast, sign_in: SignIn, round_id: int) -> None:
    browser = sign_in("clerk")
    third, board = items(store, round_id)[2].id, f"/desk/cleanups/{round_id}/examine"
    changed = seen(browser.get(board).text) | {f"verdict-{third}": "lapse", f"words-{third}": "任务已完成"}
    browser.post(board, data=changed)
    page = browser.get(f"/desk/cleanups/{round_id}/meeting").text
    assert re.findall(r"关于(.)的通知</a>", page) == ["丙", "甲", "乙"]
    assert "与自查意见不同" in page


def test_only_the_changes_are_typed_and_the_release_knows_the_meeting(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    browser, address = sign_in("lead"), f"/desk/cleanups/{round_id}/meeting"
    first = items(store, round_id)[0].id
    typed = seen(browser.get(address).text) | {
        "meeting": "区政府第12次常务会议",
        "met_on": "2026-03-04",
        f"verdict-{first}": "repeal",
        f"words-{first}": "会议认为已不适应",
        f"successor-{first}": "会议纪要〔2026〕12号",
    }
    done = browser.post(address, data=typed, follow_redirects=True)
    assert "改变1件" in done.text
    assert "会议改变1件" in done.text
    met = item_of(store, round_id, 1)
    assert (met.outcome, met.reason, met.successor) == (
        Outcome.REPEAL,
        "会议认为已不适应",
        "会议纪要〔2026〕12号",
    )
    assert [item.outcome for item in items(store, round_id)][1:] == [Outcome.RETAIN] * 2
    accept_all(store, round_id)
    release = browser.get(f"/desk/cleanups/{round_id}/release").text
    assert 'value="区政府第12次常务会议"' in release
    assert 'value="2026-03-04"' in release


def test_what_is_refused_stays_typed(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser, address = sign_in("clerk"), f"/desk/cleanups/{round_id}/meeting"
    first = items(store, round_id)[0].id
    typed = seen(browser.get(address).text) | {f"verdict-{first}": "repeal", f"words-{first}": "不适应"}
    for meeting, words in (
        ({"meeting": "", "met_on": "2026-03-04"}, "请填写会议名称"),
        ({"meeting": "常务会议", "met_on": ""}, "请填写会议日期"),
        ({"meeting": "常务会议", "met_on": "2026-04-04"}, "晚于今天"),
    ):
        answered = browser.post(address, data=typed | meeting)
        assert answered.status_code == 422
        assert words in answered.text
        assert 'value="不适应"' in answered.text
        assert f'value="{meeting["meeting"]}"' in answered.text
    assert item_of(store, round_id, 1).outcome is Outcome.RETAIN
    no_outcome = {"meeting": "常务会议", "met_on": "2026-03-04", f"verdict-{first}": ""}
    answered = browser.post(address, data=typed | no_outcome)
    assert (answered.status_code, "没有选会议决定" in answered.text) == (409, True)


def test_documents_with_findings_are_shown_on_demand(store: Store, sign_in: SignIn, round_id: int) -> None:
    decide(store, round_id, {2: Outcome.REPEAL}, "")
    page = sign_in("clerk").get(f"/desk/cleanups/{round_id}/meeting?findings=1").text
    assert "校核：" in page
    assert re.findall(r"关于(.)的通知</a>", page) == ["乙"]


def test_a_contact_does_not_see_the_meeting(sign_in: SignIn, round_id: int) -> None:
    assert sign_in("drafter").get(f"/desk/cleanups/{round_id}/meeting").status_code == 403
    assert "保存会议决定" not in sign_in("auditor").get(f"/desk/cleanups/{round_id}/meeting").text
