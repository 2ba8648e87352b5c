"""A list of documents as tables: government first, then departments and townships, one table per issuing authority.

One table per authority also keeps layout fast: its time grows with the square of the rows of a table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from registry.domain.cleanups import Outcome
from registry.domain.listed import GROUP_WORDS, Column, Kind, ListRow, columns_in
from registry.exports import _blocks
from registry.exports._blocks import AFTER_TABLE, NUMBER_WIDTH, table, text
from registry.exports._wording import in_table, numeral

Columns = tuple[_blocks.Column[ListRow], ...]

_WIDTH = 12_756  # twentieths of a point: the 225 mm of a landscape page
_GROUP_ORDER = list(GROUP_WORDS)


def annex_columns(outcome: Outcome, headings: Mapping[str, str] | None = None) -> Columns:
    """The columns of the annex of an outcome; `headings` replaces the words of some, by column name."""
    columns = columns_in(outcome)
    left = _WIDTH - NUMBER_WIDTH - sum(column.annexes[outcome].width for column in columns)
    return tuple(
        _blocks.Column(
            (headings or {}).get(column.name, column.words_in(outcome)),
            column.annexes[outcome].width or left,
            _words_of(column),
            is_centred=column.kind is not Kind.PROSE,
        )
        for column in columns
    )


def _words_of(column: Column) -> Callable[[ListRow], str]:
    """What a column prints of a row: called for every cell, so it is looked up here once."""
    value_of, missing = column.shown or attrgetter(column.name), column.missing

    def words(row: ListRow) -> str:
        value = value_of(row) or missing
        return value if isinstance(value, str) else in_table(value)

    return words


def ordered(rows: Iterable[ListRow]) -> list[ListRow]:
    """The rows as printed: by group, by authority in the order of first appearance, then by date, the undated last."""
    rows = list(rows)
    rank: dict[str, int] = {}
    for row in rows:
        rank.setdefault(row.authority, len(rank))
    return sorted(
        rows, key=lambda row: (_GROUP_ORDER.index(row.authority_group), rank[row.authority], _day(row))
    )


def _day(row: ListRow) -> date:
    return row.published_on or row.signed_on or date.max


def tables(columns: Columns, rows: Sequence[ListRow]) -> Iterator[str]:
    """Headings and tables, numbered throughout; a centred 无 where there are no rows."""
    if not rows:
        yield text("PaperSubtitle", "无")
        return
    first = 1
    for place, (group, in_group) in enumerate(groupby(ordered(rows), key=lambda row: row.authority_group), 1):
        group_rows = list(in_group)
        yield text("GroupHeading", f"{numeral(place)}、{GROUP_WORDS[group]}（{len(group_rows)}件）")
        by_authority = groupby(group_rows, key=lambda row: row.authority)
        for number, (authority, of_authority) in enumerate(by_authority, 1):
            authority_rows = list(of_authority)
            yield text("AuthorityHeading", f"（{numeral(number)}）{authority}（{len(authority_rows)}件）")
            yield table(columns, authority_rows, first)
            first += len(authority_rows)
    yield AFTER_TABLE
