"""The figures of a period: what is counted, row by row, and the numbers over these rows.

A number and the rows behind it come from the same items, so that they cannot differ. Filings are counted by 公布日期,
lines of the issue register by 印发日期; what was issued before the office began to track is left out of both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.day_ranges import QUARTER_WORDS, DayRange, quarter, quarter_of, year
from registry.domain.documents import KIND_WORDS, DocumentKind
from registry.domain.filings import Direction, Move, Track
from registry.domain.measures import (
    OF_LINES,
    FilingFacts,
    LineFacts,
    Measure,
    measures_of_filing,
    measures_of_line,
)
from registry.domain.statistics import RATES, By, Figures
from registry.storage import office
from registry.storage.authorities import Authority, all_authorities
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove, is_last_passage
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.lists import owes_list
from registry.storage.issue_register.matches import standings

MOST_EMPTY = 12  # a longer range shows only the quarters and years that have a number
SHOWN = tuple(dict.fromkeys(measure for rule in RATES.values() for measure in (rule.n, rule.d)))
"""The measures that the rates are made of."""

Key = int | DocumentKind | date | None


@dataclass(frozen=True)
class Asked:
    """What is counted: the days, and one authority or kind of document.

    `is_kind_unknown` asks for the lines of which no document is known, `is_undated` for those without a day.
    """

    days: DayRange
    authority_id: int | None = None
    kind: DocumentKind | None = None
    is_kind_unknown: bool = False
    is_undated: bool = False


class Item(NamedTuple):
    """A filing or a line of the issue register, with the numbers in which it is counted."""

    id: int
    authority_id: int
    kind: DocumentKind | None
    day: date | None
    year: int
    document_id: int | None
    measures: frozenset[Measure]


class Group(NamedTuple):
    """A row of a table of figures; `asked` finds the rows behind its numbers."""

    label: str
    asked: Asked
    figures: Figures


@dataclass(frozen=True)
class Counted:
    """Everything that counts in what was asked, filings and lines.

    `lists` are (authority, year) of the issue registers handed in, `owing` the authorities that handed one in or should
    have, `authorities` all that were asked for, both in the order of lists.
    """

    asked: Asked
    filings: list[Item]
    lines: list[Item]
    lists: frozenset[tuple[int, int]]
    owing: list[Authority]
    authorities: list[Authority]

    @property
    def n_lists(self) -> int:
        return len({authority_id for authority_id, _ in self.lists})

    @property
    def total(self) -> Figures:
        return Figures(_numbers(Counter(item.measures for item in self._items)), bool(self.lists))

    def groups(self, by: By) -> list[Group]:
        """The figures by groups, in the order of the table."""
        counted: dict[Key, Counter[frozenset[Measure]]] = {}
        for (key, measures), n in Counter((_key(item, by), item.measures) for item in self._items).items():
            counted.setdefault(key, Counter())[measures] = n
        numbers = {key: _numbers(kinds) for key, kinds in counted.items()}
        shown = {key for key, group in numbers.items() if any(group[measure] for measure in SHOWN)}
        return [
            Group(label, asked, Figures(numbers.get(key, {}), self._has_list(asked, by)))
            for key, label, asked in _groups(self, by, shown)
        ]

    def of_authority(self, authority: Authority) -> "Counted":
        """The part of one authority."""
        return Counted(
            replace(self.asked, authority_id=authority.id),
            [item for item in self.filings if item.authority_id == authority.id],
            [item for item in self.lines if item.authority_id == authority.id],
            frozenset(pair for pair in self.lists if pair[0] == authority.id),
            [owing for owing in self.owing if owing.id == authority.id],
            [authority],
        )

    @property
    def _items(self) -> Iterable[Item]:
        return chain(self.filings, self.lines)

    def _has_list(self, asked: Asked, by: By) -> bool:
        """Whether an issue register stands behind the numbers of lines of a group."""
        if by is By.AUTHORITY:
            return any(authority_id == asked.authority_id for authority_id, _ in self.lists)
        return any(number in asked.days.years for _, number in self.lists)


def count(session: Session, asked: Asked) -> Counted:
    """What was asked, counted."""
    since, lists = office.tracked_from(session), _lists(session, asked)
    authorities = [
        authority for authority in all_authorities(session) if asked.authority_id in (None, authority.id)
    ]
    listed = {authority_id for authority_id, _ in lists}
    years = range(max(asked.days.first.year, since.year), asked.days.last.year + 1)
    return Counted(
        asked,
        list(_filings(session, asked, since)),
        list(_lines(session, asked, lists)),
        lists,
        [
            authority
            for authority in authorities
            if authority.id in listed or any(owes_list(authority, number) for number in years)
        ],
        authorities,
    )


def rows_behind(session: Session, asked: Asked, measure: Measure) -> list[Item]:
    """The rows that a number counts: lines for a measure of OF_LINES, else filings."""
    if measure in OF_LINES:
        items = _lines(session, asked, _lists(session, asked))
    else:
        items = _filings(session, asked, office.tracked_from(session))
    return [item for item in items if measure in item.measures]


def _filings(session: Session, asked: Asked, since: date) -> Iterator[Item]:
    """The filings with the government, each document's last one, of the documents published in the range."""
    if asked.is_kind_unknown or asked.is_undated:
        return
    days = asked.days.within(DayRange(since, date.max))
    was_deferred = sa.exists().where(
        col(FilingMove.filing_id) == col(Filing.id), col(FilingMove.move) == Move.DEFER
    )
    query: Any = (
        sa.select(
            col(Filing.id),
            col(Filing.authority_id),
            col(Document.kind),
            col(Filing.start_on),
            col(Filing.document_id),
            col(Filing.state),
            col(Filing.is_historic),
            col(Filing.first_submitted_on).is_not(None),
            col(Filing.first_submitted_on) <= col(Filing.due_on),
            col(Filing.registered_on).is_not(None),
            was_deferred.correlate(Filing),
            col(Filing.opinion) != "",
            col(Filing.direction) == Direction.INCOMING,
        )
        .join(Document, col(Document.id) == col(Filing.document_id))
        .where(
            col(Filing.start_on).between(days.first, days.last),
            col(Filing.track) == Track.GOVERNMENT,
            is_last_passage(),
        )
    )
    if asked.authority_id is not None:
        query = query.where(col(Filing.authority_id) == asked.authority_id)
    if asked.kind is not None:
        query = query.where(col(Document.kind) == asked.kind)
    for row in session.connection().execute(query):
        filing_id, authority_id, kind, day, document_id, *facts = row
        measures = measures_of_filing(FilingFacts(*facts))
        yield Item(filing_id, authority_id, kind, day, day.year, document_id, measures)


def _lines(session: Session, asked: Asked, lists: Collection[tuple[int, int]]) -> Iterator[Item]:
    """The lines of the issue registers whose day lies in the range, and those without a day of the years it touches."""
    for number in sorted({of_year for _, of_year in lists}):
        holders = [authority_id for authority_id, of_year in lists if of_year == number]
        for line in standings(session, holders, number):
            day = line.issued_on
            if not line.is_tracked or (day is not None and not asked.days.has(day)):
                continue
            if (asked.is_undated and day is not None) or (asked.is_kind_unknown and line.kind is not None):
                continue
            if asked.kind is not None and line.kind is not asked.kind:
                continue
            is_of_range = day is not None or asked.days.has_year(number)
            measures = measures_of_line(LineFacts(line.state, line.is_joint, is_of_range, line.publication))
            counts_in = day.year if day else number
            yield Item(
                line.entry_id, line.authority_id, line.kind, day, counts_in, line.document_id, measures
            )


def _numbers(counted: Counter[frozenset[Measure]]) -> Counter[Measure]:
    numbers: Counter[Measure] = Counter()
    for measures, n in counted.items():
        numbers.update(dict.fromkeys(measures, n))
    return numbers


def _lists(session: Session, asked: Asked) -> frozenset[tuple[int, int]]:
    """(authority, year) of the issue registers of the years of the range, and of others with a line of its days."""
    years, issued_on = asked.days.years, col(IssueEntry.issued_on)
    query = sa.select(col(IssueEntry.authority_id), col(IssueEntry.year)).distinct()
    query = query.where(
        sa.or_(
            col(IssueEntry.year).between(years[0], years[-1]),
            issued_on.between(asked.days.first, asked.days.last),
        )
    )
    if asked.authority_id is not None:
        query = query.where(col(IssueEntry.authority_id) == asked.authority_id)
    return frozenset((row[0], row[1]) for row in session.execute(query))


def _key(item: Item, by: By) -> Key:
    if by is By.AUTHORITY:
        return item.authority_id
    if by is By.KIND:
        return item.kind
    if by is By.YEAR:
        return item.year
    return quarter(item.day.year, quarter_of(item.day)).first if item.day else None


def _groups(counted: Counted, by: By, keys: Collection[Key]) -> Iterator[tuple[Key, str, Asked]]:
    """(key, label, what it asks for) of the groups that the table shows, in their order."""
    asked, owing = counted.asked, {authority.id for authority in counted.owing}
    if by is By.AUTHORITY:
        for authority in counted.authorities:
            if authority.id in owing or authority.id in keys:
                yield authority.id, authority.name, replace(asked, authority_id=authority.id)
    elif by is By.KIND:
        for kind in DocumentKind:
            if kind in keys:
                yield kind, KIND_WORDS[kind], replace(asked, kind=kind)
        if None in keys:
            yield None, "未登记，文种不明", replace(asked, is_kind_unknown=True)
    else:
        yield from _parts(asked, by, keys)
        if None in keys:
            yield None, "未载印发日期", replace(asked, is_undated=True)


def _parts(asked: Asked, by: By, keys: Collection[Key]) -> Iterator[tuple[Key, str, Asked]]:
    """The years or quarters of the range; of a long range only those that have a number."""
    parts: list[tuple[Key, str, DayRange]] = []
    for number in asked.days.years:
        if by is By.YEAR:
            parts.append((number, f"{number}年", year(number)))
            continue
        for n, words in QUARTER_WORDS.items():
            days = quarter(number, n)
            parts.append((days.first, f"{number}年{words}", days))
    inside = [(key, label, days.within(asked.days)) for key, label, days in parts]
    inside = [part for part in inside if part[2].first <= part[2].last]
    for key, label, days in inside:
        if len(inside) <= MOST_EMPTY or key in keys:
            yield key, label, replace(asked, days=days)
