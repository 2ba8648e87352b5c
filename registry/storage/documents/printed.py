"""Documents as lists print them: on one day, with their status, issuer and validity of that day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.authorities import GROUP_ORDER, AuthorityKind
from registry.domain.documents import Disclosure
from registry.domain.validity import Event, EventKind, Status, valid_events
from registry.storage.authorities import Authority
from registry.storage.cleanups import CleanupItem
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentEvent, DocumentSpan
from registry.storage.documents.timelines import covers

_EXTENDING = (EventKind.EXTENDED, EventKind.REISSUED)


@dataclass(frozen=True)
class ListedDocument:
    """A document on a day. `status_from` is the first day of that status, `co_issuers` the names beside the lead."""

    id: int
    title: str
    title_key: str
    doc_no: str
    doc_no_key: str | None
    duplicate_reason: str
    local_serial: str
    disclosure: Disclosure
    is_published: bool
    authority_id: int
    authority: str
    authority_kind: AuthorityKind
    co_issuers: tuple[str, ...]
    signed_on: date | None
    published_on: date | None
    effective_on: date | None
    valid_until: date | None
    has_no_expiry: bool
    status: Status
    status_from: date
    why: str

    @property
    def valid_until_text(self) -> str:
        """What stands in the column 有效期至 when there is no last day."""
        return "长期有效" if self.has_no_expiry else "未载明"


def documents_with_status(
    session: Session, status: Status, on: date, *, public_only: bool = False
) -> list[ListedDocument]:
    """Every document of a status on a day, in the order of printed lists; secret stubs are none of them."""
    wanted = col(Document.disclosure) != Disclosure.SECRET
    if public_only:
        wanted = sa.and_(col(Document.disclosure) == Disclosure.PUBLIC, col(Document.is_published))
    return _listed(session, on, sa.and_(col(DocumentSpan.status) == status, wanted))


def public_documents_listed(session: Session, ids: Collection[int], on: date) -> list[ListedDocument]:
    """Those of the documents that the public may see, on a day, in the order of printed lists."""
    public = sa.and_(col(Document.disclosure) == Disclosure.PUBLIC, col(Document.is_published))
    return _listed(session, on, sa.and_(col(Document.id).in_(ids), public))


def documents_of_round(session: Session, round_id: int, on: date) -> list[ListedDocument]:
    """The documents of a cleanup round on a day, in the order of printed lists, secret stubs included."""
    ids = select(CleanupItem.document_id).where(CleanupItem.round_id == round_id)
    return _listed(session, on, col(Document.id).in_(ids))


def _listed(session: Session, on: date, condition: Any) -> list[ListedDocument]:
    rows = session.exec(
        select(Document, DocumentSpan, Authority)
        .join(DocumentSpan, col(DocumentSpan.document_id) == Document.id)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(covers(on), condition)
    ).all()
    extended = _extensions(session, on)
    co_issuers = _co_issuers(session)
    listed = sorted(rows, key=lambda row: _place(row[0], row[2]))
    return [
        _document(document, span, authority, extended, co_issuers) for document, span, authority in listed
    ]


def _place(document: Document, authority: Authority) -> tuple[Any, ...]:
    day = document.published_on or document.signed_on or date.max
    return (GROUP_ORDER[authority.kind], authority.position, authority.code, day, document.id)


def _document(
    document: Document,
    span: DocumentSpan,
    authority: Authority,
    extended: dict[int, date | None],
    co_issuers: dict[int, tuple[str, ...]],
) -> ListedDocument:
    assert document.id is not None
    assert authority.id is not None
    return ListedDocument(
        id=document.id,
        title=document.title,
        title_key=document.title_key,
        doc_no=document.doc_no,
        doc_no_key=document.doc_no_key,
        duplicate_reason=document.duplicate_reason,
        local_serial=document.local_serial,
        disclosure=document.disclosure,
        is_published=document.is_published,
        authority_id=authority.id,
        authority=authority.name,
        authority_kind=authority.kind,
        co_issuers=co_issuers.get(document.id, ()),
        signed_on=document.signed_on,
        published_on=document.published_on,
        effective_on=document.effective_on,
        valid_until=extended.get(document.id, document.valid_until),
        has_no_expiry=document.has_no_expiry,
        status=span.status,
        status_from=span.from_on,
        why=span.why,
    )


def _extensions(session: Session, on: date) -> dict[int, date | None]:
    """document id → the last valid day that an extension or a reissue gave it by that day."""
    kinds = (*_EXTENDING, EventKind.VOIDED)
    touched = select(DocumentEvent.document_id).where(col(DocumentEvent.kind).in_(_EXTENDING))
    query = select(DocumentEvent).where(
        col(DocumentEvent.kind).in_(kinds), col(DocumentEvent.document_id).in_(touched)
    )
    owners: dict[int, int] = {}
    events = []
    for row in session.exec(query):
        owners[row.id or 0] = row.document_id
        events.append(
            Event(
                row.id or 0,
                row.kind,
                row.effective_on,
                row.recorded_at,
                new_valid_until=row.new_valid_until,
                voids=row.voids,
            )
        )
    return {owners[event.id]: event.new_valid_until for event in _by(on, valid_events(events))}


def _by(on: date, events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.effective_on is None or event.effective_on <= on]


def _co_issuers(session: Session) -> dict[int, tuple[str, ...]]:
    """document id → the names of the authorities beside the lead, in their order."""
    found: dict[int, tuple[str, ...]] = {}
    query = (
        select(DocumentAuthority.document_id, DocumentAuthority.name_as_issued)
        .where(DocumentAuthority.position > 0)
        .order_by(col(DocumentAuthority.document_id), col(DocumentAuthority.position))
    )
    for document_id, name in session.exec(query):
        found[document_id] = (*found.get(document_id, ()), name)
    return found
