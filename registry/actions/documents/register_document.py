"""Register a document: a draft before its publication (公布), or a published document."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.documents._relation_events import kind_of_event, write_event
from registry.actions.documents.attaching import add_attachment
from registry.actions.documents.other_ends import write_read_relations
from registry.actions.documents.writing import add_document, link_document
from registry.actions.filings.owing import owe_filings
from registry.actions.filings.telling import tell_owed
from registry.domain.citations import citation
from registry.domain.documents import (
    RELATION_WORDS,
    Disclosure,
    DocumentFacts,
    RelationKind,
    check_may_publish,
    check_not_to_come,
)
from registry.domain.formation import check_order, needs_fair_review
from registry.domain.instants import day_of
from registry.domain.publishing_gate import Candidate, check_entered, check_gate
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
    """The id of the new document, registered with its files. A published document owes its filings. Raises Refusal.

    `relations` were read in its text and agreed to by a person; `waiting` were not, and stay unconfirmed. So do
    relations with an event (a repeal, an amendment) if the document is a draft or the actor may not record events.
    Of the values `read` in its file, those that nobody has checked are stored as unchecked.
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
            needs_review = needs_fair_review(facts.touches_market, published_on)
            check_may_publish(facts.kind, since, facts.steps, book.tracked_from, needs_review)
            check_order(published_on, facts.steps, book.tracked_from)
            if since >= book.tracked_from:
                draft = Candidate(facts.kind, published_on, facts.steps, facts.touches_market)
                check_gate(draft, book.tracked_from)
        if not is_published or (since and since >= book.tracked_from):
            is_office = actor.may(Permission.PUBLISH_DOCUMENT)
            check_entered(facts.kind, (), facts.steps, None, is_office=is_office)
        document = add_document(session, facts, is_published=is_published, now=now)
        linked = link_document(session, document)
        filings = owe_filings(session, book, document, lead_authority(session, document))
        if not actor.is_operator:  # what is loaded at the command line is told by its reminders
            tell_owed(session, document, filings, now)
        others = _relate(session, actor, document, relations, now)
        write_read_relations(session, {document.id or 0: waiting})
        unlooked = [value for value in read if not value.is_looked]
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
            looked=[READ_WORDS[value.field] for value in read if value.is_looked],
            unlooked=[READ_WORDS[value.field] for value in unlooked],
            relations=[_in_words(relation) for relation in relations],
        )
        for file in files:
            add_attachment(session, actor, document, file, now=now)
        changes.touch(session, [document.id or 0, *linked, *others], now)
        assert document.id is not None
        return document.id


def _in_words(relation: RelationFound) -> str:
    return RELATION_WORDS[RelationKind(relation.kind)][0] + citation(relation.title, relation.doc_no)


def _relate(
    session: Session, actor: Actor, document: Document, relations: Sequence[RelationFound], now: datetime
) -> list[int]:
    """Writes the relations and their events; returns the ids of the registered documents at their other ends."""
    assert document.id is not None
    write_read_relations(session, {document.id: relations})
    own, _ = relations_of(session, document.id)
    other_ids = [relation.other_id for relation in own if relation.other_id]
    others = {other.id: other for other in lock_documents(session, other_ids)}
    may_record = document.is_published and actor.may(Permission.RECORD_EVENT)
    for relation in own:
        other = others.get(relation.other_id)
        if other is not None and kind_of_event(relation) is not None:
            if not may_record:
                continue
            write_event(session, actor, document, relation, other, now)
        relation.is_confirmed = True
        session.add(relation)
    return [other_id for other_id in others if other_id is not None]


def propose_validity(session: Session, title: str, effective_on: date | None) -> tuple[date | None, str]:
    """(the last valid day that the rules of that day propose, the reason). Only a proposal for the form."""
    if effective_on is None:
        return None, "填写施行日期后，系统按规则提出有效期建议。"
    return proposed_valid_until(effective_on, title, load_rulebook(session).profile_for(effective_on))
