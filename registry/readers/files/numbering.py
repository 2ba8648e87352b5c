"""The numbers that Word counts for its paragraphs and never writes into their text: 第三条, 一、, （二）, 1.2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from registry.readers.files.numerals import numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST = 20  # styles that are based on one another; Word itself allows eleven
_LONGEST = 100  # characters of a level's words; a longer one is no number
_CLOSED = ("、", "）", "．", "：")  # what needs no gap behind it


@dataclass(frozen=True)
class _Level:
    """One w:lvl: its format, its words with %1 to %9, where it starts, and after which level it starts anew."""

    start: int = 0
    kind: str = "decimal"
    words: str = ""
    gap: str = " "
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(frozen=True)
class _List:
    """One w:num: whose counters it shares, its levels, and the starts that are its own."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass
class _Style:
    """What a paragraph style says of numbers: a list and a level, or the style that it is based on."""

    based_on: str = ""
    number: str = ""
    level: int | None = None


@dataclass
class Numbering:
    """The lists of one document and how far each was counted; ask it for every paragraph in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)
    default_style: str = ""
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """The number before the paragraph with the gap behind it, "" when it has none or a bullet."""
        number, at = self._place(paragraph)
        found = self.lists.get(number)
        level = found.levels.get(at) if found else None
        if found is None or level is None:
            return ""
        counted = self._count(number, found, at)
        if level.kind in ("bullet", "none") or len(level.words) > _LONGEST:
            return ""
        words = re.sub(
            "%([1-9])", lambda match: _spelled(int(match[1]) - 1, found, level, counted), level.words
        )
        return words + level.gap if words else ""

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else those of its style."""
        properties = paragraph.find(f"{_W}pPr")
        style, number, level = _numbered(properties, "pStyle")
        chain = list(islice(self._chain(style or self.default_style), _DEEPEST))
        if not number:
            number = next((each.number for _, each in chain if each.number), "")
            found = self.lists.get(number)
            linked = {each.style: at for at, each in found.levels.items()} if found else {}
            of_style = (linked.get(name, each.level) for name, each in chain)
            level = level if level is not None else next((at for at in of_style if at is not None), None)
        return number, level or 0

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield name, self.styles[name]
            name = self.styles[name].based_on

    def _count(self, number: str, found: _List, at: int) -> dict[int, int]:
        """The counters after this paragraph. A level above that was never counted counts as begun, as LibreOffice
        shows it."""
        counters = self._counters.setdefault(found.abstract, {})
        for above in range(at):
            counters.setdefault(above, _start(found, above))
        if at in found.starts and (number, at) not in self._begun:
            counters[at] = found.starts[at]
        else:
            counters[at] = counters.get(at, _start(found, at) - 1) + 1
        self._begun.add((number, at))
        for deeper in [each for each in counters if each > at]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or at < restart:
                del counters[deeper]
        return counters


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The counters of a document, from the roots of numbering.xml and styles.xml."""
    read = Numbering()
    for style in () if styles is None else styles.iterchildren(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        based_on, number, level = _numbered(style, "basedOn", "pPr")
        read.styles[name] = _Style(based_on, number, level)
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
            read.default_style = name
    if numbering is not None:
        abstracts = {
            each.get(f"{_W}abstractNumId", ""): (dict(_levels(each)), _value(each, "numStyleLink"))
            for each in numbering.iterchildren(f"{_W}abstractNum")
        }
        nums = {each.get(f"{_W}numId", ""): each for each in numbering.iterchildren(f"{_W}num")}
        read.lists = {
            number: _list(num, nums, abstracts, read.styles) for number, num in nums.items() if number != "0"
        }
    return read


def _list(
    num: etree._Element,
    nums: dict[str, etree._Element],
    abstracts: dict[str, tuple[dict[int, _Level], str]],
    styles: dict[str, _Style],
) -> _List:
    name = _value(num, "abstractNumId")
    levels, link = abstracts.get(name, ({}, ""))
    if link in styles and styles[link].number in nums:
        name = _value(nums[styles[link].number], "abstractNumId")
        levels, _ = abstracts.get(name, ({}, ""))
    starts: dict[int, int] = {}
    for override in num.iterchildren(f"{_W}lvlOverride"):
        at = _whole(override.get(f"{_W}ilvl", ""))
        levels = levels | dict(_levels(override))
        if at is not None and (start := _whole(_value(override, "startOverride"))) is not None:
            starts[at] = start
    return _List(name, levels, starts)


def _levels(holder: etree._Element) -> Iterator[tuple[int, _Level]]:
    for each in holder.iterchildren(f"{_W}lvl"):
        at = _whole(each.get(f"{_W}ilvl", ""))
        if at is None or at >= _LEVELS:
            continue
        formats = [one.get(f"{_W}val", "") for one in each.iter(f"{_W}numFmt")]
        words = _value(each, "lvlText")
        yield (
            at,
            _Level(
                start=_whole(_value(each, "start")) or 0,
                kind=next((one for one in formats if one != "custom"), "decimal"),
                words=words,
                gap="" if _value(each, "suff") == "nothing" or words.endswith(_CLOSED) else " ",
                restart=_whole(_value(each, "lvlRestart")),
                is_legal=each.find(f"{_W}isLgl") is not None,
                style=_value(each, "pStyle"),
            ),
        )


def _numbered(holder: etree._Element | None, link: str, within: str = "") -> tuple[str, str, int | None]:
    """The style that it names, its own list, and its own level."""
    if holder is None:
        return "", "", None
    properties = holder.find(f"{_W}{within}") if within else holder
    own = properties.find(f"{_W}numPr") if properties is not None else None
    if own is None:
        return _value(holder, link), "", None
    return _value(holder, link), _value(own, "numId"), _whole(_value(own, "ilvl"))


def _spelled(at: int, found: _List, level: _Level, counted: dict[int, int]) -> str:
    other = found.levels.get(at, level)
    if other.kind in ("bullet", "none"):
        return ""
    return numeral(counted.get(at, _start(found, at)), "decimal" if level.is_legal else other.kind)


def _start(found: _List, at: int) -> int:
    return found.starts.get(at, found.levels[at].start if at in found.levels else 1)


def _value(holder: etree._Element, name: str) -> str:
    child = holder.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _whole(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None
