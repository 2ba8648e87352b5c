"""What a clerk does in Chromium: signs in, registers a document from its file, and files it; by keyboard alone too."""

import io
from collections.abc import Callable

import docx
import pytest
from playwright.sync_api import Page, expect

from registry.clock import today
from registry.storage.documents.tables import relations_of
from registry.storage.documents.unlooked import unlooked_of
from registry.storage.engine import reading
from tests.browser.conftest import District

pytestmark = pytest.mark.browser

OpenBrowser = Callable[..., Page]
TITLE = "云汀区农业农村局关于印发《云汀区蜜源植物保护办法》的通知"
FOCUSED = "(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"


OLD_PAPER = (
    "云汀区养蜂管理办法",
    "云农〔2012〕77号",
    "第一条　根据《中华人民共和国畜牧法》，制定本办法。",
    "第二条　本办法自2012年3月1日起施行。《云汀区养蜂暂行办法》（云农〔2008〕5号）同时废止。",
    "云汀区农业农村局",
    "2012年2月1日",
    "（此件公开发布）",
    "（此件不予公开）",
)
PAPER = (
    TITLE,
    f"云农规〔{today().year}〕88号",
    "各镇人民政府：",
    "《云汀区蜜源植物保护办法》已经局务会议审议通过，现予印发，请遵照执行。",
    "云汀区农业农村局",
    f"{today().year}年{today().month}月{today().day}日",
    "第一条　为了保护蜜源植物，制定本办法。",
    "第二条　本办法自公布之日起施行，有效期5年。",
)


def _paper(lines: tuple[str, ...]) -> bytes:
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def test_the_day_begins_with_what_is_late_and_its_next_step(open_browser: OpenBrowser) -> None:
    page = open_browser("clerk")
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")
    late = page.locator("section", has=page.get_by_role("heading", name="制定机关逾期")).first
    late.get_by_text("期限怎么算").click()
    expect(late).to_contain_text("自公布之日")
    late.get_by_role("button", name="代录报送").first.click()
    expect(page.locator("#effects")).to_contain_text("状态变为“已报送”")


def test_a_document_goes_from_its_file_to_a_submitted_filing(open_browser: OpenBrowser) -> None:
    page = open_browser("clerk")
    page.get_by_role("link", name="文件", exact=True).click()
    page.get_by_role("button", name="登记文件").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "蜜源办法.docx", "mimeType": "application/octet-stream", "buffer": _paper(PAPER)}
    )
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator("#doc_no")).to_have_value(f"云农规〔{today().year}〕88号")
    page.locator("#doc_no").press("Enter")
    expect(page.get_by_label("发文字号：核对无误")).to_be_checked()
    expect(page.get_by_role("textbox", name="文件标题")).to_have_value(TITLE)
    expect(page.locator("#signed_on")).to_have_value(today().isoformat())
    page.locator("#published_on").fill(today().isoformat())
    page.locator("#disclosure").select_option("主动公开")
    page.get_by_role("button", name="登记为已公布").click()
    expect(page.get_by_role("alert")).to_contain_text("缺少")

    for step in ("公开征求意见", "合法性审核", "集体审议决定"):
        page.get_by_label(f"{step}：完成日期").fill(today().isoformat())
        page.get_by_label(f"{step}：机构或会议").fill("局务会议")
    page.get_by_role("button", name="登记为已公布").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("蜜源办法.docx")

    page.get_by_role("button", name="办理备案").click()
    expect(page.locator(".steps [aria-current]")).to_contain_text("待报送")
    page.get_by_role("button", name="报送备案").click()
    expect(page.locator("main")).to_contain_text("代录")
    page.get_by_role("button", name="报送备案").click()
    expect(page.locator(".steps [aria-current]")).to_contain_text("已报送")
    expect(page.get_by_role("main")).to_contain_text("按期报送")


def test_enter_accepts_what_was_read_one_after_the_other_until_it_is_saved(
    open_browser: OpenBrowser, district: District
) -> None:
    page = open_browser("clerk")
    page.goto("/desk/documents/new")
    page.locator("input[type=file]").set_input_files(
        {"name": "养蜂办法.docx", "mimeType": "application/octet-stream", "buffer": _paper(OLD_PAPER)}
    )
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator("#title")).to_be_focused()
    values, relations = page.locator("[name=looked]"), page.locator("[name=relation]")
    for _ in range(values.count()):
        page.keyboard.press("Enter")
    expect(page.locator("[name=looked]:not(:checked)")).to_have_count(0)
    expect(page.locator("[name=choice-disclosure]").first).to_be_focused()
    for _ in range(1 + relations.count()):
        page.keyboard.press("Alt+Y")
    expect(page.locator("#disclosure")).to_have_value("public")
    expect(page.locator("[name=relation]:checked")).to_have_count(2)
    expect(page.get_by_role("button", name="登记为已公布")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(OLD_PAPER[0])
    document_id = int(page.url.rpartition("/")[2])
    with reading(district.store) as session:
        assert unlooked_of(session, document_id) == []
        own, _ = relations_of(session, document_id)
    assert [row.is_confirmed for row in own] == [True, True]


def test_the_keyboard_alone_is_enough(open_browser: OpenBrowser, district: District) -> None:
    page = open_browser()
    page.goto("/account/sign-in")
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(district.passwords["clerk"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    _tab_to(page, "清理")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("清理")
    _tab_to(page, "开展清理")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("开展清理")
    _tab_to(page, "清理名称")
    page.keyboard.type("专项清理")
    _tab_to(page, "截止日期")
    page.locator("#cut_off_on").press_sequentially(f"{today().year}0101")
    _tab_to(page, "预览清理范围")
    page.keyboard.press("Enter")
    expect(page.get_by_label("清理名称")).to_have_value("专项清理")


def _tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has this name is focused; fails where the keyboard cannot reach it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")
