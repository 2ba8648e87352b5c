"""Documents as lists print them: on one day, with their status, issuer and validity of that day."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.amendments import AMENDING, amended_words, amendments_of
from registry.domain.authorities import GROUP_ORDER, AuthorityKind
from registry.domain.day_ranges import DayRange
from registry.domain.documents import Disclosure
from registry.domain.listed import ListedDocument
from registry.domain.periods import Period
from registry.domain.validity import Status
from registry.storage.authorities import Authority
from registry.storage.batches import among, batches
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentEvent, DocumentSpan
from registry.storage.documents.timelines import as_event, changed_validities, covers, events_by_document

# What a listed document takes from its row as it is; an act may have changed its period.
_PERIOD = set(Period._fields)
_COPIED = (ListedDocument.__dataclass_fields__.keys() & Document.model_fields.keys()) - _PERIOD


def documents_with_status(session: Session, status: Status, on: date) -> list[ListedDocument]:
    """The documents of a status on a day, in the order of printed lists, without secret stubs."""
    is_listed = col(Document.disclosure) != Disclosure.SECRET
    return _listed(session, on, sa.and_(col(DocumentSpan.status) == status, is_listed))


def public_documents_listed(session: Session, ids: Collection[int], on: date) -> list[ListedDocument]:
    """The public ones of these documents on a day, in the order of printed lists."""
    return _listed(session, on, sa.and_(col(Document.id).in_(ids), is_public()))


def documents_listed(session: Session, ids: Collection[int], on: date) -> list[ListedDocument]:
    """These documents on a day, in the order of printed lists, secret stubs included."""
    return _listed(session, on, col(Document.id).in_(ids))


def public_documents_of(session: Session, days: DayRange, on: date) -> list[ListedDocument]:
    """The public documents of this level that were published on these days, as they are on a day."""
    is_of_days = col(Document.published_on).between(days.first, days.last)
    is_ours = col(Authority.kind) != AuthorityKind.OUTSIDE
    return _listed(session, on, sa.and_(is_of_days, is_ours, is_public()))


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
    changed = changed_validities(session, (document for document, _, _ in rows), on)
    ids = [document.id or 0 for document, _, _ in rows]
    co_issuers, amended = _co_issuers(session, ids), _amended(session, ids, on)
    listed = sorted(rows, key=lambda row: _place(row[0], row[2]))
    return [
        _document(document, span, authority, changed, co_issuers, amended)
        for document, span, authority in listed
    ]


def _amended(session: Session, ids: Sequence[int], on: date) -> dict[int, str]:
    """document id → what had amended it by a day, in words that name no act."""
    listed = among(session, DocumentEvent.document_id, ids)
    acts = select(DocumentEvent.document_id).where(col(DocumentEvent.kind).in_(AMENDING), listed).distinct()
    return {
        document_id: amended_words(amendments_of(map(as_event, rows)), on)
        for batch in batches(session.exec(acts).all())
        for document_id, rows in events_by_document(session, batch).items()
    }


def _place(document: Document, authority: Authority) -> tuple[Any, ...]:
    day = document.published_on or document.signed_on or date.max
    return (GROUP_ORDER[authority.kind], authority.position, authority.code, day, document.id)


def _document(
    document: Document,
    span: DocumentSpan,
    authority: Authority,
    changed: dict[int, Period],
    co_issuers: dict[int, tuple[str, ...]],
    amended: dict[int, str],
) -> ListedDocument:
    assert document.id is not None
    assert authority.id is not None
    period = changed.get(document.id) or Period(
        document.valid_until, document.has_no_expiry, document.ends_when
    )
    own = {name: getattr(document, name) for name in _COPIED}
    return ListedDocument(
        **own,
        authority_id=authority.id,
        authority=authority.name,
        authority_kind=authority.kind,
        co_issuers=co_issuers.get(document.id, ()),
        **period._asdict(),
        status=span.status,
        status_from=span.from_on,
        why=span.why,
        amended=amended.get(document.id, ""),
    )


def _co_issuers(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """document id → the names of the authorities beside the lead, in their order."""
    names: dict[int, tuple[str, ...]] = {}
    query = (
        select(DocumentAuthority.document_id, DocumentAuthority.name_as_issued)
        .where(DocumentAuthority.position > 0, among(session, DocumentAuthority.document_id, ids))
        .order_by(col(DocumentAuthority.document_id), col(DocumentAuthority.position))
    )
    for document_id, name in session.exec(query):
        names[document_id] = (*names.get(document_id, ()), name)
    return names
