"""Remove a mistaken relation, and void the event that it wrote on the other document's timeline."""

from datetime import datetime

from sqlmodel import Session

from registry.actions.documents._relation_events import (
    check_may_relate,
    kind_of_event,
    lock_relation,
    standing_event,
)
from registry.actions.documents.other_ends import name_of_other
from registry.actions.documents.writing import add_event
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.storage import audit, changes
from registry.storage.documents.locks import subject_of
from registry.storage.documents.tables import Document, DocumentEvent, Relation
from registry.storage.engine import Store, transaction


def remove_relation(store: Store, actor: Actor, relation_id: int, *, now: datetime) -> int:
    """The id of the document that had the relation. Raises Refusal."""
    with transaction(store) as session:
        relation, documents = lock_relation(session, relation_id)
        document = documents[relation.document_id]
        check_may_relate(session, actor, document)
        event = _event_of(session, relation)
        if event is not None:
            require(actor, Permission.RECORD_EVENT)
            _void(session, documents[event.document_id], event, actor, now)
        session.delete(relation)
        audit.record(
            session,
            now,
            actor.name,
            "remove_relation",
            subject_of(document),
            kind=relation.kind.value,
            other=name_of_other(relation, documents.get(relation.other_id or 0)),
        )
        changes.touch(session, documents, now)
        return relation.document_id


def _event_of(session: Session, relation: Relation) -> DocumentEvent | None:
    """The event that the relation wrote on the other document's timeline; None for an event of a cleanup."""
    kind = kind_of_event(relation)
    if relation.other_id is None or kind is None or not relation.is_confirmed:
        return None
    event = standing_event(session, relation.other_id, relation.document_id, kind)
    return event if event and event.round_id is None else None


def _void(session: Session, other: Document, event: DocumentEvent, actor: Actor, now: datetime) -> None:
    correction = DocumentEvent(
        document_id=event.document_id,
        kind=EventKind.VOIDED,
        recorded_at=now,
        recorded_by=actor.name,
        source="登记这项变动的文件关系已撤下",
        voids=event.id,
    )
    add_event(session, other, correction)
