"""Issue registers as pages show them: the counts of each authority's year, its lines by state, what no list has."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import AuthorityKind
from registry.domain.issue_registers import EntryState
from registry.domain.statistics import IssueCounts, Rate
from registry.storage.authorities import Authority, all_authorities
from registry.storage.batches import among
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.matches import DOCUMENT_DAY, is_unlisted, standings
from registry.storage.named import is_named


@dataclass(frozen=True)
class ListCounts:
    """What one authority's list of a year holds: of `n_lines`, `n_normative` count in the rates of the office.

    `n_issued`, `n_published` and `n_filed_issued` leave out what was issued before tracking began. `n_unlisted`
    are its registered documents of the year that no list has.
    """

    n_lines: int = 0
    n_normative: int = 0
    n_registered: int = 0
    n_filed: int = 0
    n_unregistered: int = 0
    n_ambiguous: int = 0
    n_issued: int = 0
    n_published: int = 0
    n_filed_issued: int = 0
    n_unlisted: int = 0

    @property
    def filing_rate(self) -> Rate:
        """报备率."""
        return Rate(self.n_filed_issued, self.n_issued)

    @property
    def publication_rate(self) -> Rate:
        """公布率."""
        return Rate(self.n_published, self.n_issued)


@dataclass(frozen=True)
class Summary:
    """The lists of a year: who should hand one in, with its counts or None, and the counts of all that did."""

    rows: list[tuple[Authority, ListCounts | None]]
    total: ListCounts

    @property
    def issued(self) -> IssueCounts:
        """What the office's rates are made of."""
        n_lists = sum(counts is not None for _, counts in self.rows)
        total = self.total
        return IssueCounts(n_lists, len(self.rows), total.n_issued, total.n_published, total.n_filed_issued)


def summary(session: Session, year: int, authority_id: int | None = None) -> Summary:
    """The year's lists of all authorities that issue, or of one of them."""
    counted = _counts(session, [authority_id] if authority_id is not None else _ids(session), year)
    rows = [
        (one, counted.get(one.id or 0))
        for one in all_authorities(session)
        if authority_id in (None, one.id) and (one.id in counted or _should_hand_in(one, year))
    ]
    return Summary(rows, _sum(counted.values()))


def issue_counts(session: Session, year: int, authority_id: int | None = None) -> IssueCounts:
    """What 报备率 and 公布率 of a year are made of, without looking for what no list has."""
    ids = [authority_id] if authority_id is not None else _ids(session)
    counted = _listed(session, ids, year)
    total = _sum(counted.values())
    return IssueCounts(
        len(counted),
        sum(
            one.id in counted or _should_hand_in(one, year)
            for one in all_authorities(session)
            if authority_id in (None, one.id)
        ),
        total.n_issued,
        total.n_published,
        total.n_filed_issued,
    )


def entries_query(session: Session, ids: Collection[int], words: str = "") -> Any:
    """The query of these lines, without an order."""
    query = sa.select(IssueEntry).where(among(session, IssueEntry.id, ids))
    return query.where(is_named(IssueEntry, words)) if words else query


def unlisted_query(authority_id: int, year: int, words: str = "") -> Any:
    """The query of the authority's registered documents of the year that no list has, without an order."""
    query = sa.select(Document).where(is_unlisted([authority_id], year))
    return query.where(is_named(Document, words)) if words else query


def filings_of_documents(session: Session, ids: Collection[int]) -> dict[int, int]:
    """document id → its newest filing."""
    query = sa.select(col(Filing.document_id), sa.func.max(col(Filing.id))).where(
        col(Filing.document_id).in_(ids)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(col(Filing.document_id)))}


def _counts(session: Session, ids: list[int], year: int) -> dict[int, ListCounts]:
    """authority id → the counts of its list; without a list it has none."""
    listed = _listed(session, ids, year)
    unlisted = sa.select(col(Document.lead_authority_id), sa.func.count()).where(
        is_unlisted(list(listed), year)
    )
    missing = {row[0]: row[1] for row in session.execute(unlisted.group_by(col(Document.lead_authority_id)))}
    return {
        authority_id: _sum([counts, ListCounts(n_unlisted=missing.get(authority_id, 0))])
        for authority_id, counts in listed.items()
    }


def _listed(session: Session, ids: list[int], year: int) -> dict[int, ListCounts]:
    """authority id → the counts of its list, but for `n_unlisted`."""
    alike = Counter(
        (line.authority_id, line.state, line.is_tracked, line.is_published)
        for line in standings(session, ids, year)
    )  # counted by kind of line first: there are thousands of lines, and few kinds
    counted: dict[int, Counter[str]] = {}
    for (authority_id, state, is_tracked, is_published), n in alike.items():
        counts = counted.setdefault(authority_id, Counter())
        for name in _counted(state, is_tracked=is_tracked, is_published=is_published):
            counts[name] += n
    return {authority_id: ListCounts(**counts) for authority_id, counts in counted.items()}


def _counted(state: EntryState, *, is_tracked: bool, is_published: bool) -> Iterator[str]:
    """The counts that such a line belongs to."""
    yield "n_lines"
    if state is EntryState.NOT_NORMATIVE:
        return
    yield "n_normative"
    yield from _COUNTED[state]
    if is_tracked:
        yield "n_issued"
        if is_published:
            yield "n_published"
        if state is EntryState.FILED:
            yield "n_filed_issued"


def _sum(counts: Iterable[ListCounts]) -> ListCounts:
    counts = list(counts)
    return ListCounts(*(sum(getattr(one, each.name) for one in counts) for each in fields(ListCounts)))


def _ids(session: Session) -> list[int]:
    return list(session.execute(sa.select(col(Authority.id))).scalars())


def _should_hand_in(authority: Authority, year: int) -> bool:
    """Whether it issued under its own name in that year, and no single heir has its lines since."""
    gone_on = authority.abolished_on
    is_there = gone_on is None or (gone_on > date(year, 1, 1) and authority.successor_id is None)
    is_ours = authority.kind is not AuthorityKind.OUTSIDE and not authority.is_unknown
    return authority.is_issuer and is_there and is_ours


_COUNTED: dict[EntryState, tuple[str, ...]] = {
    EntryState.UNREGISTERED: ("n_unregistered",),
    EntryState.AMBIGUOUS: ("n_ambiguous",),
    EntryState.UNFILED: ("n_registered",),
    EntryState.FILED: ("n_registered", "n_filed"),
}
ENTRY_SORTS = {
    "issued_on": col(IssueEntry.issued_on),
    "doc_no": col(IssueEntry.doc_no_key),
    "title": col(IssueEntry.title_key),
}
DOCUMENT_SORTS = {
    "issued_on": DOCUMENT_DAY,
    "doc_no": col(Document.doc_no_key),
    "title": col(Document.title_key),
}
