"""What a page says in words that are not its readers': a date written for machines, a programmer's word."""

import re
from collections.abc import Iterator

from lxml import html

ISO_DAY = re.compile(r"(?<![\dA-Za-z-])\d{4}-\d{2}-\d{2}(?![\dA-Za-z-])")
PROGRAMMERS_WORD = re.compile(r"(?<![\w.@/?&=-])[a-z]+(?:_[a-z]+)+(?![\w.@/-])|\b[a-z]+:\d+\b")
QUOTED = "self::script or self::style or self::textarea or self::code or self::samp"
QUOTED_CLASSES = ("document-text", "quoted")
SPOKEN = ("title", "aria-label", "placeholder", "alt")  # attributes that are shown or read out


def faults_of_words(page: html.HtmlElement) -> Iterator[str]:
    """What the visible text of a page says that people do not say; texts and cells that are quoted are left."""
    for text in visible_texts(page):
        for found in ISO_DAY.findall(text):
            yield f"shows {found} in “{_around(text, found)}”"
        for found in PROGRAMMERS_WORD.findall(text):
            yield f"shows {found} in “{_around(text, found)}”"


def visible_texts(page: html.HtmlElement) -> Iterator[str]:
    """The runs of text and the spoken attributes of the body, without those that show what somebody else wrote."""
    classes = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in QUOTED_CLASSES)
    yield from page.xpath(f"//body//text()[not(ancestor::*[{QUOTED} or {classes}]) and normalize-space()]")
    spoken = " or ".join(f"name() = '{name}'" for name in SPOKEN)
    yield from page.xpath(f"//body//@*[({spoken}) and not(ancestor::*[{classes}])]")


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return " ".join(text[max(0, at - 30) : at + len(word) + 30].split())
