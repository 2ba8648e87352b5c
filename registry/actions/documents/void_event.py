"""Void a mistaken event by a new event; both stay on record."""

from datetime import datetime

from sqlmodel import select

from registry.actions.documents.writing import add_event
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.documents.tables import DocumentEvent
from registry.storage.engine import Store, transaction


def void_event(store: Store, actor: Actor, event_id: int, *, reason: str, now: datetime) -> None:
    """Raises Refusal for an event that is gone or voided already, and without a reason."""
    require(actor, Permission.RECORD_EVENT)
    if not reason.strip():
        raise Refusal("请写明更正理由。", "reason")
    with transaction(store) as session:
        event = session.get(DocumentEvent, event_id)
        if event is None or event.kind in {EventKind.VOIDED, EventKind.PUBLISHED}:
            raise Refusal("该记录不存在，或不能撤回。")
        document = lock_document(session, event.document_id)
        if session.exec(select(DocumentEvent.id).where(DocumentEvent.voids == event_id)).first() is not None:
            raise Refusal("该记录已被更正过。")
        correction = DocumentEvent(
            document_id=event.document_id,
            kind=EventKind.VOIDED,
            recorded_at=now,
            recorded_by=actor.name,
            source=reason.strip(),
            voids=event_id,
        )
        add_event(session, document, correction)
        audit.record(
            session,
            now,
            actor.name,
            "void_event",
            subject_of(document),
            event_id=event_id,
            reason=reason.strip(),
        )
        changes.touch(session, [event.document_id], now)
