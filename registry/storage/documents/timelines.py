"""The status of documents on a day, their spans and their events."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.periods import Period
from registry.domain.validity import (
    VALIDITY_CHANGES,
    Event,
    EventKind,
    Life,
    Span,
    idle_events,
    spans,
    takes_effect,
    valid_events,
    validity_on,
)
from registry.storage.batches import among, batches
from registry.storage.documents.tables import Document, DocumentEvent, DocumentSpan


def covers(day: date) -> sa.ColumnElement[bool]:
    """The condition that a DocumentSpan covers the day."""
    return sa.and_(col(DocumentSpan.from_on) <= day, col(DocumentSpan.until_on) > day)


def span_on(session: Session, document_id: int, day: date) -> DocumentSpan | None:
    """The span that covers a day; None only for a document that does not exist."""
    return spans_on(session, [document_id], day).get(document_id)


def spans_on(session: Session, ids: Sequence[int], day: date) -> dict[int, DocumentSpan]:
    """document id → the span that covers a day, for the documents of one page."""
    query = select(DocumentSpan).where(col(DocumentSpan.document_id).in_(ids), covers(day))
    return {span.document_id: span for span in session.exec(query)}


def spans_of(session: Session, document_id: int) -> list[DocumentSpan]:
    """The spans in order."""
    query = select(DocumentSpan).where(DocumentSpan.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentSpan.from_on))).all())


def events_of(session: Session, document_id: int) -> list[DocumentEvent]:
    """The events in the order of their effective days, voided events included."""
    query = select(DocumentEvent).where(DocumentEvent.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentEvent.effective_on), col(DocumentEvent.id))).all())


def idle_events_of(session: Session, document: Document) -> set[int]:
    """The ids of the document's events that do not change its status."""
    rows = events_of(session, document.id or 0)
    return idle_events(as_life(document), [as_event(row) for row in rows])


def changed_validities(session: Session, documents: Iterable[Document], on: date) -> dict[int, Period]:
    """document id → its period on a day, of those whose period an act has changed."""
    by_id = {document.id or 0: document for document in documents}
    kinds = col(DocumentEvent.kind).in_(VALIDITY_CHANGES)
    query = select(DocumentEvent.document_id).where(kinds, among(session, DocumentEvent.document_id, by_id))
    changed = list(session.exec(query.distinct()).all())
    events = {
        row_id: rows for ids in batches(changed) for row_id, rows in events_by_document(session, ids).items()
    }
    return {
        document_id: validity_on(as_life(by_id[document_id]), [as_event(row) for row in rows], on)
        for document_id, rows in events.items()
    }


def as_life(document: Document) -> Life:
    """The life of a document, from which the rules compute its spans."""
    return Life(**{field.name: getattr(document, field.name) for field in fields(Life)})


def as_event(row: DocumentEvent) -> Event:
    """A row as the event from which the rules compute spans."""
    return Event(**{field.name: getattr(row, field.name) for field in fields(Event)})


def refresh_spans(session: Session, documents: Sequence[Document]) -> None:
    """Recomputes and stores the spans of the documents, in the transaction that changes them."""
    session.flush()
    ids = [document.id for document in documents if document.id is not None]
    events = events_by_document(session, ids)
    session.execute(sa.delete(DocumentSpan).where(col(DocumentSpan.document_id).in_(ids)))
    rows = [
        {"document_id": document.id, **vars(span)}
        for document in documents
        for span in compute_spans(document, events.get(document.id or 0, []))
    ]
    if rows:
        session.execute(sa.insert(DocumentSpan), rows)


def acts_since(
    session: Session, document_id: int, kinds: Collection[EventKind], since: date
) -> list[DocumentEvent]:
    """The acts of these kinds on a document that were not taken back and take effect on a day or later, in that order.

    An act without a day of its own counts from the day of its record.
    """
    rows = {row.id: row for row in events_by_document(session, [document_id]).get(document_id, [])}
    acts = valid_events(map(as_event, rows.values()))
    return [rows[act.id] for act in acts if act.kind in kinds and takes_effect(act) >= since]


def compute_spans(document: Document, events: Iterable[DocumentEvent]) -> list[Span]:
    """The spans of a document by the rules; nothing is stored."""
    return spans(as_life(document), [as_event(row) for row in events])


def events_by_document(session: Session, ids: Sequence[int]) -> dict[int, list[DocumentEvent]]:
    """document id → its events in the order of their recording; documents without events are absent."""
    events: dict[int, list[DocumentEvent]] = {}
    query = (
        select(DocumentEvent).where(col(DocumentEvent.document_id).in_(ids)).order_by(col(DocumentEvent.id))
    )
    for event in session.exec(query):
        events.setdefault(event.document_id, []).append(event)
    return events
