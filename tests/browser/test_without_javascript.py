"""With JavaScript switched off a contact signs in and submits what is owed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_contact_signs_in_and_submits_a_filing(open_browser: Callable[..., Page]) -> None:
    page = open_browser("jyj", javascript=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")
    page.get_by_role("button", name="报送", exact=False).first.click()
    expect(page.locator("#effects")).to_contain_text("已报送")
    page.get_by_role("button", name="报送备案").click()
    expect(page.locator(".steps [aria-current]")).to_contain_text("已报送")
    expect(page.locator("main")).to_contain_text("“报送备案”已办理")
