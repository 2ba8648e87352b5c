"""A return of a cleanup round in the browser: by keyboard alone, saved as it is typed, nothing typed is lost."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.clock import now
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.storage.authorities import authority_by_code
from registry.storage.cleanups.items import items_of
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import reading, transaction
from tests.browser.conftest import District, sign_in
from tests.building.documents import register_old

pytestmark = pytest.mark.browser

OpenBrowser = Callable[..., Page]
N_DOCUMENTS = 12


@pytest.fixture(scope="module")
def round_id(district: District) -> int:
    """A round over twelve documents of one authority, the first of them past its last day."""
    with reading(district.store) as session:
        authority = authority_by_code(session, "nyncj")
    assert authority
    assert authority.id
    today = now().date()
    past = Dates(
        published_on=date(2015, 5, 1), effective_on=date(2015, 5, 1), valid_until=date(today.year, 1, 31)
    )
    for n in range(N_DOCUMENTS):
        dates = {"dates": past} if n == 0 else {}
        register_old(
            district.store, f"云汀区农业农村局关于第{n + 1}件事项的通知", authority_id=authority.id, **dates
        )
    round_id, _ = open_round(
        district.store,
        OPERATOR,
        name="浏览器清理",
        kind=RoundKind.SPECIAL,
        cut_off_on=date(today.year - 1, 12, 31),
        authority_ids=[authority.id],
        now=now(),
    )
    return round_id


@pytest.fixture
def kept(district: District, round_id: int) -> Iterator[Callable[[], list[CleanupItem]]]:
    """The items of the round as they are kept; the answers are taken back before the next test."""

    def read() -> list[CleanupItem]:
        with reading(district.store) as session:
            return items_of(session, round_id)

    yield read
    with transaction(district.store) as session:
        for item in items_of(session, round_id):
            for name in ("outcome", "deadline_on", "extended_until"):
                setattr(item, f"proposed_{name}", None)
            for name in ("reason", "responsible", "clause", "successor", "extension_act"):
                setattr(item, f"proposed_{name}", "")
            item.is_answered = False
            item.version += 1


def typed_return(page: Page, round_id: int) -> int:
    """Answers every document of the page by keyboard; returns their number. The pointer is never used."""
    page.goto(f"/desk/cleanups/{round_id}/answers?size=50")
    n = page.locator(".answer[data-save]").count()
    press, write = page.keyboard.press, page.keyboard.insert_text
    press("j")
    for number in range(n):
        row = page.locator(".answer[data-save]").nth(number)
        expect(row.locator("[name^=outcome-]:focus")).to_have_count(1)
        if row.get_by_role("button", name="采用这条提示").count():
            press("a")
            expect(row.locator("[data-live=state]")).to_contain_text("已填入提示，核对后按“保存”")
            press("s")
            expect(row.locator("[data-live=state]")).to_contain_text("已填报")
            press("Enter")
        elif number % 4 == 0:
            press("2")
            press("t")
            press("Enter")
            write("第三条")
            press("Enter")
            write("区农业农村局")
            press("Enter")
            for key in ("ArrowUp", "ArrowRight", "ArrowUp", "ArrowRight", "ArrowUp"):
                press(key)
            press("Enter")
        elif number % 4 == 1:
            press("4")
            press("Enter")
            write("主要内容已被新的办法替代")
            press("Enter")
            write("《云汀区新的办法》")
            press("Enter")
        elif number % 4 == 2:
            press("5")
            press("t")
            press("Enter")
        else:
            press("1")
            press("Enter")
            press("Enter")  # the reason, which may stay empty
    expect(page.locator("#tally")).to_contain_text(f"{n}/{n}")
    expect(page.locator("[name=finish]")).to_be_focused()
    press("Enter")
    return n


@pytest.mark.parametrize("width", [1280, 390])
def test_a_whole_return_is_done_by_keyboard(
    open_browser: OpenBrowser, round_id: int, kept: Callable[[], list[CleanupItem]], width: int
) -> None:
    page = open_browser("nyncj", width=width)
    n = typed_return(page, round_id)
    assert n >= N_DOCUMENTS
    page.wait_for_url("**/answers/report")
    expect(page.get_by_text(f"报送完成：{n}件文件全部填报齐全")).to_be_visible()
    items = kept()
    assert len(items) == n
    assert all(item.is_answered for item in items)
    assert {item.proposed_outcome for item in items} == set(Outcome)


def test_what_each_outcome_needs_is_asked_then_and_there(
    open_browser: OpenBrowser, round_id: int, kept: Callable[[], list[CleanupItem]]
) -> None:
    page = open_browser("nyncj")
    page.goto(f"/desk/cleanups/{round_id}/answers")
    row = page.locator(".answer[data-save]").nth(1)
    expect(row.get_by_label("要修改的条款")).to_be_hidden()
    row.get_by_label("2 修改").check()
    expect(row.get_by_label("要修改的条款")).to_be_visible()
    expect(row.get_by_label("替代文件或依据")).to_be_hidden()
    row.get_by_label("要修改的条款").fill("第三条")
    expect(row.locator("[data-live=state]")).to_contain_text("还缺：理由、责任单位、完成时限")
    expect(row.get_by_text("请写明完成修改的期限。")).to_be_visible()
    expect(row.get_by_label("要修改的条款")).to_be_focused()
    row.get_by_label("4 废止").check()
    expect(row.get_by_label("替代文件或依据")).to_be_visible()
    expect(row.locator("[data-live=state]")).to_contain_text("还缺：理由、替代文件或依据")
    assert [item.proposed_outcome for item in kept() if item.proposed_outcome] == [Outcome.REPEAL]


def test_two_people_see_each_others_answer_and_lose_none(
    open_browser: OpenBrowser, district: District, round_id: int, kept: Callable[[], list[CleanupItem]]
) -> None:
    page = open_browser("nyncj")
    page.goto(f"/desk/cleanups/{round_id}/answers")
    row = page.locator(".answer[data-save]").nth(1)
    item_id = int((row.get_attribute("id") or "").removeprefix("item-"))
    theirs = Answer(Outcome.LAPSE, "任务已经完成", successor="方案实施完毕")
    propose_outcome(district.store, OPERATOR, round_id, [Decision(item_id, theirs)], now=now())
    row.get_by_label("理由").fill("仍有必要")
    row.get_by_label("1 继续有效").check()
    expect(row.get_by_role("cell", name="任务已经完成")).to_be_visible()
    expect(row.get_by_role("cell", name="仍有必要")).to_be_visible()
    expect(row.get_by_label("理由")).to_have_value("仍有必要")
    row.get_by_role("button", name="用现在保存的").click()
    expect(row.get_by_label("理由")).to_have_value("任务已经完成")
    expect(row.get_by_label("3 失效")).to_be_checked()
    row.get_by_label("理由").fill("期限届满，任务完成")
    row.get_by_label("理由").press("Escape")
    page.keyboard.press("s")
    expect(row.locator("[data-live=state]")).to_contain_text("已填报")
    assert [item.proposed_reason for item in kept() if item.id == item_id] == ["期限届满，任务完成"]


def test_without_a_connection_the_field_says_so_and_is_saved_later(
    chromium: Browser, district: District, round_id: int, kept: Callable[[], list[CleanupItem]]
) -> None:
    """In a window of its own: the fault that is made here is no fault of the page."""
    context = chromium.new_context(base_url=district.url, locale="zh-CN")
    page = context.new_page()
    sign_in(page, "nyncj", district.passwords["nyncj"])
    page.goto(f"/desk/cleanups/{round_id}/answers")
    row = page.locator(".answer[data-save]").nth(1)
    state = row.locator("[data-live=state]")
    context.set_offline(True)
    row.get_by_label("1 继续有效").check()
    row.get_by_label("理由").fill("仍有必要")
    expect(state).to_contain_text("未保存 连不上服务器")
    assert all(item.proposed_outcome is None for item in kept())
    context.set_offline(False)
    expect(state).to_contain_text("已填报")
    cookies = context.cookies()
    context.clear_cookies()
    row.get_by_label("理由").fill("仍有必要，执行良好")
    expect(state).to_contain_text("登录已过期")
    expect(row.get_by_label("理由")).to_have_value("仍有必要，执行良好")
    context.add_cookies(cookies)
    expect(state).to_contain_text("已填报", timeout=10_000)
    assert [item.proposed_reason for item in kept() if item.proposed_outcome] == ["仍有必要，执行良好"]
    context.close()


def test_without_the_script_the_page_is_a_form(
    open_browser: OpenBrowser, round_id: int, kept: Callable[[], list[CleanupItem]]
) -> None:
    page = open_browser("nyncj", javascript=False)
    page.goto(f"/desk/cleanups/{round_id}/answers")
    row = page.locator("li.answer").nth(1)
    row.get_by_label("5 不属于规范性文件").check()
    row.get_by_label("理由").fill("内部管理事项")
    row.get_by_label("理由").press("Enter")
    expect(page.get_by_text("已保存1件。")).to_be_visible()
    assert [item.proposed_reason for item in kept() if item.is_answered] == ["内部管理事项"]
