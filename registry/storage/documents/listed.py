"""The register as the desk lists it: who sees what, the filters and the orders."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.authorities import GROUP_ORDER
from registry.domain.document_fields import FIELDS, FieldKind
from registry.domain.documents import Disclosure, DocumentKind
from registry.domain.doubts import Doubt
from registry.domain.validity import Status
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentSpan
from registry.storage.documents.timelines import covers
from registry.storage.doubts.tables import DocumentDoubt, is_settled
from registry.storage.named import is_named


@dataclass(frozen=True)
class Wanted:
    """What a list asks for. `on` decides the status; `own_authority_id` narrows to what one authority issued."""

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
    """The ids of the documents asked for, without an order: to be walked in one until a page is full."""
    query = sa.select(col(Document.id)).where(*_conditions(wanted))
    if wanted.disclosure is not None:  # its index would find most documents, and have them sorted
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
    """The same ids, to be counted or gathered whole: begins with a status or a doubt, and may read nothing else.

    A kind, a year or an authority narrows more than a status: then each of its documents is asked for the status.
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


def published_years(session: Session) -> list[int]:
    """The years in which something was published, the newest first."""
    day = col(Document.published_on)
    ends = (sa.select(end(day)).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # one look into the index for each
    return list(range(last.year, first.year - 1, -1)) if first else []


def count_by_authority(session: Session) -> dict[int, int]:
    """authority id → how many documents it leads."""
    lead = col(Document.lead_authority_id)
    return dict(session.execute(sa.select(lead, sa.func.count()).group_by(lead)).all())


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Everything that is asked for but the status, the doubt and the disclosure."""
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
    """The ids of the documents in the doubt asked for, or in any, that nobody settled; None when none is asked for."""
    query = sa.select(col(DocumentDoubt.document_id)).where(~is_settled())
    if wanted.doubt is not None:
        return query.where(col(DocumentDoubt.doubt) == wanted.doubt)
    return query if wanted.is_doubtful else None
