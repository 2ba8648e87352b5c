"""The public site in Chromium: a search marks what it found, and a page prints as a paper does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OpenBrowser = Callable[..., Page]


def test_a_search_marks_its_words_and_leads_to_the_text(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto("/")
    page.get_by_role("searchbox").fill("秸秆")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_have_text("秸秆")
    page.locator(".hits h2 a").first.click()
    expect(page.locator(".document-text")).to_contain_text("秸秆")


@pytest.mark.parametrize("login", ["visitor", "clerk"])
def test_a_page_prints_without_its_navigation(open_browser: OpenBrowser, login: str) -> None:
    page = open_browser(login)
    page.goto("/documents/3" if login == "visitor" else "/desk/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".bar nav")).to_be_hidden()
    expect(page.locator("body > footer.foot")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
