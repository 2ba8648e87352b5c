"""Relate a document to another one, registered or in words, and write a repeal or amendment on its timeline."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.documents._relation_events import check_may_relate, write_event
from registry.actions.documents.other_ends import name_of_other, name_other
from registry.domain.documents import RelationKind
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.documents.tables import Relation
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
    articles: str | None = None,
    now: datetime,
) -> int:
    """The id of the new relation. A repeal takes effect on the day `on`, or with this document. Raises Refusal.

    `articles` are those of the other document that this one amends or repeals.
    """
    if other_id is None and not other_text.strip():
        raise Refusal("请选择对方文件；不在本系统内的，请写出其名称和文号。", "other_text")
    if other_id == document_id and kind is not RelationKind.REPEALS:
        raise Refusal("文件不能与自身建立这种关系。", "other_id")
    relation = Relation(
        document_id=document_id,
        kind=kind,
        other_id=other_id,
        other_text=other_text.strip(),
        on=on,
        clause=clause.strip(),
        is_partial=is_partial,
    )
    with transaction(store) as session:
        ids = sorted({document_id} | ({other_id} if other_id else set()))
        documents = {locked_id: lock_document(session, locked_id) for locked_id in ids}
        document = documents[document_id]
        check_may_relate(session, actor, document)
        _check_new(session, relation)
        name_other(relation, documents.get(other_id or 0))
        session.add(relation)
        if other_id is not None:
            write_event(session, actor, document, relation, documents[other_id], now, articles=articles)
        audit.record(
            session,
            now,
            actor.name,
            "relate_documents",
            subject_of(document),
            kind=kind.value,
            other=name_of_other(relation, documents.get(other_id or 0)),
            on=on.isoformat() if on else "",
        )
        changes.touch(session, ids, now)
        session.flush()
        assert relation.id is not None
        return relation.id


def _check_new(session: Session, relation: Relation) -> None:
    """Raises Refusal if the document has the relation already."""
    query = select(Relation).where(
        Relation.document_id == relation.document_id,
        Relation.kind == relation.kind,
        col(Relation.other_id) == relation.other_id
        if relation.other_id
        else Relation.other_text == relation.other_text,
    )
    existing = session.exec(query.limit(1)).first()
    if existing is not None and not existing.is_confirmed:
        raise Refusal("系统已从正文中识别出这条关系，请在文件页面上确认，不必另行登记。", "other")
    if existing is not None:
        raise Refusal("这条关系已经登记。")
