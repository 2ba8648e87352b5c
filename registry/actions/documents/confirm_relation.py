"""Confirm a relation that was read from a text, and write its event on the other document's timeline."""

from datetime import date, datetime

from registry.actions.documents._relation_events import check_may_relate, lock_relation, write_event
from registry.actions.documents.other_ends import name_of_other
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit, changes
from registry.storage.documents.locks import subject_of
from registry.storage.documents.tables import Relation
from registry.storage.engine import Store, transaction


def confirm_relation(
    store: Store,
    actor: Actor,
    relation_id: int,
    *,
    on: date | None = None,
    is_partial: bool = False,
    articles: str | None = None,
    now: datetime,
) -> int:
    """The id of the document that has the relation. Raises Refusal.

    A repeal takes effect on the day `on`, or with that document. `articles` are those that it amends or repeals.
    """
    with transaction(store) as session:
        relation, documents = lock_relation(session, relation_id)
        document = documents[relation.document_id]
        check_may_relate(session, actor, document)
        if relation.is_confirmed:
            _check_same(relation, on, is_partial=is_partial)
            return relation.document_id
        relation.is_confirmed = True
        relation.on = on or relation.on
        relation.is_partial = is_partial
        session.add(relation)
        if relation.other_id is not None:
            other = documents[relation.other_id]
            write_event(session, actor, document, relation, other, now, articles=articles)
        audit.record(
            session,
            now,
            actor.name,
            "confirm_relation",
            subject_of(document),
            kind=relation.kind.value,
            other=name_of_other(relation, documents.get(relation.other_id or 0)),
            on=relation.on.isoformat() if relation.on else "",
        )
        changes.touch(session, documents, now)
        return relation.document_id


def _check_same(relation: Relation, on: date | None, *, is_partial: bool) -> None:
    """Raises Refusal if the relation was confirmed meanwhile with another day or scope."""
    if on not in (None, relation.on) or is_partial != relation.is_partial:
        raise Refusal("这条关系刚被他人确认，日期或范围与您填写的不同；有误的，请先撤下，再重新登记。")
