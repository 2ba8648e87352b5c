"""The board in the browser: agreed in one click, sent back, changed, moved to another body; nothing typed is lost."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.domain.cleanups import Outcome
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.building.rounds import answer, item_of, items, start_round

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def round_id(store: Store) -> int:
    ids = [register_old(store, f"关于{name}的通知") for name in "甲乙丙"]
    round_id = start_round(store)
    answer(store, round_id, dict.fromkeys(ids[:2], Outcome.RETAIN))
    return round_id


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the items as the page sends them."""
    return dict(re.findall(r'name="((?:version|listed)-\d+)" value="(\d+)"', page))


def test_all_listed_are_agreed_to_with_one_button_that_names_how_many(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    browser, address = sign_in("clerk"), f"/desk/cleanups/{round_id}/examine"
    page = browser.get(address).text
    assert "同意所列2件" in page
    done = browser.post(address, data=fields(page) | {"agree_all": "1"}, follow_redirects=True)
    assert "已审查：确定2件" in done.text
    assert [item.outcome for item in items(store, round_id)] == [Outcome.RETAIN, Outcome.RETAIN, None]
    assert "同意所列" not in done.text


def test_each_is_examined_by_what_was_typed_beside_it(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser, address = sign_in("clerk"), f"/desk/cleanups/{round_id}/examine"
    first, second, _ = (item.id for item in items(store, round_id))
    typed = fields(browser.get(address).text) | {
        f"verdict-{first}": "send_back",
        f"words-{first}": "请写明依据",
        f"verdict-{second}": "to_amend",
        f"words-{second}": "职责已调整",
        f"clause-{second}": "第五条",
        f"deadline_on-{second}": "2026-09-30",
    }
    done = browser.post(address, data=typed, follow_redirects=True)
    assert "已审查：确定1件，退回1件" in done.text
    changed = item_of(store, round_id, 2)
    assert (changed.outcome, changed.reason, changed.clause) == (Outcome.TO_AMEND, "职责已调整", "第五条")
    assert "请写明依据" in browser.get(f"{address}?state=sent_back").text
    only = browser.get(f"{address}?state=otherwise").text
    assert "关于乙的通知" in only
    assert "关于甲的通知" not in only


def test_what_is_refused_stays_typed_and_tells_what_stands(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    clerk, lead, address = sign_in("clerk"), sign_in("lead"), f"/desk/cleanups/{round_id}/examine"
    first, second, third = (item.id for item in items(store, round_id))
    seen = fields(clerk.get(address).text)
    lead.post(address, data=seen | {f"verdict-{first}": "send_back", f"words-{first}": "请写明依据"})
    typed = {
        f"verdict-{first}": "lapse",
        f"words-{first}": "任务已完成",
        f"verdict-{second}": "agree",
        f"verdict-{third}": "agree",
    }
    answered = clerk.post(address, data=seen | typed)
    assert answered.status_code == 409
    assert "现已退回：请写明依据" in answered.text
    assert 'value="任务已完成"' in answered.text
    assert '<option value="lapse" selected>' in answered.text
    assert "还没有完整的自查意见" in answered.text
    assert "关于乙的通知" not in answered.text
    assert item_of(store, round_id, 2).outcome is Outcome.RETAIN
    lost = clerk.post(address, data=seen | {f"words-{third}": "只写了理由"})
    assert lost.status_code == 409
    assert "没有选审查意见" in lost.text


def test_another_body_is_named(store: Store, sign_in: SignIn, round_id: int) -> None:
    browser, address = sign_in("clerk"), f"/desk/cleanups/{round_id}/examine"
    third = items(store, round_id)[2].id
    typed = fields(browser.get(address).text) | {f"verdict-{third}": "assign", f"words-{third}": "职能已划转"}
    assert "请选择一个现有的单位" in browser.post(address, data=typed).text
    browser.post(address, data=typed | {"assign_to": "3"})
    assert item_of(store, round_id, 3).answering_id == 3
    differing = browser.get(f"{address}?state=differing").text
    assert "制定机关为示范区农业农村局，由示范区青石镇人民政府报送" in differing


def test_the_board_is_exported_as_filtered_and_a_contact_sees_none_of_it(
    sign_in: SignIn, round_id: int
) -> None:
    browser, address = sign_in("auditor"), f"/desk/cleanups/{round_id}/examine"
    with browser.get(f"{address}.xlsx?state=silent") as table:
        rows = list(load_workbook(io.BytesIO(table.data)).active.values)
    assert [row[0] for row in rows] == ["标题", "关于丙的通知"]
    assert "保存所填" not in browser.get(address).text
    assert browser.post(address, data={"version-1": "1", "verdict-1": "agree"}).status_code == 403
    assert sign_in("drafter").get(address).status_code == 403
