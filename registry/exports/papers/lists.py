"""The lists of documents that papers have as annexes: rows under groups and issuing authorities, on landscape pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain import listed
from registry.domain.listed import Kind
from registry.exports.grouping import grouped, wants_headings
from registry.exports.list_tables import Group
from registry.exports.papers.model import Block, Table

ISSUER = "制定机关"


@dataclass(frozen=True)
class ListLine:
    """A document in such a list: its authority, and its words by the heading of their column."""

    authority: str
    authority_group: listed.Group
    words: dict[str, str]


def list_block(title: str, columns: Sequence[tuple[str, Kind]], lines: Sequence[ListLine]) -> Block:
    """The lines, which are in the order of lists, as a wide table; 无 where there are none."""
    if not lines:
        return "无。"
    has_headings = wants_headings(lines)
    shown = tuple(column for column in columns if column[0] != ISSUER or not has_headings)
    groups = tuple(
        Group([_cells(line, shown) for line in group.rows], group.headings)
        for group in grouped(lines, has_headings=has_headings)
    )
    return Table(title, shown, (), is_wide=True, groups=groups)


def _cells(line: ListLine, columns: Sequence[tuple[str, Kind]]) -> tuple[str, ...]:
    return tuple(
        line.authority if heading == ISSUER else line.words[heading] or "—" for heading, _ in columns
    )
