"""Relations and the events that go with them on the other document's timeline; each is written only once."""

from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.documents.other_ends import name_other
from registry.actions.documents.writing import add_event
from registry.domain.amendments import AMENDING, check_articles, offered_articles
from registry.domain.citations import citation, quoted
from registry.domain.documents import RelationKind, shown_title
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EVENTS, EventKind
from registry.domain.written_days import cn_date
from registry.storage.documents.locks import issuer_ids, lock_documents
from registry.storage.documents.tables import Document, DocumentEvent, Relation

_DRAFT = "{}尚未公布，还不能废止、修改、替代或确认其他文件。请在公布之后再登记。"
_RELATIONS: dict[EventKind, tuple[RelationKind, ...]] = {
    EventKind.AMENDED: (RelationKind.AMENDS,),
    EventKind.REPEALED: (RelationKind.REPEALS, RelationKind.REPLACES),
    EventKind.PARTLY_REPEALED: (RelationKind.REPEALS, RelationKind.REPLACES),
    EventKind.CONFIRMED: (RelationKind.CONFIRMS,),
}
"""The relations that match an event caused by a registered document; a missing one is written as the first kind."""


def lock_relation(session: Session, relation_id: int) -> tuple[Relation, dict[int, Document]]:
    """The relation, and the documents at its two ends by id; all are locked, the documents first. Raises Refusal."""
    unlocked = session.get(Relation, relation_id)
    ids = [unlocked.document_id, unlocked.other_id] if unlocked else []
    locked = lock_documents(session, sorted({document_id for document_id in ids if document_id}))
    documents = {document.id or 0: document for document in locked}
    relation = session.get(Relation, relation_id, with_for_update=True, populate_existing=True)
    if relation is None:
        raise Refusal("这条关系已被撤下。")
    if relation.other_id and relation.other_id not in documents:
        raise Refusal("对方文件刚刚登记，这条关系已对应到它，请刷新页面后再办。")
    return relation, documents


def kind_of_event(relation: Relation) -> EventKind | None:
    """The kind of event that the relation is on the other document's timeline; None if it is no event there."""
    kind = EVENTS.get(relation.kind)
    return EventKind.PARTLY_REPEALED if kind is EventKind.REPEALED and relation.is_partial else kind


def standing_event(
    session: Session, other_id: int, by_document_id: int, kind: EventKind
) -> DocumentEvent | None:
    """The newest event of this kind caused by that document, unless voided."""
    voided = select(DocumentEvent.voids).where(
        DocumentEvent.document_id == other_id, col(DocumentEvent.voids).is_not(None)
    )
    query = select(DocumentEvent).where(
        DocumentEvent.document_id == other_id,
        DocumentEvent.by_document_id == by_document_id,
        DocumentEvent.kind == kind,
        col(DocumentEvent.id).not_in(voided),
    )
    return session.exec(query.order_by(col(DocumentEvent.id).desc()).limit(1)).first()


def check_may_relate(session: Session, actor: Actor, document: Document) -> None:
    """Raises Denied or Hidden if the actor may not change the relations of the document."""
    require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document.id or 0)[:1])
    if document.is_published:
        require(actor, Permission.PUBLISH_DOCUMENT)


def write_event(
    session: Session,
    actor: Actor,
    document: Document,
    relation: Relation,
    other: Document,
    now: datetime,
    *,
    articles: str | None = None,
) -> None:
    """Writes the event of a confirmed relation on the other document's timeline, unless it is there. Raises Refusal.

    The event takes effect on the relation's day, else on the day when `document`, which has the relation, does.
    An amendment whose `articles` nobody said has those of the relation's clause.
    """
    kind = kind_of_event(relation)
    if kind is None:
        return
    if not document.is_published:
        raise Refusal(_DRAFT.format(quoted(shown_title(document))), "kind")
    require(actor, Permission.RECORD_EVENT)
    assert document.id is not None
    assert other.id is not None
    if standing_event(session, other.id, document.id, kind) is not None:
        return
    effective_on = relation.on or document.effective_on or document.published_on
    if effective_on is None:
        raise Refusal("请填写生效日期：本文件没有施行日期或公布日期可以依据。", "on")
    event = DocumentEvent(
        document_id=other.id,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        recorded_by=actor.name,
        source=citation(shown_title(document), document.doc_no),
        by_document_id=document.id,
        articles=_articles(kind, relation.clause) if articles is None else check_articles(kind, articles),
    )
    add_event(session, other, event)


def _articles(kind: EventKind, clause: str) -> str:
    return offered_articles(clause) if kind in AMENDING else ""


def write_relation(session: Session, by: Document, event: DocumentEvent, document: Document) -> None:
    """Writes the relation of `by` to the document that matches the event, or confirms it. Raises Refusal.

    An event of the same kind by the same document must be voided before a new one is recorded.
    """
    assert by.id is not None
    if not by.is_published:
        raise Refusal(_DRAFT.format(quoted(shown_title(by))), "by_document")
    if event.kind not in _RELATIONS:
        return
    if standing := standing_event(session, event.document_id, by.id, event.kind):
        raise Refusal(
            f"这项变动已经记录（自{cn_date(standing.effective_on)}起）；日期有误的，请先更正原记录再重新记录。",
            "kind",
        )
    kinds = _RELATIONS[event.kind]
    query = select(Relation).where(
        Relation.document_id == by.id,
        Relation.other_id == event.document_id,
        col(Relation.kind).in_(kinds),
    )
    relation = session.exec(query.order_by(col(Relation.id)).limit(1)).first()
    if relation is None:
        relation = Relation(document_id=by.id, kind=kinds[0], other_id=event.document_id)
    relation.is_confirmed = True
    relation.on = event.effective_on
    relation.is_partial = event.kind is EventKind.PARTLY_REPEALED
    name_other(relation, document)
    session.add(relation)
