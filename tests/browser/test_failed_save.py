"""After a save that was refused, who uses a keyboard or a screen reader stands at what must be corrected."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ADD = "/desk/proposals/add#received_on"  # the address names a field, as links from a list of doubts do


@pytest.mark.parametrize("javascript", [True, False])
def test_the_focus_is_on_the_summary_above_everything(
    open_browser: Callable[..., Page], javascript: bool
) -> None:
    page = open_browser("clerk", javascript=javascript)
    page.goto(ADD if javascript else ADD.partition("#")[0])
    page.get_by_role("button", name="登记", exact=True).click()
    summary = page.locator("main > :first-child")
    expect(summary).to_have_attribute("role", "alert")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    for n in range(links.count()):
        field = page.locator(links.nth(n).get_attribute("href") or "")
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        expect(page.locator(f"#{described[-1]}")).to_have_class("error")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(links.first.get_attribute("href") or "")).to_be_focused()
