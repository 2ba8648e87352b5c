"""Every main page at a desk's width and at a telephone's: quiet, whole, and never wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = {
    "visitor": ["/", "/?q=养犬", "/?status=repealed", "/documents/3", "/releases", "/releases/1", "/about", "/account/sign-in"],
    "clerk": [
        *("/desk/", "/desk/documents", "/desk/documents/new", "/desk/documents/3", "/desk/documents/3/edit"),
        *("/desk/documents/3/record-event", "/desk/documents/3/relate", "/desk/filings/", "/desk/filings/1"),
        *("/desk/cleanups", "/desk/cleanups/1", "/desk/cleanups/1/items", "/desk/cleanups/open"),
        *("/desk/releases", "/desk/releases/1", "/desk/notices/", "/desk/notices/sending"),
        *("/desk/intakes/", "/desk/intakes/upload", "/desk/authorities/", "/desk/jobs/"),
        *("/desk/documents/doubts", "/desk/documents?columns=doc_no&columns=kind&columns=signed_on"),
        *("/desk/bases", "/desk/issue-register", "/desk/authorities/3", "/desk/authorities/3/reorganise"),
        *("/desk/authorities/3/rename", "/desk/authorities/3/hand-over?what=split", "/desk/filings/31/worksheet"),
        *("/desk/filings/30", "/desk/filings/30/answer", "/desk/filings/28/worksheet"),
        *("/desk/papers/", "/desk/papers/make?kind=annual_list&subject=2026", "/desk/papers/1", "/desk/papers/1/replace"),
        *("/desk/figures/", "/desk/figures/papers/annual_report/2026", "/desk/filings/1/filing-report"),
    ],
    "lead": ["/desk/releases/1/correct", "/desk/filings/31/worksheet/sign"],
    "admin": [
        "/desk/people/", "/desk/settings/", "/desk/settings/wording", "/desk/audit/", "/account/password",
        *("/desk/settings/letterhead", "/desk/settings/paper-templates", "/desk/settings/paper-templates/review_opinion"),
        *("/desk/settings/paper-series/start", "/desk/settings/edit", "/desk/settings/rules/1", "/desk/settings/resume"),
    ],
}  # fmt: skip
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("login", PAGES)
def test_pages_are_quiet_and_fit(open_browser: Callable[..., Page], login: str) -> None:
    page = open_browser(login)
    faults = []
    for address in PAGES[login]:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(address)
            assert answer
            if answer.status != 200:
                faults.append(f"{address}: {answer.status}")
            if (too_wide := page.evaluate(TOO_WIDE)) > 0:
                faults.append(f"{address}: {too_wide} px wider than {width}")
    assert faults == []
