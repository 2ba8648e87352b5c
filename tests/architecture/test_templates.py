"""What the security policy forbids in a page: styles, scripts and handlers written into it."""

import re

from tests.architecture.tree import ROOT

FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*application/)", re.I),
    "a handler in an attribute": re.compile(
        r"\son[a-z]+\s*=\s*[\"']|<[^>{]*\son[a-z]+\s*=|\bhx-on\b|javascript:", re.I
    ),
    "something fetched from elsewhere": re.compile(
        r"<(script|link|img|iframe)\b[^>]*=\s*[\"'](https?:)?//", re.I
    ),
    "text passed without escaping": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
}


def test_no_page_holds_what_the_security_policy_forbids() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert pages
    found = [
        f"{page.relative_to(ROOT)} holds {what}"
        for page in pages
        for what, pattern in FORBIDDEN.items()
        if pattern.search(page.read_text("utf-8"))
    ]
    assert not found
