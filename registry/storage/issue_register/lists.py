"""Issue lists in figures: the counts of each authority and year, and the queries of their lines."""

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
    """The numbers of one authority's list of a year; `n_normative` are the lines that are regulatory documents.

    `n_issued`, `n_published` and `n_filed_issued` make the rates: they leave out documents issued before the office
    began to track, and joint documents of which the authority is not the lead. `n_unlisted` are the registered
    documents of the year that are on no list.
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
    """The lists of a year: every authority that owes one, with its counts or None, and the total of the counts."""

    rows: list[tuple[Authority, ListCounts | None]]
    total: ListCounts

    @property
    def issued(self) -> IssueCounts:
        """The numbers from which the office's rates are computed."""
        n_lists = sum(counts is not None for _, counts in self.rows)
        total = self.total
        return IssueCounts(n_lists, len(self.rows), total.n_issued, total.n_published, total.n_filed_issued)


def summary(session: Session, year: int, authority_id: int | None = None) -> Summary:
    """The lists of the year of all authorities, or of one."""
    counts = _counts(session, [authority_id] if authority_id is not None else _ids(session), year)
    rows = [
        (authority, counts.get(authority.id or 0))
        for authority in all_authorities(session)
        if authority_id in (None, authority.id) and (authority.id in counts or owes_list(authority, year))
    ]
    return Summary(rows, _sum(counts.values()))


def entries_query(session: Session, ids: Collection[int], words: str = "") -> Any:
    """The query of the lines with these ids and words, without an order."""
    query = sa.select(IssueEntry).where(among(session, IssueEntry.id, ids))
    return query.where(is_named(IssueEntry, words)) if words else query


def unlisted_query(authority_id: int, year: int, words: str = "") -> Any:
    """The query of the authority's registered documents of the year that are on no list, without an order."""
    query = sa.select(Document).where(is_unlisted([authority_id], year))
    return query.where(is_named(Document, words)) if words else query


def filings_of_documents(session: Session, ids: Collection[int]) -> dict[int, int]:
    """document id → its newest filing."""
    query = sa.select(col(Filing.document_id), sa.func.max(col(Filing.id))).where(
        col(Filing.document_id).in_(ids)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(col(Filing.document_id)))}


def _counts(session: Session, ids: list[int], year: int) -> dict[int, ListCounts]:
    """authority id → the counts of its list; authorities without a list are absent."""
    listed = _listed(session, ids, year)
    query = sa.select(col(Document.lead_authority_id), sa.func.count()).where(is_unlisted(list(listed), year))
    unlisted = {row[0]: row[1] for row in session.execute(query.group_by(col(Document.lead_authority_id)))}
    return {
        authority_id: _sum([counts, ListCounts(n_unlisted=unlisted.get(authority_id, 0))])
        for authority_id, counts in listed.items()
    }


def _listed(session: Session, ids: list[int], year: int) -> dict[int, ListCounts]:
    """authority id → the counts of its list, without `n_unlisted`."""
    kinds = Counter(
        (line.authority_id, line.state, line.is_tracked and not line.is_joint, line.is_published)
        for line in standings(session, ids, year)
    )  # by kind of line first: there are thousands of lines, and few kinds
    by_authority: dict[int, Counter[str]] = {}
    for (authority_id, state, is_counted, is_published), n in kinds.items():
        counts = by_authority.setdefault(authority_id, Counter())
        for name in _count_names(state, is_counted=is_counted, is_published=is_published):
            counts[name] += n
    return {authority_id: ListCounts(**counts) for authority_id, counts in by_authority.items()}


def _count_names(state: EntryState, *, is_counted: bool, is_published: bool) -> Iterator[str]:
    """The names of the counts of such a line; `is_counted` says whether it counts in the rates."""
    yield "n_lines"
    if state is EntryState.NOT_NORMATIVE:
        return
    yield "n_normative"
    yield from _COUNTS_OF_STATE[state]
    if is_counted:
        yield "n_issued"
        if is_published:
            yield "n_published"
        if state is EntryState.FILED:
            yield "n_filed_issued"


def _sum(counts: Iterable[ListCounts]) -> ListCounts:
    counts = list(counts)
    return ListCounts(*(sum(getattr(count, field.name) for count in counts) for field in fields(ListCounts)))


def _ids(session: Session) -> list[int]:
    return list(session.execute(sa.select(col(Authority.id))).scalars())


def owes_list(authority: Authority, year: int) -> bool:
    """Whether the authority has to hand in a list: it issued in that year, and no single heir has its lines now."""
    abolished_on = authority.abolished_on
    existed = abolished_on is None or (abolished_on > date(year, 1, 1) and authority.successor_id is None)
    is_ours = authority.kind is not AuthorityKind.OUTSIDE and not authority.is_unknown
    return authority.is_issuer and existed and is_ours


_COUNTS_OF_STATE: dict[EntryState, tuple[str, ...]] = {
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
