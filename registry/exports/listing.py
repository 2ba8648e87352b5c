"""A list of the desk as a paper to print: its title, its filters in words, and its rows in the order of the page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.exports._blocks import AFTER_TABLE, Column, lines, table, text
from registry.exports._sheet import Imprint, write
from registry.exports._wording import in_prose, in_table, title_lines
from registry.exports.tables import Cell

MOST_PRINTED = 5_000
_ROWS_IN_TABLE = 200  # the time to lay out a table grows with the square of its rows
_WIDTH = 12_116  # twentieths of a point: the landscape page without the numbers
_NARROWEST = 225  # width of a unit: five of them hold 2026.10.15 on one line


@dataclass(frozen=True)
class ListColumn:
    """A column's label, and its width in units of about one character; a date needs five."""

    label: str
    width: int = 5


@dataclass(frozen=True)
class Listing:
    """A list to print or export. `notes` are its filters and its day in words; `unit` is the measure word of a row."""

    title: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()
    unit: str = "件"

    @property
    def headers(self) -> list[str]:
        return [column.label for column in self.columns]


def render_listing(listing: Listing, made_at: datetime) -> bytes:
    """The .docx of a list of at most 5,000 rows, `made_at` aware. Raises Refusal for more rows or too wide columns."""
    rows = list(listing.rows)
    if len(rows) > MOST_PRINTED:
        raise Refusal(f"Word 清单一次最多{MOST_PRINTED}行。请增加筛选条件，或者导出 Excel 表格。")
    if too_wide := _too_wide(listing.columns):
        names = "".join(f"“{label}”" for label in too_wide)
        raise Refusal(
            f"选了{len(listing.columns)}列，Word 清单一页宽放不下。"
            f"在“选择列”中去掉{names}就放得下；要全部的列，请导出 Excel 表格。"
        )
    return write([], Imprint(listing.title, "", made_at), _blocks(listing, rows, made_at))


def _too_wide(columns: Sequence[ListColumn]) -> list[str]:
    """The labels of the last columns, those that do not fit the width of the page."""
    left = list(columns)
    while sum(column.width for column in left) * _NARROWEST > _WIDTH:
        left.pop()
    return [column.label for column in columns[len(left) :]]


def _blocks(listing: Listing, rows: Sequence[Sequence[Cell]], made_at: datetime) -> Iterator[str]:
    made = made_at.astimezone(SHANGHAI)
    yield lines("PaperTitle", title_lines(listing.title, "", 28))
    notes = "，".join([*listing.notes, f"共{len(rows)}{listing.unit}"])
    yield lines("PaperSubtitle", [f"（{notes}）", f"（{in_prose(made)}{made:%H:%M}制作）"])
    columns = _columns(listing.columns)
    for first in range(0, len(rows), _ROWS_IN_TABLE):
        yield table(columns, rows[first : first + _ROWS_IN_TABLE], first + 1)
        yield AFTER_TABLE
    if not rows:
        yield text("PaperSubtitle", "无")


def _columns(columns: Sequence[ListColumn]) -> list[Column[Sequence[Cell]]]:
    unit = _WIDTH / sum(column.width for column in columns)
    return [_column(at, column, round(column.width * unit)) for at, column in enumerate(columns)]


def _column(at: int, column: ListColumn, width: int) -> Column[Sequence[Cell]]:
    return Column(column.label, width, lambda row: _words(row[at]), is_centred=at > 0)


def _words(value: Cell) -> str:
    if value is None or value == "":
        return "—"
    return in_table(value) if isinstance(value, date) else str(value)
