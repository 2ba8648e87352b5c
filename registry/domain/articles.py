"""The structure of a document's text: paragraphs with anchors, and a table of contents."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

_DIGITS = dict(zip("〇○零一二三四五六七八九", (0, 0, *range(10)), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"[一二三四五六七八九十百千零〇○\d]+"
# 第三条所称…, 第三条、第四条 and 第三条规定的 refer to an article and do not begin one.
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
    """A paragraph. `level` is 0 for plain text, 1 for a chapter or 一、, 2 for a section, 3 for an article.

    `label` is the number at its beginning (第十二条), `rest` the text after it; plain text has only `rest`.
    """

    rest: str
    level: int = 0
    anchor: str = ""
    label: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading. An article's first paragraph is not."""
        return self.level in (1, 2) and _is_short(self.rest)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, with a unique anchor for each chapter and article (`art-12`, then `art-12-2`)."""
    used: Counter[str] = Counter()
    lines = (line.strip() for line in text.splitlines())
    return [_paragraph(line, used) for line in lines if line]


def contents(paragraphs: list[Paragraph]) -> list[tuple[str, str, int]]:
    """(anchor, words, level) of the chapters; of the articles when there are more than five and no chapters."""
    headings = [paragraph for paragraph in paragraphs if paragraph.is_heading]
    if not headings:
        articles = [paragraph for paragraph in paragraphs if paragraph.level == 3]
        headings = articles if len(articles) > 5 else []
    return [(heading.anchor, _words(heading), min(heading.level, 2)) for heading in headings]


def _words(paragraph: Paragraph) -> str:
    return paragraph.label if paragraph.level == 3 else f"{paragraph.label} {paragraph.rest}".strip()


def _paragraph(line: str, used: Counter[str]) -> Paragraph:
    if match := _HEADING.match(line):
        level = match["level"]
        label = f"第{match['number']}{level}"
        anchor = _anchor(f"{_ANCHORS[level]}-{_integer(match['number'])}", used)
        return Paragraph(match["rest"].strip(), _LEVELS[level], anchor, label)
    if match := _ANNEX.match(line):
        return Paragraph("", 1, _anchor(f"annex-{match['number'] or 1}", used), line.rstrip(":："))
    if (match := _PART.match(line)) and _is_short(match["rest"]):
        anchor = _anchor(f"item-{_integer(match['number'])}", used)
        return Paragraph(match["rest"].strip(), 1, anchor, f"{match['number']}、")
    return Paragraph(line)


def _is_short(words: str) -> bool:
    """Whether the words after a number are a heading: short, and without the end of a sentence."""
    return len(words) <= _LONGEST_HEADING and not _SENTENCE_END.search(words)


def _anchor(name: str, used: Counter[str]) -> str:
    used[name] += 1
    return name if used[name] == 1 else f"{name}-{used[name]}"


def _integer(written: str) -> int:
    """The value of Chinese numerals (十二 → 12) or of figures."""
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


def anchor_of(article: str, paragraphs: Iterable[Paragraph]) -> str:
    """The anchor of an article (第五条) in a text; "" where the text has none of that number, or more than one."""
    match = _HEADING.match(article)
    if match is None:
        return ""
    anchor = f"art-{_integer(match['number'])}"
    anchors = [paragraph.anchor for paragraph in paragraphs if paragraph.level == 3]
    return anchor if anchor in anchors and f"{anchor}-2" not in anchors else ""


@dataclass(frozen=True)
class Passage:
    """A part of a text that a finding may quote: an article with its paragraphs, an item, or a plain paragraph.

    `label` is its number as it stands in the text (第五条, 五、), or 第3段 for a paragraph without one; `words` are all
    its words, one paragraph a line.
    """

    key: str
    label: str
    words: str
    level: int = 0


_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
)


def passages(text: str) -> list[Passage]:
    """The parts of a text in their order; the paragraphs under an article belong to it, headings stand alone."""
    parts: list[Passage] = []
    for number, paragraph in enumerate(paragraphs(text), 1):
        last = parts[-1] if parts else None
        if paragraph.level == 0 and last is not None and last.level == 3:
            parts[-1] = replace(last, words=f"{last.words}\n{paragraph.rest}")
        elif paragraph.anchor:
            parts.append(Passage(paragraph.anchor, paragraph.label, paragraph.rest, paragraph.level))
        else:
            match = _NUMBERED.match(paragraph.rest)
            label, rest = (
                (match[0], paragraph.rest[match.end() :]) if match else (f"第{number}段", paragraph.rest)
            )
            parts.append(Passage(f"par-{number}", label, rest.strip() or paragraph.rest))
    return parts
