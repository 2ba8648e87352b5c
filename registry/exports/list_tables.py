"""The tables of official paper: numbered rows under headings, laid out so that much fits on a page and nothing tears.

A list is one table to the reader, written in tables of about 200 rows: the time to lay out a table grows with the
square of its rows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count, repeat, starmap
from operator import gt
from typing import Generic, TypeVar

from registry.domain.listed import Kind
from registry.exports._widths import (
    EM,
    MARGIN,
    Need,
    column_widths,
    day_need,
    is_too_wide,
    measured,
    name_need,
    number_parts,
    number_width,
    prose_need,
)
from registry.exports.blocks import AFTER_TABLE
from registry.exports.wording import printable

Row = TypeVar("Row")

WIDTH, UPRIGHT_WIDTH = (
    12_756,
    8_844,
)  # twentieths of a point: the 225 mm of a landscape page, the 156 of an upright one
_MIDDLE = '<w:vAlign w:val="center"/>'
_ROWS_IN_TABLE = 200
_LINE_BREAK = "</w:t><w:br/><w:t>"
_ROWS_AT_ONCE = 50  # that are written together
_LINES_OF_HALF_A_PAGE = 14
# What needs escaping, is not printable, or is space that `printable` would change.
_ODD = re.compile(
    "[&<>\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff\ufffe\uffff]|  "
)
_PROPERTIES = (
    '<w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    + "".join(
        f'<w:{side} w:w="{gap}" w:type="dxa"/>'
        for side, gap in (("top", 25), ("left", MARGIN), ("bottom", 25), ("right", MARGIN))
    )
    + "</w:tblCellMar>"
)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, the words of a row, and how it is set."""

    heading: str
    words: Callable[[Row], str]
    kind: Kind = Kind.NAME


@dataclass(frozen=True)
class Group(Generic[Row]):
    """Rows under headings, each of its own style, which stay with the first of them; `total` follows unnumbered."""

    rows: Sequence[Row]
    headings: tuple[tuple[str, str], ...] = ()
    total: Row | None = None


def tables(
    title: str, columns: Sequence[Column[Row]], groups: Sequence[Group[Row]], width: int = WIDTH
) -> Iterator[str]:
    """The groups as one list, numbered throughout; `title` tells who cannot see the list what it is."""
    layout = _Layout(title, columns, [row for group in groups for row in _printed(group)], width)
    n_rows, first = 0, 1
    for group in groups:
        for start in range(0, len(group.rows), _ROWS_AT_ONCE):
            rows = group.rows[start : start + _ROWS_AT_ONCE]
            if n_rows and n_rows + len(rows) > _ROWS_IN_TABLE:
                yield f"</w:tbl>{AFTER_TABLE}"
                n_rows = 0
            headings = "" if start else "".join(starmap(layout.heading, group.headings))
            yield f"{'' if n_rows else layout.opening}{headings}{layout.rows(rows, first)}"
            n_rows, first = n_rows + len(rows), first + len(rows)
        if group.total is not None:
            yield f"{'' if n_rows else layout.opening}{layout.total(group.total)}"
            n_rows += 1
    if n_rows:
        yield f"</w:tbl>{AFTER_TABLE}"


class _Layout(Generic[Row]):
    """The widths of the columns, and the rows as templates that wait for their words."""

    def __init__(self, title: str, columns: Sequence[Column[Row]], rows: Sequence[Row], total: int) -> None:
        numbers = number_width(len(rows))
        needs = [_need(column, rows) for column in columns]
        widths = [numbers, *column_widths(needs, total - numbers)]
        styles = [
            "CellCentred",
            *("Cell" if column.kind is Kind.PROSE else "CellCentred" for column in columns),
        ]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        caption = escape(printable(title))
        cells = "".join(_cell(width, "CellHeading", "%s") for width in widths)
        headings = [escape(printable(words)) for words in ("序号", *(column.heading for column in columns))]
        self.opening = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>{_PROPERTIES}<w:tblCaption w:val="{caption}"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells % tuple(headings)}</w:tr>"
        )
        self._total = total
        self._words = [column.words for column in columns]
        self._rates = [at for at, column in enumerate(columns) if column.kind is Kind.RATE]
        self._names = [
            (at, width)
            for at, (column, width) in enumerate(zip(columns, widths[1:], strict=True))
            if column.kind is Kind.NAME
        ]
        self._longest = [_LINES_OF_HALF_A_PAGE * (width - 2 * MARGIN) // EM for width in widths[1:]]
        filled = "".join(map(_cell, widths, styles, repeat("%s")))
        self._row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{filled}</w:tr>"
        self._tall = f"<w:tr>{filled.replace(_MIDDLE, '')}</w:tr>"

    def heading(self, words: str, style: str) -> str:
        """A row of one cell."""
        span = f'<w:gridSpan w:val="{len(self._words) + 1}"/>'
        cell = _cell(self._total, style, escape(printable(words), quote=False), span)
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"

    def rows(self, rows: Sequence[Row], first: int) -> str:
        """The rows, numbered from `first`; one of more than half a page may split, or the page above would stay empty.

        What is rare is looked for in all of them at once.
        """
        columns = [list(map(words, rows)) for words in self._words]
        if _ODD.search("".join(map("".join, columns))):
            columns = [[escape(printable(words), quote=False) for words in column] for column in columns]
        lengths = [max(map(len, column)) for column in columns]
        for at in self._rates:
            columns[at] = [_on_two_lines(words) for words in columns[at]]
        for at, width in self._names:
            if lengths[at] * EM > width:
                columns[at] = [_in_parts(words, width) for words in columns[at]]
        numbered = zip(count(first), *columns, strict=False)
        if any(map(gt, lengths, self._longest)):
            return "".join([self._template(cells[1:]) % cells for cells in numbered])
        return "".join([self._row % cells for cells in numbered])

    def total(self, row: Row) -> str:
        """A row of sums, with 合计 in the place of the number."""
        cells = [escape(printable(words(row)), quote=False) for words in self._words]
        for at in self._rates:
            cells[at] = _on_two_lines(cells[at])
        return self._row % ("合计", *cells)

    def _template(self, cells: Sequence[str]) -> str:
        return self._tall if any(map(gt, map(len, cells), self._longest)) else self._row


def _printed(group: Group[Row]) -> Sequence[Row]:
    return group.rows if group.total is None else [*group.rows, group.total]


def _need(column: Column[Row], rows: Sequence[Row]) -> Need:
    if column.kind is Kind.DAY:
        return day_need(column.heading)
    sample = [column.words(rows[at]) for at in measured(len(rows))]
    if column.kind is Kind.PROSE:
        return prose_need(column.heading, sample)
    if column.kind is Kind.RATE:
        longest = [max(_rate_lines(column.words(row)), key=len) for row in rows]
        sample = [longest[at] for at in measured(len(rows))]
        return name_need(column.heading, iter(longest), sample)
    return name_need(column.heading, map(column.words, rows), sample)


def _rate_lines(words: str) -> list[str]:
    """8/12 and （66.7%）."""
    number, bracket, percent = words.partition("（")
    return [number, f"{bracket}{percent}"] if percent else [number]


def _on_two_lines(words: str) -> str:
    return _LINE_BREAK.join(_rate_lines(words))


def _in_parts(words: str, width: int) -> str:
    """A number that does not fit on a line, broken where one would break it by hand."""
    return _LINE_BREAK.join(number_parts(words)) if is_too_wide(words, width) else words


def _cell(width: int, style: str, words: str, span: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{_MIDDLE}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'
    )
