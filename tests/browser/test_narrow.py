"""On a telephone and at 200 %: what is looked for stands on the first screen, and nothing is folded on a wide one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

OpenBrowser = Callable[..., Page]
LISTS = {
    "visitor": [("/", ".hits > li"), ("/?q=办法", ".hits > li"), ("/?status=repealed", ".hits > li")],
    "clerk": [
        ("/desk/documents", "tbody tr"),
        ("/desk/filings/", "tbody tr"),
        ("/desk/authorities/", "tbody tr"),
    ],
}
HEADED = {
    "visitor": ["/", "/documents/3", "/releases"],
    "clerk": ["/desk/", "/desk/documents"],
    "admin": ["/desk/settings/"],
}


def _top(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("login", LISTS)
def test_the_first_result_is_on_the_first_screen_of_a_telephone(
    open_browser: OpenBrowser, login: str
) -> None:
    page = open_browser(login, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    for address, results in LISTS[login]:
        page.goto(address)
        assert _top(page.locator(results).first) < 700, address


def test_filters_unfold_and_stay_open_while_one_is_set(open_browser: OpenBrowser) -> None:
    page = open_browser("clerk", width=390)
    page.goto("/desk/documents")
    expect(page.locator("select[name=year]")).to_be_hidden()
    page.get_by_text("筛选条件").click()
    page.locator("select[name=kind]").select_option("办法")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("select[name=kind]")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/desk/documents")
    expect(page.locator("select[name=year]")).to_be_visible()
    expect(page.get_by_text("筛选条件")).to_be_hidden()


@pytest.mark.parametrize("login", HEADED)
def test_at_twice_the_size_the_header_takes_a_quarter_of_the_window(
    open_browser: OpenBrowser, login: str
) -> None:
    page = open_browser(login, width=640)
    page.set_viewport_size({"width": 640, "height": 400})
    for address in HEADED[login]:
        page.goto(address)
        assert _top(page.locator("main")) <= 100, address
        page.get_by_text("栏目", exact=True).click()
        expect(page.locator(".places a").last).to_be_visible()


def test_the_side_bar_of_the_catalog_is_whole(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto("/")
    assert page.evaluate("(e => e.scrollHeight - e.clientHeight)(document.querySelector('.facets'))") <= 0


def test_an_ended_document_is_struck_and_barred(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto("/?status=repealed")
    hit = page.locator(".hits > li").first
    expect(hit.locator("h2 a")).to_have_css("text-decoration-line", "line-through")
    expect(hit).to_have_css("border-left-style", "solid")
    expect(hit).to_contain_text("废止")
    page.goto("/?status=in_force")
    expect(page.locator(".hits > li.ended")).to_have_count(0)


def test_a_link_that_looks_like_a_button_answers_the_space_bar(open_browser: OpenBrowser) -> None:
    page = open_browser("clerk")
    page.goto("/desk/documents")
    page.get_by_role("button", name="登记文件").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/desk/documents/new")
