"""A list of the desk as a paper to print: its title, its filters in words, and its rows in the order of the page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.domain.listed import Kind
from registry.domain.written_days import cn_date
from registry.exports.blocks import lines, text
from registry.exports.list_tables import Column, Group, tables
from registry.exports.sheet import Properties, write
from registry.exports.tables import Cell
from registry.exports.titles import title_lines
from registry.exports.wording import in_table

MOST_PRINTED = 5_000
_LONGEST_NAME = 24  # characters; a longer text is set as prose
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


def render_listing(listing: Listing, made_at: datetime, author: str = "") -> bytes:
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
    return write([], Properties(listing.title, author, made_at), _blocks(listing, rows, made_at))


def _too_wide(columns: Sequence[ListColumn]) -> list[str]:
    """The labels of the last columns, those that do not fit the width of the page."""
    left = list(columns)
    while sum(column.width for column in left) * _NARROWEST > _WIDTH:
        left.pop()
    return [column.label for column in columns[len(left) :]]


def _blocks(listing: Listing, rows: Sequence[Sequence[Cell]], made_at: datetime) -> Iterator[str]:
    made = made_at.astimezone(SHANGHAI)
    yield lines("AnnexTitle", title_lines(listing.title, "", 28))
    notes = "，".join([*listing.notes, f"共{len(rows)}{listing.unit}"])
    yield lines("PaperSubtitle", [f"（{notes}）", f"（{cn_date(made)}{made:%H:%M}制作）"])
    if rows:
        columns = [_column(at, column.label, rows) for at, column in enumerate(listing.columns)]
        yield from tables(listing.title, columns, [Group(rows)])
    else:
        yield text("PaperSubtitle", "无")


def _column(at: int, label: str, rows: Sequence[Sequence[Cell]]) -> Column[Sequence[Cell]]:
    """The column as its cells are: days, names, or text where it comes first or runs on."""
    values = [row[at] for row in rows]
    if any(isinstance(value, date) for value in values) and not any(
        isinstance(value, str) and value for value in values
    ):
        kind = Kind.DAY
    else:
        kind = Kind.PROSE if at == 0 or max(map(len, map(_words, values))) > _LONGEST_NAME else Kind.NAME
    return Column(label, lambda row: _words(row[at]), kind)


def _words(value: Cell) -> str:
    if value is None or value == "":
        return "—"
    return in_table(value) if isinstance(value, date) else str(value)
