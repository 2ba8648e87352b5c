"""How pages are built for screen readers: all words within landmarks, headings without gaps, landmarks told apart."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_every_width import PAGES

pytestmark = pytest.mark.browser

# What the rules region, heading-order and landmark-unique of axe-core ask for, all of them of moderate weight.
FAULTS = """() => {
  const isShown = (e) => e.checkVisibility({ visibilityProperty: true });
  const landmarks = "main, nav, aside, body > header, body > footer, [role=region], section[aria-label], section[aria-labelledby], form[aria-label], [role=alert]";
  const faults = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const holder = words.currentNode.parentElement;
    const isSkip = holder.closest(".skip, script, style, noscript");
    if (words.currentNode.data.trim() && !isSkip && isShown(holder) && !holder.closest(landmarks))
      faults.push(`outside of landmarks: ${words.currentNode.data.trim()}`);
  }
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (!isShown(heading)) continue;
    if (last && level > last + 1) faults.push(`h${level} below h${last}: ${heading.textContent.trim()}`);
    last = level;
  }
  const names = new Set();
  for (const landmark of [...document.querySelectorAll(landmarks)].filter(isShown)) {
    const role = landmark.getAttribute("role") ?? landmark.tagName;
    const by = landmark.getAttribute("aria-labelledby");
    const name = `${role} “${by ? document.getElementById(by)?.textContent : landmark.getAttribute("aria-label") ?? ""}”`;
    if (names.has(name) && role !== "alert") faults.push(`twice: ${name}`);
    names.add(name);
  }
  return faults;
}"""


@pytest.mark.parametrize("login", PAGES)
def test_pages_are_built_for_screen_readers(open_browser: Callable[..., Page], login: str) -> None:
    page = open_browser(login)
    faults = []
    for address in PAGES[login]:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in page.evaluate(FAULTS)]
    assert faults == []
