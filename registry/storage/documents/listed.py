"""The register as the desk lists it: the filters, the orders, and the rows, read in batches."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import GROUP_ORDER
from registry.domain.document_fields import FIELDS, FieldKind
from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.doubts import DOUBT_WORDS, PRESSING, Doubt
from registry.domain.filings import FilingState, Track
from registry.domain.validity import Status
from registry.storage.authorities import Authority, authority_names
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentSpan
from registry.storage.documents.timelines import covers
from registry.storage.doubts.tables import DocumentDoubt, is_settled
from registry.storage.filings import Filing
from registry.storage.named import is_named

BATCH = 2_000


@dataclass(frozen=True)
class Wanted:
    """The filters of a list. `on` is the day of the status; `own_authority_id` keeps what that authority issued."""

    on: date
    q: str = ""
    status: Status | None = None
    authority_id: int | None = None
    year: int | None = None
    kind: DocumentKind | None = None
    disclosure: Disclosure | None = None
    doubt: Doubt | None = None
    is_doubtful: bool = False
    is_draft: bool = False
    own_authority_id: int | None = None


@dataclass(frozen=True)
class Passage:
    """Where a document stands on one track: the state and the registration number of its last filing there."""

    track: Track
    state: FilingState
    filing_no: str


@dataclass(frozen=True)
class Row:
    """A row of a list. `document` has the columns of Document; `doubts` are the pressing ones that nobody settled."""

    document: Any
    authority: str
    status: Status
    is_presumed: bool
    doubts: tuple[str, ...]
    co_issuers: tuple[str, ...]
    passages: tuple[Passage, ...]


_RANK = (
    sa.select(sa.case(GROUP_ORDER, value=col(Authority.kind)) * 1_000_000 + col(Authority.position))
    .where(col(Authority.id) == col(Document.lead_authority_id))
    .scalar_subquery()
)
SORTS: dict[str, tuple[Any, ...]] = {
    "title": (col(Document.title_key),),
    "doc_no": (col(Document.doc_no_key),),
    "authority": (_RANK, col(Document.lead_authority_id)),
    "kind": (col(Document.kind), col(Document.published_on)),
    "disclosure": (col(Document.disclosure), col(Document.is_published), col(Document.published_on)),
    "updated_at": (col(Document.updated_at),),
} | {
    field.name: (col(getattr(Document, field.name)),)
    for field in FIELDS
    if field.is_listed and field.kind in (FieldKind.DAY, FieldKind.PLAIN)
}


def wanted_ids(wanted: Wanted) -> sa.Select[Any]:
    """The ids of the documents asked for, unordered: the caller orders them and reads until a page is full."""
    query = sa.select(col(Document.id)).where(*_conditions(wanted))
    if (
        wanted.disclosure is not None
    ):  # coalesce keeps the planner off an index that finds nearly every document
        query = query.where(sa.func.coalesce(Document.disclosure, wanted.disclosure) == wanted.disclosure)
    doubtful = _in_doubt(wanted)
    if doubtful is not None:
        query = query.where(doubtful.where(col(DocumentDoubt.document_id) == col(Document.id)).exists())
    if wanted.status is None:
        return query
    status = sa.select(col(DocumentSpan.status)).where(
        col(DocumentSpan.document_id) == col(Document.id),
        covers(wanted.on),
    )
    return query.where(status.scalar_subquery() == wanted.status)


def counted_ids(wanted: Wanted) -> sa.Select[Any]:
    """The same ids, to be counted or gathered whole: starts from the status or the doubt, often without the documents.

    A kind, a year or an authority narrows more than a status: then the status is looked up for each of its documents.
    """
    if wanted.status is not None and (wanted.kind or wanted.year or wanted.authority_id) is not None:
        return wanted_ids(wanted)
    conditions, doubtful = _conditions(wanted), _in_doubt(wanted)
    if wanted.disclosure is not None:
        conditions.append(col(Document.disclosure) == wanted.disclosure)
    if wanted.status is None and doubtful is not None and not conditions:
        return doubtful.distinct()
    if doubtful is not None:
        conditions.append(col(Document.id).in_(doubtful))
    if wanted.status is None:
        return sa.select(col(Document.id)).where(*conditions)
    query = sa.select(col(DocumentSpan.document_id)).where(
        col(DocumentSpan.status) == wanted.status,
        covers(wanted.on),
    )
    if not conditions:
        return query
    return query.join(Document, col(Document.id) == col(DocumentSpan.document_id)).where(*conditions)


def register_rows(session: Session, ids: Sequence[int], on: date) -> Iterator[Row]:
    """The rows of these documents in this order, with six queries for each 2,000 of them."""
    for batch in batches(ids, BATCH):
        yield from _batch(session, batch, on)


def published_years(session: Session) -> list[int]:
    """The years in which something was published, the newest first."""
    day = col(Document.published_on)
    ends = (sa.select(end(day)).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # one look-up in the index each
    return list(range(last.year, first.year - 1, -1)) if first else []


def count_by_authority(session: Session) -> dict[int, int]:
    """authority id → how many documents it leads."""
    lead = col(Document.lead_authority_id)
    return dict(session.execute(sa.select(lead, sa.func.count()).group_by(lead)).all())


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """The conditions of all filters but the status, the doubt and the disclosure."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.own_authority_id is not None:
        issued = sa.select(col(DocumentAuthority.document_id)).where(
            col(DocumentAuthority.authority_id) == wanted.own_authority_id
        )
        conditions.append(col(Document.id).in_(issued))
    if wanted.q:
        conditions.append(is_named(Document, wanted.q))
    for column, value in (
        (Document.lead_authority_id, wanted.authority_id),
        (Document.kind, wanted.kind),
    ):
        if value is not None:
            conditions.append(col(column) == value)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        conditions.append(col(Document.published_on).between(first, last))
    if wanted.is_draft:
        conditions.append(col(Document.is_published).is_(False))
    return conditions


def _in_doubt(wanted: Wanted) -> sa.Select[Any] | None:
    """The ids of the documents with the unsettled doubt asked for, or with any; None when no doubt is asked for."""
    query = sa.select(col(DocumentDoubt.document_id)).where(~is_settled())
    if wanted.doubt is not None:
        return query.where(col(DocumentDoubt.doubt) == wanted.doubt)
    return query if wanted.is_doubtful else None


def _batch(session: Session, ids: Sequence[int], on: date) -> Iterator[Row]:
    table = Document.__table__  # type: ignore[attr-defined]  # plain rows: three times as fast as entities
    documents = {row.id: row for row in session.execute(sa.select(table).where(table.c.id.in_(ids)))}
    names = authority_names(session, list({row.lead_authority_id for row in documents.values()}))
    spans, doubts = _spans(session, ids, on), _doubts(session, ids)
    co_issuers, passages = _co_issuers(session, ids), _passages(session, ids)
    for document_id in ids:
        document = documents[document_id]
        status, is_presumed = spans.get(document_id, (Status.UNKNOWN, False))
        yield Row(
            document,
            names[document.lead_authority_id],
            status,
            is_presumed,
            doubts.get(document_id, ()),
            co_issuers.get(document_id, ()),
            passages.get(document_id, ()),
        )


def _spans(session: Session, ids: Collection[int], on: date) -> dict[int, tuple[Status, bool]]:
    """document id → its status on a day, and whether that is presumed."""
    query = sa.select(
        col(DocumentSpan.document_id), col(DocumentSpan.status), col(DocumentSpan.is_presumed)
    ).where(
        col(DocumentSpan.document_id).in_(ids),
        covers(on),
    )
    return {document_id: (status, is_presumed) for document_id, status, is_presumed in session.execute(query)}


def _doubts(session: Session, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """document id → its pressing doubts in words, the gravest first."""
    query = sa.select(col(DocumentDoubt.document_id), col(DocumentDoubt.doubt)).where(
        col(DocumentDoubt.document_id).in_(ids), ~is_settled()
    )
    doubts: dict[int, set[str]] = {}
    for document_id, doubt in session.execute(query):
        doubts.setdefault(document_id, set()).add(doubt)
    return {
        document_id: tuple(DOUBT_WORDS[doubt] for doubt in PRESSING if doubt in of_document)
        for document_id, of_document in doubts.items()
    }


def _co_issuers(session: Session, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """document id → the names beside the lead, as issued, in their order."""
    name = sa.func.coalesce(sa.func.nullif(col(DocumentAuthority.name_as_issued), ""), col(Authority.name))
    query = (
        sa.select(col(DocumentAuthority.document_id), name)
        .join(Authority, col(Authority.id) == col(DocumentAuthority.authority_id))
        .where(col(DocumentAuthority.document_id).in_(ids), col(DocumentAuthority.position) > 0)
        .order_by(col(DocumentAuthority.document_id), col(DocumentAuthority.position))
    )
    names: dict[int, tuple[str, ...]] = {}
    for document_id, issuer in session.execute(query):
        names[document_id] = (*names.get(document_id, ()), issuer)
    return names


def _passages(session: Session, ids: Collection[int]) -> dict[int, tuple[Passage, ...]]:
    """document id → its last filing on each track."""
    query = (
        sa.select(
            col(Filing.document_id),
            col(Filing.track),
            col(Filing.state),
            sa.func.coalesce(Filing.filing_no, ""),
        )
        .where(col(Filing.document_id).in_(ids))
        .order_by(col(Filing.document_id), col(Filing.track).desc(), col(Filing.passage))
    )
    passages: dict[int, dict[Track, Passage]] = {}
    for document_id, track, state, filing_no in session.execute(query):
        passages.setdefault(document_id, {})[track] = Passage(track, state, filing_no)
    return {document_id: tuple(by_track.values()) for document_id, by_track in passages.items()}
