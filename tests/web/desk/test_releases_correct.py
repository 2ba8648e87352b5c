"""A list is corrected on the desk: found, chosen, shown before and after, released; the public sees it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Outcome
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, decide, start_round

SignIn = Callable[[str], FlaskClient]
TYPED = {
    "authority_id": "1",
    "doc_no": "示政〔2026〕71号",
    "meeting": "区政府第4次常务会议",
    "decided_on": "2026-03-05",
    "published_on": "2026-03-05",
    "because": "乙误列为废止",
}


@pytest.fixture
def release_id(store: Store) -> int:
    kept, ended = (register_old(store, f"关于{name}的通知") for name in "甲乙")
    round_id = start_round(store)
    decide(store, round_id, {kept: Outcome.RETAIN, ended: Outcome.REPEAL}, "依据已废止")
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    register_old(store, "关于遗漏的通知", doc_no="示农〔2020〕9号")
    return release_id


def test_a_lead_finds_chooses_confirms_and_both_lists_name_each_other(
    sign_in: SignIn, release_id: int
) -> None:
    browser = sign_in("lead")
    door = f"/desk/releases/{release_id}/correct"
    assert "办理勘误" in browser.get(f"/desk/releases/{release_id}").text
    found = browser.post(door, data={"find": "1", "q": "乙", "because": "乙误列为废止"}).text
    assert "关于乙的通知" in found
    assert "关于甲的通知" not in found
    assert "乙误列为废止" in found
    chosen = {"remedy-2": "retain", "remedy-4": "retain"}
    kept = browser.post(door, data={"find": "1", "q": "遗漏", **TYPED, **chosen}).text
    assert "未列入" in kept
    assert '<option value="retain" selected>' in kept
    asked = browser.post(door, data={**TYPED, **chosen}).text
    assert "撤回原目录写入的1条效力记录，另写入2条" in asked
    assert "列为“废止”" in asked
    done = browser.post(door, data={**TYPED, **chosen, "confirmed": "1"}, follow_redirects=True)
    assert done.request.path == "/desk/releases/2"
    assert "这是对2026年3月5日公布的" in done.text
    first = browser.get(f"/releases/{release_id}").text
    assert "本目录已更正" in first
    assert "/releases/2" in first
    second = browser.get("/releases/2").text
    assert "更正前后" in second
    assert f"/releases/{release_id}" in second
    assert "更正后共3件" in second.replace("\n", "").replace(" ", "")
    index = browser.get("/releases").text
    assert "已更正" in index
    assert "办理勘误" not in browser.get(f"/desk/releases/{release_id}").text
    assert "本轮目录已由勘误更正" in browser.get("/desk/cleanups/1").text


def test_what_was_typed_stays_when_it_is_refused(sign_in: SignIn, release_id: int) -> None:
    browser = sign_in("lead")
    door = f"/desk/releases/{release_id}/correct"
    refused = browser.post(door, data={**TYPED, "remedy-1": "repeal"})
    assert refused.status_code == 422
    assert "请写明理由" in refused.text
    assert '<option value="repeal" selected>' in refused.text
    assert "至少一件" in browser.post(door, data=TYPED).text
    assert "不是日期" in browser.post(door, data={**TYPED, "remedy-1": "to_amend", "deadline-1": "x"}).text
    assert "认不出来" in browser.post(door, data={**TYPED, "remedy-1": "x"}).text
    assert browser.get("/desk/releases/9/correct").status_code == 404


def test_only_a_lead_may_correct(sign_in: SignIn, release_id: int) -> None:
    for login in ("clerk", "drafter", "auditor"):
        assert sign_in(login).get(f"/desk/releases/{release_id}/correct").status_code == 403
