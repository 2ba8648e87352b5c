"""The structure of a document's text: paragraphs with anchors, and a table of contents."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

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

    `label` is the number at its beginning (第十二条), `rest` the text after it; plain text has only `rest`. `start` is
    the place of `rest` in the text.
    """

    rest: str
    level: int = 0
    anchor: str = ""
    label: str = ""
    start: int = field(default=0, compare=False)

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading. An article's first paragraph is not."""
        return self.level in (1, 2) and _is_short(self.rest)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, with a unique anchor for each chapter and article (`art-12`, then `art-12-2`)."""
    used: Counter[str] = Counter()
    return [_paragraph(line, end, used) for line, end in _lines(text)]


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines of a text without the space around them, each with the place where it ends; no empty one."""
    place = 0
    for raw in text.splitlines(keepends=True):
        if line := raw.strip():
            yield line, place + len(raw.rstrip())
        place += len(raw)


def contents(paragraphs: list[Paragraph]) -> list[tuple[str, str, int]]:
    """(anchor, words, level) of the chapters; of the articles when there are more than five and no chapters."""
    headings = [paragraph for paragraph in paragraphs if paragraph.is_heading]
    if not headings:
        articles = [paragraph for paragraph in paragraphs if paragraph.level == 3]
        headings = articles if len(articles) > 5 else []
    return [(heading.anchor, _words(heading), min(heading.level, 2)) for heading in headings]


def _words(paragraph: Paragraph) -> str:
    return paragraph.label if paragraph.level == 3 else f"{paragraph.label} {paragraph.rest}".strip()


def _paragraph(line: str, end: int, used: Counter[str]) -> Paragraph:
    if match := _HEADING.match(line):
        level, rest = match["level"], match["rest"].strip()
        anchor = _anchor(f"{_ANCHORS[level]}-{_integer(match['number'])}", used)
        return Paragraph(rest, _LEVELS[level], anchor, f"第{match['number']}{level}", end - len(rest))
    if match := _ANNEX.match(line):
        anchor = _anchor(f"annex-{match['number'] or 1}", used)
        return Paragraph("", 1, anchor, line.rstrip(":："), end)
    if (match := _PART.match(line)) and _is_short(match["rest"]):
        anchor, rest = _anchor(f"item-{_integer(match['number'])}", used), match["rest"].strip()
        return Paragraph(rest, 1, anchor, f"{match['number']}、", end - len(rest))
    return Paragraph(line, start=end - len(line))


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
    its words, one paragraph a line, and `starts` the places of these lines in the text.
    """

    key: str
    label: str
    words: str
    level: int = 0
    starts: tuple[int, ...] = field(default=(), compare=False)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The paragraphs, each with its place in the text."""
        return list(zip(self.words.splitlines(), self.starts, strict=False))


_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
)


def passages(text: str) -> list[Passage]:
    """The parts of a text in their order; the paragraphs under an article belong to it, headings stand alone."""
    parts: list[list[Passage]] = []
    for number, paragraph in enumerate(paragraphs(text), 1):
        start = (paragraph.start,)
        if paragraph.level == 0 and parts and parts[-1][0].level == 3:
            parts[-1].append(Passage("", "", paragraph.rest, 0, start))
        elif paragraph.anchor:
            parts.append([Passage(paragraph.anchor, paragraph.label, paragraph.rest, paragraph.level, start)])
        else:
            parts.append([_plain(paragraph, number)])
    return [_joined(part) for part in parts]


def _plain(paragraph: Paragraph, number: int) -> Passage:
    match = _NUMBERED.match(paragraph.rest)
    words = paragraph.rest[match.end() :].strip() if match else ""
    if not match or not words:
        label = match[0] if match else f"第{number}段"
        return Passage(f"par-{number}", label, paragraph.rest, 0, (paragraph.start,))
    start = paragraph.start + len(paragraph.rest) - len(words)
    return Passage(f"par-{number}", match[0], words, 0, (start,))


def _joined(part: Sequence[Passage]) -> Passage:
    if len(part) == 1:
        return part[0]
    words = "\n".join(passage.words for passage in part)
    return replace(part[0], words=words, starts=tuple(passage.starts[0] for passage in part))


class Places:
    """Which passage of a text a place of it belongs to."""

    def __init__(self, parts: Iterable[Passage]) -> None:
        ends = [
            (start + len(words), part)
            for part in parts
            for words, start in part.lines or [("", part.starts[0])]
        ]
        self._ends = [end for end, _ in ends]
        self._parts = [part for _, part in ends]

    def passage_at(self, place: int) -> Passage | None:
        """The passage that ends after a place; a label belongs to the words behind it. None for an empty text."""
        n = bisect_right(self._ends, place)
        return self._parts[min(n, len(self._parts) - 1)] if self._parts else None
