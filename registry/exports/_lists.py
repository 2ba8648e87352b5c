"""A list of documents as a table: government first, then departments and townships, under their issuing authorities."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from registry.domain.cleanups import Outcome
from registry.domain.listed import GROUP_WORDS, Column, Kind, ListRow, columns_in
from registry.exports import list_tables
from registry.exports.blocks import text
from registry.exports.grouping import grouped, wants_headings
from registry.exports.list_tables import tables
from registry.exports.wording import in_table

_GROUP_ORDER = {group: place for place, group in enumerate(GROUP_WORDS)}

Columns = Mapping[str, list_tables.Column[ListRow]]


def annex_columns(outcome: Outcome, headings: Mapping[str, str] | None = None) -> Columns:
    """The columns of the annex of an outcome by their names; `headings` replaces the words of some."""
    return {
        column.name: list_tables.Column(
            (headings or {}).get(column.name, column.words_in(outcome)), _words_of(column), column.kind
        )
        for column in columns_in(outcome)
    }


def _words_of(column: Column) -> Callable[[ListRow], str]:
    """What a column prints of a row: called for every cell, so what can be decided once is decided here."""
    missing = column.missing
    if (shown := column.shown) is not None:
        return lambda row: _told(shown(row) or missing)
    value_of = attrgetter(column.name)
    if column.kind is Kind.DAY:
        return lambda row: in_table(value_of(row))
    return (lambda row: value_of(row) or missing) if missing else value_of


def _told(value: str | date) -> str:
    return value if isinstance(value, str) else in_table(value)


def ordered(rows: Iterable[ListRow]) -> list[ListRow]:
    """The rows as printed: by group, by authority in the order of first appearance, then by date, the undated last."""
    rows = list(rows)
    rank: dict[str, int] = {}
    for row in rows:
        rank.setdefault(row.authority, len(rank))
    return sorted(rows, key=lambda row: (_GROUP_ORDER[row.authority_group], rank[row.authority], _day(row)))


def _day(row: ListRow) -> date:
    return row.published_on or row.signed_on or date.max


def list_of(title: str, columns: Columns, rows: Sequence[ListRow]) -> Iterator[str]:
    """The list, numbered throughout; a centred 无 where there are no rows.

    Each authority has a heading, which replaces its column, unless most have a single document: then a column is lower.
    """
    if not rows:
        yield text("PaperSubtitle", "无")
        return
    has_headings = wants_headings(rows)
    shown = [column for name, column in columns.items() if name != "authority" or not has_headings]
    yield from tables(title, shown, [*grouped(ordered(rows), has_headings=has_headings)])
