"""The rows of tables in Word files and web pages, told from tables that only lay out a page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml import etree, html

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CELL = 400
_MOST_COLUMNS = 60

Row = list[list[etree._Element]]  # the paragraphs of each cell


def word_rows(table: etree._Element) -> list[Row]:
    """The rows of a table of Word, all with as many cells; empty for one that lays out a page or is too wide.

    A cell that spans several columns is followed by empty ones.
    """
    if any(inner is not table for inner in table.iter(f"{_W}tbl")):
        return []
    rows = [list(islice(_word_cells(row), _MOST_COLUMNS + 1)) for row in table.iter(f"{_W}tr")]
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS:
        return []
    words = [["".join(t.text or "" for p in cell for t in p.iter(f"{_W}t")) for cell in row] for row in rows]
    return [row + [[]] * (width - len(row)) for row in rows] if is_grid(words) else []


def page_rows(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """The cells of the tables of a page that hold rows, each with the number of columns that it spans."""
    return {
        cell: span
        for table in root.iter("table")
        if next(table.iterdescendants("table"), None) is None
        for rows in [[list(_page_cells(row)) for row in table.iter("tr")]]
        if is_grid([[cell.text_content() for cell, _ in row] for row in rows])
        for row in rows
        for cell, span in row
    }


def is_grid(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells are a table: several, most of them with several filled cells, none as long as a page."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    longest = max((len(cell) for row in rows for cell in row), default=0)
    return len(rows) > 1 and longest <= _LONGEST_CELL and 2 * sum(n > 1 for n in filled) > len(rows)


def _word_cells(row: etree._Element) -> Iterator[list[etree._Element]]:
    yield from [[]] * _number(row, "trPr", "gridBefore", 0)
    for cell in row.iter(f"{_W}tc"):
        yield list(cell.iter(f"{_W}p"))
        yield from [[]] * (_number(cell, "tcPr", "gridSpan", 1) - 1)


def _number(element: etree._Element, properties: str, name: str, missing: int) -> int:
    value = element.find(f"{_W}{properties}/{_W}{name}")
    written = value.get(f"{_W}val", "") if value is not None else ""
    return min(int(written), _MOST_COLUMNS) if written.isdecimal() and written.isascii() else missing


def _page_cells(row: html.HtmlElement) -> Iterable[tuple[html.HtmlElement, int]]:
    for cell in row.iterchildren("td", "th"):
        span = cell.get("colspan", "1")
        yield cell, min(int(span), _MOST_COLUMNS) if span.isdecimal() and span.isascii() else 1
