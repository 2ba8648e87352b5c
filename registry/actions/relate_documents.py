"""Tie a document to another, or to words; a repeal or amendment is written on the other's timeline too."""

from datetime import date, datetime

from sqlmodel import col, select

from registry.actions._documents import issuer_ids, lock_document, refresh_spans, shown_title, subject_of
from registry.actions._relations import EVENTS, name_other
from registry.domain.documents import RelationKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.storage import audit, changes
from registry.storage.documents import Document, DocumentEvent, Relation
from registry.storage.engine import Store, transaction


def relate_documents(
    store: Store,
    actor: Actor,
    document_id: int,
    kind: RelationKind,
    *,
    other_id: int | None = None,
    other_text: str = "",
    on: date | None = None,
    clause: str = "",
    is_partial: bool = False,
    now: datetime,
) -> int:
    """The new relation's id. A repeal takes effect on `on`, or on the day this document does. Raises Refusal."""
    if other_id is None and not other_text.strip():
        raise Refusal("请选择对方文件；不在本系统内的，请写出其名称和文号。", "other_text")
    if other_id == document_id and kind is not RelationKind.REPEALS:
        raise Refusal("文件不能与自身建立这种关系。", "other_id")
    with transaction(store) as session:
        ids = sorted({document_id} | ({other_id} if other_id else set()))
        documents = {one: lock_document(session, one) for one in ids}
        document = documents[document_id]
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id)[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        relation = Relation(
            document_id=document_id,
            kind=kind,
            other_id=other_id,
            other_text=other_text.strip(),
            on=on,
            clause=clause.strip(),
            is_partial=is_partial,
        )
        query = select(Relation.id).where(
            Relation.document_id == document_id,
            Relation.kind == kind,
            col(Relation.other_id) == other_id if other_id else Relation.other_text == relation.other_text,
        )
        if session.exec(query.limit(1)).first() is not None:
            raise Refusal("这条关系已经登记。")
        name_other(relation, documents.get(other_id or 0))
        session.add(relation)
        if other_id is not None and kind in EVENTS and not document.is_published:
            raise Refusal(
                "本文件尚未公布，还不能废止、修改、替代或确认其他文件。请公布之后再登记这条关系。", "kind"
            )
        if other_id is not None and kind in EVENTS:
            require(actor, Permission.RECORD_EVENT)
            documents[other_id].version += 1
            documents[other_id].updated_at = now
            session.add(_event_of(document, relation, actor, now))
            refresh_spans(session, [documents[other_id]])
        audit.record(
            session,
            now,
            actor.name,
            "relate_documents",
            subject_of(document),
            kind=kind.value,
            other=str(other_id or relation.other_text),
            on=on.isoformat() if on else "",
        )
        changes.touch(session, ids, now)
        session.flush()
        assert relation.id is not None
        return relation.id


def _event_of(document: Document, relation: Relation, actor: Actor, now: datetime) -> DocumentEvent:
    assert relation.other_id is not None
    kind = EVENTS[relation.kind]
    if relation.is_partial and kind is EventKind.REPEALED:
        kind = EventKind.PARTLY_REPEALED
    effective_on = relation.on or document.effective_on or document.published_on
    if effective_on is None:
        raise Refusal("请填写生效日期：本文件没有施行日期或公布日期可以依据。", "on")
    number = f"（{document.doc_no}）" if document.doc_no else ""
    return DocumentEvent(
        document_id=relation.other_id,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        recorded_by=actor.name,
        source=f"《{shown_title(document)}》{number}",
        by_document_id=document.id,
    )
