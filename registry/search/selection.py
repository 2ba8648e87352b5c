"""The filters of a search in SQL: audience, day, status, authority, year and kind; and the counts of its facets."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import KIND_WORDS, Disclosure, DocumentKind
from registry.domain.validity import STATUS_WORDS, Status
from registry.storage.authorities import Authority, all_authorities, authority_names
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentSpan
from registry.storage.documents.timelines import covers

NO_YEAR = "无公布日期"

status_on_day: sa.ColumnElement[Status] = sa.func.coalesce(DocumentSpan.status, Status.UNKNOWN)
_YEAR = sa.extract("year", col(Document.published_on))


@dataclass(frozen=True)
class Audience:
    """Who searches: the public, the law office, or an authority, which sees its own documents and the public ones."""

    role: Literal["public", "office", "authority"]
    authority_id: int | None = None


PUBLIC = Audience("public")
OFFICE = Audience("office")


@dataclass(frozen=True)
class Filters:
    """The day on which the status counts, and the values to filter by; None does not filter."""

    audience: Audience
    on: date
    status: Status | None = None
    authority_id: int | None = None
    year: int | None = None
    kind: DocumentKind | None = None


@dataclass(frozen=True)
class Facet:
    """A value of a filter, its Chinese label, and how many of the matching documents have it (None: not counted)."""

    value: str
    label: str
    n: int | None


def listed_ids(filters: Filters) -> sa.Select[Any]:
    """The query of the ids that pass the filters, unordered; it reads spans only if a status is filtered by."""
    if filters.status is not None:
        return select_documents(filters, col(Document.id))
    return sa.select(col(Document.id)).where(_visible(filters.audience), *_narrowed(filters))


def select_documents(filters: Filters, *columns: Any) -> sa.Select[Any]:
    """The query of these columns of the documents that pass the filters, joined with their span on the day, if any."""
    return with_status(filters.on, *columns).where(_visible(filters.audience), *_narrowed(filters))


def with_status(on: date, *columns: Any) -> sa.Select[Any]:
    """The query of these columns of all documents, joined with their span on the day, if any."""
    day = sa.and_(col(DocumentSpan.document_id) == col(Document.id), covers(on))
    return sa.select(*columns).select_from(Document).join(DocumentSpan, day, isouter=True)


@dataclass
class Counts:
    """How many of the matching documents have each value; every document has exactly one status."""

    status: Counter[Status] = field(default_factory=Counter)
    authority: Counter[int] = field(default_factory=Counter)
    year: Counter[int | None] = field(default_factory=Counter)
    kind: Counter[DocumentKind] = field(default_factory=Counter)


def count(session: Session, filters: Filters, condition: sa.ColumnElement[bool]) -> Counts:
    """The counts of the documents that pass the filters and meet the condition, read in one query."""
    counts = Counts()
    columns = (status_on_day, col(Document.lead_authority_id), _YEAR, col(Document.kind))
    counted = select_documents(filters, *columns, sa.func.count()).where(condition).group_by(*columns)
    for status, authority_id, year, kind, n in session.execute(counted):
        counts.status[status] += n
        counts.authority[authority_id] += n
        counts.year[None if year is None else int(year)] += n
        counts.kind[kind] += n
    return counts


def facets_of(session: Session, counts: Counts) -> dict[str, list[Facet]]:
    """The facets status, authority, year and kind, with their labels of today."""
    names = authority_names(session, list(counts.authority))
    years = sorted(counts.year.items(), key=lambda item: item[0] or 0, reverse=True)
    return {
        "status": [
            Facet(status, STATUS_WORDS[status], n) for status in Status if (n := counts.status[status])
        ],
        "authority": [Facet(str(key), names[key], n) for key, n in counts.authority.most_common()],
        "year": [Facet(str(year or ""), f"{year}年" if year else NO_YEAR, n) for year, n in years],
        "kind": [Facet(kind, KIND_WORDS[kind], n) for kind in DocumentKind if (n := counts.kind[kind])],
    }


def choices_of(session: Session, filters: Filters) -> dict[str, list[Facet]]:
    """The facets of too many documents to count: the values that may occur among them, without numbers."""
    visible, day = _visible(filters.audience), col(Document.published_on)
    leads = sa.exists().where(col(Document.lead_authority_id) == col(Authority.id), visible)
    ids = set(session.execute(sa.select(col(Authority.id)).where(leads)).scalars())
    ends = (
        sa.select(end(day)).where(visible, day <= filters.on).scalar_subquery()
        for end in (sa.func.min, sa.func.max)
    )
    first, last = session.execute(sa.select(*ends)).one()
    years = range(last.year, first.year - 1, -1) if first else ()
    return {
        "status": [Facet(status, STATUS_WORDS[status], None) for status in Status],
        "authority": [
            Facet(str(authority.id), authority.name, None)
            for authority in all_authorities(session)
            if authority.id in ids
        ],
        "year": [Facet(str(year), f"{year}年", None) for year in years],
        "kind": [Facet(kind, KIND_WORDS[kind], None) for kind in DocumentKind],
    }


def _visible(audience: Audience) -> sa.ColumnElement[bool]:
    """The documents that the audience may see. The public sees only `public`, published ones (DOMAIN §5)."""
    public = sa.and_(col(Document.disclosure) == Disclosure.PUBLIC, col(Document.is_published).is_(True))
    match audience.role:
        case "office":
            return sa.true()
        case "authority":
            issued = sa.select(col(DocumentAuthority.document_id)).where(
                col(DocumentAuthority.authority_id) == audience.authority_id
            )
            return sa.or_(public, col(Document.id).in_(issued))
        case _:
            return public


def _narrowed(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    if filters.audience.role == "public":  # a document published later did not exist on the day
        yield sa.or_(col(Document.published_on).is_(None), col(Document.published_on) <= filters.on)
    if filters.status is not None:
        yield status_on_day == filters.status
    if filters.authority_id is not None:
        yield col(Document.lead_authority_id) == filters.authority_id
    if filters.year is not None:
        year = min(max(filters.year, date.min.year), date.max.year)
        yield col(Document.published_on).between(date(year, 1, 1), date(year, 12, 31))
    if filters.kind is not None:
        yield col(Document.kind) == filters.kind
