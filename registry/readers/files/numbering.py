"""The numbers that Word counts for paragraphs and does not store in their text: 第三条, 一、, （二）, 1.2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from registry.readers.files.numerals import numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST = 20  # styles based on one another; Word itself allows eleven
_LONGEST = 100  # characters of a level's text; a longer one is not a number
_NO_SPACE_AFTER = ("、", "）", "．", "：")


@dataclass(frozen=True)
class _Level:
    """One w:lvl: `words` is its text with %1 to %9; paragraphs of the levels 1 to `restart` start it again."""

    start: int = 0
    kind: str = "decimal"
    words: str = ""
    gap: str = " "
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(frozen=True)
class _List:
    """One w:num: the abstract list whose counters it shares, its levels, and start values of its own."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass
class _Style:
    """A paragraph style: the list and level of its numbers, and the style that it is based on."""

    based_on: str = ""
    number: str = ""
    level: int | None = None


@dataclass
class Numbering:
    """The lists of one document and their counters. `label` must be called for every paragraph in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)
    default_style: str = ""
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """The number before the paragraph with the space after it; "" when it has no number or a bullet."""
        number, depth = self._list_and_level(paragraph)
        its_list = self.lists.get(number)
        level = its_list.levels.get(depth) if its_list else None
        if its_list is None or level is None:
            return ""
        counters = self._count(number, its_list, depth)
        if level.kind in ("bullet", "none") or len(level.words) > _LONGEST:
            return ""
        words = re.sub(
            "%([1-9])", lambda match: _spelled(int(match[1]) - 1, its_list, level, counters), level.words
        )
        return words + level.gap if words else ""

    def _list_and_level(self, paragraph: etree._Element) -> tuple[str, int]:
        """The w:numId of the paragraph's list and its level: its own, else those of its style."""
        properties = paragraph.find(f"{_W}pPr")
        style_name, number, level = _numbered(properties, "pStyle")
        chain = list(islice(self._chain(style_name or self.default_style), _DEEPEST))
        if not number:
            number = next((style.number for _, style in chain if style.number), "")
            its_list = self.lists.get(number)
            levels = its_list.levels if its_list else {}
            linked = {listed.style: depth for depth, listed in levels.items()}
            of_styles = (linked.get(name, style.level) for name, style in chain)
            if level is None:
                level = next((depth for depth in of_styles if depth is not None), None)
        return number, level or 0

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        """(name, style) of the style and those that it is based on."""
        visited: set[str] = set()
        while name in self.styles and name not in visited:
            visited.add(name)
            yield name, self.styles[name]
            name = self.styles[name].based_on

    def _count(self, number: str, its_list: _List, depth: int) -> dict[int, int]:
        """The counters after this paragraph. A higher level that was never counted counts as started, as in
        LibreOffice."""
        counters = self._counters.setdefault(its_list.abstract, {})
        for higher in range(depth):
            counters.setdefault(higher, _start(its_list, higher))
        if depth in its_list.starts and (number, depth) not in self._started:
            counters[depth] = its_list.starts[depth]
        else:
            counters[depth] = counters.get(depth, _start(its_list, depth) - 1) + 1
        self._started.add((number, depth))
        for deeper in [counted for counted in counters if counted > depth]:
            restart = its_list.levels[deeper].restart if deeper in its_list.levels else None
            if restart is None or depth < restart:
                del counters[deeper]
        return counters


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The counters of a document, from the roots of numbering.xml and styles.xml."""
    result = Numbering()
    for style in () if styles is None else styles.iterchildren(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        based_on, number, level = _numbered(style, "basedOn", "pPr")
        result.styles[name] = _Style(based_on, number, level)
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
            result.default_style = name
    if numbering is not None:
        abstracts = {
            abstract.get(f"{_W}abstractNumId", ""): (
                dict(_levels(abstract)),
                _value(abstract, "numStyleLink"),
            )
            for abstract in numbering.iterchildren(f"{_W}abstractNum")
        }
        nums = {num.get(f"{_W}numId", ""): num for num in numbering.iterchildren(f"{_W}num")}
        result.lists = {
            number: _list(num, nums, abstracts, result.styles)
            for number, num in nums.items()
            if number != "0"
        }
    return result


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
        depth = _whole(override.get(f"{_W}ilvl", ""))
        levels = levels | dict(_levels(override))
        if depth is not None and (start := _whole(_value(override, "startOverride"))) is not None:
            starts[depth] = start
    return _List(name, levels, starts)


def _levels(holder: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in holder.iterchildren(f"{_W}lvl"):
        depth = _whole(level.get(f"{_W}ilvl", ""))
        if depth is None or depth >= _LEVELS:
            continue
        formats = [numfmt.get(f"{_W}val", "") for numfmt in level.iter(f"{_W}numFmt")]
        words = _value(level, "lvlText")
        yield (
            depth,
            _Level(
                start=_whole(_value(level, "start")) or 0,
                kind=next((kind for kind in formats if kind != "custom"), "decimal"),
                words=words,
                gap="" if _value(level, "suff") == "nothing" or words.endswith(_NO_SPACE_AFTER) else " ",
                restart=_whole(_value(level, "lvlRestart")),
                is_legal=level.find(f"{_W}isLgl") is not None,
                style=_value(level, "pStyle"),
            ),
        )


def _numbered(holder: etree._Element | None, link: str, within: str = "") -> tuple[str, str, int | None]:
    """The style that the element names, its own list, and its own level."""
    if holder is None:
        return "", "", None
    properties = holder.find(f"{_W}{within}") if within else holder
    own = properties.find(f"{_W}numPr") if properties is not None else None
    if own is None:
        return _value(holder, link), "", None
    return _value(holder, link), _value(own, "numId"), _whole(_value(own, "ilvl"))


def _spelled(depth: int, its_list: _List, level: _Level, counters: dict[int, int]) -> str:
    """The counter of the level `depth`, as it appears in the number of a paragraph at `level`."""
    counted_level = its_list.levels.get(depth, level)
    if counted_level.kind in ("bullet", "none"):
        return ""
    kind = "decimal" if level.is_legal else counted_level.kind
    return numeral(counters.get(depth, _start(its_list, depth)), kind)


def _start(its_list: _List, depth: int) -> int:
    return its_list.starts.get(depth, its_list.levels[depth].start if depth in its_list.levels else 1)


def _value(holder: etree._Element, name: str) -> str:
    child = holder.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _whole(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None
