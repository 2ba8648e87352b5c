"""Register a document: a draft before 公布, or an act that has already been published."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.documents._attaching import add_attachment
from registry.actions.documents._relation_events import kind_of_event, write_event
from registry.actions.documents.other_ends import write_found
from registry.actions.documents.writing import add_document, link_to
from registry.actions.filings.owing import owe_filings
from registry.domain.citations import citation
from registry.domain.documents import (
    RELATION_WORDS,
    Disclosure,
    DocumentFacts,
    RelationKind,
    check_may_publish,
    check_not_to_come,
)
from registry.domain.instants import day_of
from registry.domain.read_values import READ_WORDS, ReadValue
from registry.domain.roles import Actor, Permission, require
from registry.domain.rules import proposed_valid_until
from registry.readers.documents.facts import RelationFound
from registry.storage import audit, changes
from registry.storage.documents.locks import lead_authority, lock_documents, subject_of
from registry.storage.documents.tables import Document, relations_of
from registry.storage.documents.unlooked import remember_unlooked
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.rulebook import load_rulebook


def register_document(
    store: Store,
    actor: Actor,
    facts: DocumentFacts,
    *,
    is_published: bool,
    files: Sequence[KeptFile] = (),
    relations: Sequence[RelationFound] = (),
    waiting: Sequence[RelationFound] = (),
    read: Sequence[ReadValue] = (),
    now: datetime,
) -> int:
    """The new document's id. A published one owes its filings at once; its files come with it. Raises Refusal.

    `relations` are those read in its text that a person agreed to. What a draft repeals or amends, or a contact's
    document does, waits unconfirmed, and so do the relations `waiting`. Of the values `read` in its file, those that
    nobody looked at are remembered as such.
    """
    with transaction(store) as session:
        require(actor, Permission.WRITE_DOCUMENT, facts.authority_ids[:1])
        if is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        book = load_rulebook(session)
        published_on = facts.dates.published_on
        if is_published and published_on:
            check_not_to_come(published_on, day_of(now))
        since = published_on or facts.dates.signed_on
        if is_published and since and facts.disclosure is not Disclosure.SECRET:
            check_may_publish(facts.kind, since, facts.steps, book.tracked_from)
        document = add_document(session, facts, is_published=is_published, now=now)
        linked = link_to(session, document)
        owe_filings(session, book, document, lead_authority(session, document))
        others = _relate(session, actor, document, relations, now)
        write_found(session, {document.id or 0: waiting})
        unlooked = [one for one in read if not one.is_looked]
        remember_unlooked(session, document.id or 0, unlooked)
        audit.record(
            session,
            now,
            actor.name,
            "register_document",
            subject_of(document),
            title=document.title,
            doc_no=document.doc_no,
            source=document.source,
            looked=[READ_WORDS[one.field] for one in read if one.is_looked],
            unlooked=[READ_WORDS[one.field] for one in unlooked],
            relations=[_told(one) for one in relations],
        )
        for file in files:
            add_attachment(session, actor, document, file, now=now)
        changes.touch(session, [document.id or 0, *linked, *others], now)
        assert document.id is not None
        return document.id


def _told(found: RelationFound) -> str:
    return RELATION_WORDS[RelationKind(found.kind)][0] + citation(found.title, found.doc_no)


def _relate(
    session: Session, actor: Actor, document: Document, found: Sequence[RelationFound], now: datetime
) -> list[int]:
    """Writes the relations on both sides; the ids of the other documents that it touched."""
    assert document.id is not None
    write_found(session, {document.id: found})
    own, _ = relations_of(session, document.id)
    others = {one.id: one for one in lock_documents(session, [row.other_id for row in own if row.other_id])}
    may = document.is_published and actor.may(Permission.RECORD_EVENT)
    for relation in own:
        other = others.get(relation.other_id)
        if other is not None and kind_of_event(relation) is not None:
            if not may:
                continue
            write_event(session, actor, document, relation, other, now)
        relation.is_confirmed = True
        session.add(relation)
    return [one for one in others if one is not None]


def propose_validity(session: Session, title: str, effective_on: date | None) -> tuple[date | None, str]:
    """The last valid day a form may propose by the rules of that day, and why; never a fact (DESIGN idea 2)."""
    if effective_on is None:
        return None, "填写施行日期后，系统按规则提出有效期建议。"
    return proposed_valid_until(effective_on, title, load_rulebook(session).profile_for(effective_on))
