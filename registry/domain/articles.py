"""The shape of an act's text: its paragraphs with anchors, and the contents made of its chapters and articles."""

import re
from collections import Counter
from dataclasses import dataclass

_DIGITS = dict(zip("〇○零一二三四五六七八九", (0, 0, *range(10)), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[一二三四五六七八九十百千零〇○\d]+"
# 第三条所称…, 第三条、第四条 and 第三条规定的 speak about an article and do not begin one.
_HEADING = re.compile(
    rf"第(?P<number>{_NUMBER})(?P<level>[编章节条])(?![、，。的和至及或所规第])\s*(?P<rest>.*)", re.S
)
_PART = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、(?P<rest>.+)", re.S)
_ANNEX = re.compile(r"附\s*件\s*(?P<number>\d{0,2})\s*[:：]?$")
_LEVELS = {"编": 1, "章": 1, "节": 2, "条": 3}
_ANCHORS = {"编": "part", "章": "chapter", "节": "section", "条": "art"}
_LONGEST_HEADING = 40
_SENTENCE_END = re.compile("[。；;！？]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `level` is 0 for plain text, 1 for a chapter or 一、, 2 for a section, 3 for an article.

    `label` is what the paragraph begins with (第十二条), `rest` what follows it; plain text has only `rest`.
    """

    rest: str
    level: int = 0
    anchor: str = ""
    label: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading, as a chapter's is and an article's is not."""
        return self.level in (1, 2) and _is_short(self.rest)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, each chapter and article with an anchor of its own (`art-12`, then `art-12-2`)."""
    seen: Counter[str] = Counter()
    lines = (line.strip() for line in text.splitlines())
    return [_paragraph(line, seen) for line in lines if line]


def contents(found: list[Paragraph]) -> list[tuple[str, str, int]]:
    """(anchor, words, level) of the chapters; of the articles too where a text has no chapters and more than five."""
    headings = [each for each in found if each.is_heading]
    if not headings:
        articles = [each for each in found if each.level == 3]
        headings = articles if len(articles) > 5 else []
    return [(each.anchor, _words(each), min(each.level, 2)) for each in headings]


def _words(paragraph: Paragraph) -> str:
    return paragraph.label if paragraph.level == 3 else f"{paragraph.label} {paragraph.rest}".strip()


def _paragraph(line: str, seen: Counter[str]) -> Paragraph:
    if match := _HEADING.match(line):
        level = match["level"]
        label = f"第{match['number']}{level}"
        anchor = _anchor(f"{_ANCHORS[level]}-{_integer(match['number'])}", seen)
        return Paragraph(match["rest"].strip(), _LEVELS[level], anchor, label)
    if match := _ANNEX.match(line):
        return Paragraph("", 1, _anchor(f"annex-{match['number'] or 1}", seen), line.rstrip(":："))
    if (match := _PART.match(line)) and _is_short(match["rest"]):
        anchor = _anchor(f"item-{_integer(match['number'])}", seen)
        return Paragraph(match["rest"].strip(), 1, anchor, f"{match['number']}、")
    return Paragraph(line)


def _is_short(words: str) -> bool:
    """Whether words after a number are a heading's: few, and no sentence."""
    return len(words) <= _LONGEST_HEADING and not _SENTENCE_END.search(words)


def _anchor(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def _integer(written: str) -> int:
    """第十二条 → 12; figures as they are."""
    if written.isdigit() and written.isascii():
        return int(written)
    if not any(unit in written for unit in _UNITS):
        return int("".join(str(_DIGITS.get(char, char)) for char in written))
    total, digit = 0, 0
    for char in written:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = int(_DIGITS.get(char, char))
    return total + digit
