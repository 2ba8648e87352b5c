"""Confirm a relation that was read from a text: what it says of the other document is written there too."""

from datetime import date, datetime

from registry.actions._documents import issuer_ids, lock_documents, subject_of
from registry.actions._relation_events import write_event
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents import Relation
from registry.storage.engine import Store, transaction


def confirm_relation(
    store: Store,
    actor: Actor,
    relation_id: int,
    *,
    on: date | None = None,
    is_partial: bool = False,
    now: datetime,
) -> int:
    """The id of the document that declares it. A repeal takes effect on `on`, or when that document does.

    Raises Refusal.
    """
    with transaction(store) as session:
        relation = session.get(Relation, relation_id, with_for_update=True)
        if relation is None:
            raise Refusal("这条关系已被撤下。")
        ids = sorted({relation.document_id} | ({relation.other_id} if relation.other_id else set()))
        documents = {one.id: one for one in lock_documents(session, ids)}
        document = documents[relation.document_id]
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, relation.document_id)[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        relation.is_confirmed = True
        relation.on = on or relation.on
        relation.is_partial = is_partial
        session.add(relation)
        if relation.other_id is not None:
            write_event(session, actor, document, relation, documents[relation.other_id], now)
        audit.record(
            session,
            now,
            actor.name,
            "confirm_relation",
            subject_of(document),
            kind=relation.kind.value,
            other=str(relation.other_id or relation.other_text),
            on=relation.on.isoformat() if relation.on else "",
        )
        changes.touch(session, ids, now)
        return relation.document_id
