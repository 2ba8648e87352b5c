"""The status of documents on a day, their spans and their events."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from registry.storage.documents import DocumentEvent, DocumentSpan


def span_on(session: Session, document_id: int, day: date) -> DocumentSpan | None:
    """The span that covers a day; None only for a document that does not exist."""
    return spans_on(session, [document_id], day).get(document_id)


def spans_on(session: Session, ids: Sequence[int], day: date) -> dict[int, DocumentSpan]:
    """document id → the span that covers a day, for the documents of one page."""
    query = select(DocumentSpan).where(
        col(DocumentSpan.document_id).in_(ids), DocumentSpan.from_on <= day, DocumentSpan.until_on > day
    )
    return {span.document_id: span for span in session.exec(query)}


def spans_of(session: Session, document_id: int) -> list[DocumentSpan]:
    query = select(DocumentSpan).where(DocumentSpan.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentSpan.from_on))).all())


def events_of(session: Session, document_id: int) -> list[DocumentEvent]:
    query = select(DocumentEvent).where(DocumentEvent.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentEvent.effective_on), col(DocumentEvent.id))).all())
