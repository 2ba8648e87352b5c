"""The rows of a printed list under the headings of their groups and of their issuing authorities (DOMAIN §8)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from registry.domain import listed
from registry.domain.numerals import numeral
from registry.exports.list_tables import Group


class Issued(Protocol):
    """What has an issuing authority, by which lists are grouped."""

    @property
    def authority(self) -> str: ...

    @property
    def authority_group(self) -> listed.Group: ...


Row = TypeVar("Row", bound=Issued)


def wants_headings(rows: Sequence[Issued]) -> bool:
    """Whether each authority has a heading; where most have a single document, a column is lower."""
    return len(rows) >= 2 * len({row.authority for row in rows})


def grouped(rows: Sequence[Row], *, has_headings: bool) -> Iterator[Group[Row]]:
    """The rows, which are in the order of lists, by group, and by authority where each has a heading."""
    for place, (group, in_group) in enumerate(groupby(rows, key=attrgetter("authority_group")), 1):
        group_rows = list(in_group)
        above = [(f"{numeral(place)}、{listed.GROUP_WORDS[group]}（{len(group_rows)}件）", "GroupRow")]
        if not has_headings:
            yield Group(group_rows, tuple(above))
            continue
        by_authority = groupby(group_rows, key=attrgetter("authority"))
        for number, (authority, of_authority) in enumerate(by_authority, 1):
            authority_rows = list(of_authority)
            heading = f"（{numeral(number)}）{authority}（{len(authority_rows)}件）"
            yield Group(authority_rows, (*above, (heading, "AuthorityRow")))
            above = []
