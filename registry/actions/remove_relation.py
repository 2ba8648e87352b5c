"""Take back a relation entered by mistake; the event it wrote on the other document is taken back with it."""

from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions._documents import issuer_ids, lock_document, refresh_spans, subject_of
from registry.actions._relations import EVENTS
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.storage import audit, changes
from registry.storage.documents import Document, DocumentEvent, Relation
from registry.storage.engine import Store, transaction


def remove_relation(store: Store, actor: Actor, relation_id: int, *, now: datetime) -> int:
    """The id of the document that declared it. Raises Refusal."""
    with transaction(store) as session:
        relation = session.get(Relation, relation_id, with_for_update=True)
        if relation is None:
            raise Refusal("这条关系已被撤下。")
        ids = sorted({relation.document_id} | ({relation.other_id} if relation.other_id else set()))
        documents = {one: lock_document(session, one) for one in ids}
        document = documents[relation.document_id]
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, relation.document_id)[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        event = _event_of(session, relation)
        if event is not None:
            require(actor, Permission.RECORD_EVENT)
            _take_back(session, documents[event.document_id], event, actor, now)
        session.delete(relation)
        audit.record(
            session,
            now,
            actor.name,
            "remove_relation",
            subject_of(document),
            kind=relation.kind.value,
            other=str(relation.other_id or relation.other_text),
        )
        changes.touch(session, ids, now)
        return relation.document_id


def _event_of(session: Session, relation: Relation) -> DocumentEvent | None:
    """What the relation wrote on the other document's timeline, unless it was taken back already."""
    if relation.other_id is None or relation.kind not in EVENTS:
        return None
    kinds = (
        {EVENTS[relation.kind], EventKind.PARTLY_REPEALED} if relation.is_partial else {EVENTS[relation.kind]}
    )
    voided = select(DocumentEvent.voids).where(
        DocumentEvent.document_id == relation.other_id, col(DocumentEvent.voids).is_not(None)
    )
    query = select(DocumentEvent).where(
        DocumentEvent.document_id == relation.other_id,
        DocumentEvent.by_document_id == relation.document_id,
        col(DocumentEvent.kind).in_(kinds),
        col(DocumentEvent.round_id).is_(None),
        col(DocumentEvent.id).not_in(voided),
    )
    return session.exec(query.order_by(col(DocumentEvent.id).desc()).limit(1)).first()


def _take_back(session: Session, other: Document, event: DocumentEvent, actor: Actor, now: datetime) -> None:
    session.add(
        DocumentEvent(
            document_id=event.document_id,
            kind=EventKind.VOIDED,
            recorded_at=now,
            recorded_by=actor.name,
            source="登记这项变动的文件关系已撤下",
            voids=event.id,
        )
    )
    other.version += 1
    other.updated_at = now
    session.add(other)
    refresh_spans(session, [other])
