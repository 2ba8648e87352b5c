"""Signed returns and the round's page: printed, signed with a scan, closed, reopened; who is silent and what changed."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.cleanups import Outcome
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import answer, decide, start_round

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def round_id(store: Store) -> int:
    register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知")
    register_old(store, "关于丙的通知", authority_id=3)
    round_id = start_round(store)
    answer(store, round_id, {1: Outcome.RETAIN})
    return round_id


def test_a_return_is_signed_with_its_scan_and_reopened(store: Store, sign_in: SignIn, round_id: int) -> None:
    drafter, clerk, here = sign_in("drafter"), sign_in("clerk"), f"/desk/cleanups/{round_id}/returns/2"
    lacking = drafter.get(here).text
    assert "还有1件没有报送完整的清理意见" in lacking
    assert "《关于乙的通知》" in lacking
    refused = drafter.post(here, data={"signer": "张局长", "signed_on": "2026-03-05"})
    assert refused.status_code == 422
    answer(store, round_id, {2: Outcome.REPEAL})
    paper = drafter.get(f"{here}/paper").text
    assert "关于乙的通知" in paper
    assert "负责人（签字）" in paper
    typed = {"signer": "张局长", "signed_on": "2026-03-05"}
    scan = {"file": (io.BytesIO("已签字".encode()), "签字稿.txt")}
    signed = drafter.post(here, data=typed | scan, content_type="multipart/form-data", follow_redirects=True)
    assert "已于2026年3月5日由张局长签字报送" in signed.text
    assert "重新打开" not in signed.text.partition("</h1>")[2].replace("写明理由后重新打开", "")
    with clerk.get(f"{here}/scan") as file:
        assert file.data.decode() == "已签字"
        assert file.headers["Content-Disposition"].startswith("attachment")
    assert clerk.post(f"{here}/reopen", data={"reason": ""}).status_code == 409
    reopened = clerk.post(f"{here}/reopen", data={"reason": "局里有改动"}, follow_redirects=True)
    assert "已重新打开" in reopened.text
    assert clerk.get(f"{here}/scan").status_code == 404


def test_a_contact_finds_nothing_of_another_authority(sign_in: SignIn, round_id: int) -> None:
    stranger, here = sign_in("stranger"), f"/desk/cleanups/{round_id}/returns/2"
    for address in (here, f"{here}/paper", f"{here}/scan", f"/desk/cleanups/{round_id}/returns/1"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{here}/reopen", data={"reason": "改"}).status_code == 403


def test_one_screen_tells_who_is_silent_and_what_changed(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    clerk, here = sign_in("clerk"), f"/desk/cleanups/{round_id}"
    page = clerk.get(here).text
    assert "1个机关一件也没有报送" in page
    assert "示范区青石镇人民政府（1件）" in page
    told = clerk.post(f"{here}/urge", follow_redirects=True).text
    assert "已催报1个机关：示范区青石镇人民政府" in told
    assert "今天已经催报过" in clerk.post(f"{here}/urge", follow_redirects=True).text
    assert "上次看过后有变化" not in page
    step = page.partition('name="step_id" value="')[2].partition('"')[0]
    looked = clerk.post(f"{here}/looked", data={"step_id": step}, follow_redirects=True).text
    assert "<b>0</b>件上次看过后有变化" in looked
    answer(store, round_id, {3: Outcome.RETAIN})
    assert "<b>1</b>件上次看过后有变化" in clerk.get(here).text
    assert "关于丙的通知" in clerk.get(f"{here}/examine?state=changed").text


def test_complete_means_answered_and_examined(store: Store, sign_in: SignIn, round_id: int) -> None:
    here = f"/desk/cleanups/{round_id}"
    answer(store, round_id, {2: Outcome.RETAIN})
    page = sign_in("clerk").get(here).text
    assert "已齐" not in page
    assert "已报齐，审查中" in page
    decide(store, round_id, {1: Outcome.RETAIN, 2: Outcome.RETAIN})
    assert "已齐" in sign_in("clerk").get(here).text
    assert "已催报" not in sign_in("drafter").get(here).text
    assert sign_in("drafter").post(f"{here}/urge").status_code == 403


@pytest.mark.parametrize("name", ["admin", "auditor"])
def test_who_only_reads_is_led_to_the_board_and_not_to_the_answers(
    sign_in: SignIn, round_id: int, name: str
) -> None:
    reader = sign_in(name)
    page = reader.get(f"/desk/cleanups/{round_id}/returns/2").text
    assert f'href="/desk/cleanups/{round_id}/answers"' not in page
    board = f"/desk/cleanups/{round_id}/examine?authority_id=2"
    assert f'href="{board}"' in page
    assert reader.get(board).status_code == 200
