"""Handing over an authority's matters, inside a transaction: documents, open filings, people, notices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.filings import CONCLUDED
from registry.domain.instants import day_of
from registry.domain.notices import NoticeState
from registry.storage.authorities import Authority
from registry.storage.authority_matters import (
    issued_ids,
    led_ids,
    open_filings_of,
    open_rounds_over,
    people_of,
    unreleased_items,
)
from registry.storage.batches import batches
from registry.storage.documents.locks import hold_identities
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.notices import Notice, copied_row, insert_notices, merged
from registry.storage.papers import move_papers
from registry.storage.people import User, authority_people
from registry.storage.recipients import NO_CONTACT, recipients


@dataclass(frozen=True)
class Heirs:
    """The heirs of an authority: the default, and those of particular documents (id → heir) and people (id → heir).

    `named` are heirs even when they get nothing.
    """

    default_id: int
    documents: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    named: frozenset[int] = frozenset()

    @property
    def ids(self) -> set[int]:
        return {self.default_id, *self.named, *self.documents.values(), *self.people.values()}

    def of_document(self, document_id: int) -> int:
        return self.documents.get(document_id, self.default_id)

    def of_person(self, user_id: int) -> int:
        return self.people.get(user_id, self.default_id)


@dataclass(frozen=True)
class Share:
    """The number of matters that an heir gets; of `n_documents`, issued by the authority, it led `n_led`."""

    heir_id: int
    n_documents: int
    n_led: int
    n_filings: int
    n_people: int


def shares(session: Session, authority_id: int, heirs: Heirs) -> list[Share]:
    """The share of each heir, the default heir first. An authority that keeps a part is an heir of itself."""
    issued, led = issued_ids(session, authority_id), led_ids(session, authority_id)
    n_documents = Counter(heirs.of_document(document_id) for document_id in issued)
    n_led = Counter(heirs.of_document(document_id) for document_id in led)
    n_filings = Counter(
        heirs.of_document(filing.document_id) for filing, _ in open_filings_of(session, authority_id)
    )
    n_people = Counter(heirs.of_person(person.id or 0) for person in people_of(session, authority_id))
    order = sorted(heirs.ids, key=lambda heir_id: (heir_id != heirs.default_id, heir_id))
    return [
        Share(heir_id, n_documents[heir_id], n_led[heir_id], n_filings[heir_id], n_people[heir_id])
        for heir_id in order
    ]


def lock_documents_of(session: Session, authority_id: int) -> None:
    """Lock the documents of an authority, before authorities: editing a document locks its issuers after it."""
    hold_identities(session)
    ids = select(DocumentAuthority.document_id).where(DocumentAuthority.authority_id == authority_id)
    query = select(Document.id).where(col(Document.id).in_(ids)).order_by(col(Document.id))
    session.exec(query.with_for_update(key_share=True)).all()


def lock_authorities(session: Session, ids: Iterable[int]) -> dict[int, Authority]:
    """The locked authorities by id. Other transactions may still write rows that refer to them (filings, people)."""
    query = select(Authority).where(col(Authority.id).in_(set(ids))).order_by(col(Authority.id))
    locked = session.exec(query.with_for_update(key_share=True))
    return {authority.id: authority for authority in locked if authority.id is not None}


def hand_over(session: Session, authority_id: int, heirs: Heirs, now: datetime) -> list[int]:
    """Move everything except concluded filings to the heirs; returns the ids of the documents that moved."""
    issued = issued_ids(session, authority_id)
    ids = [document_id for document_id in issued if heirs.of_document(document_id) != authority_id]
    for heir_id in sorted(heirs.ids - {authority_id}):
        part = [document_id for document_id in ids if heirs.of_document(document_id) == heir_id]
        move_documents(session, part, authority_id, heir_id, now)
    _move_open_filings(session, authority_id, heirs)
    people = people_of(session, authority_id)
    for person in people:
        person.authority_id = heirs.of_person(person.id or 0)
        session.add(person)
    session.flush()
    _pass_on_notices(session, people, set(issued), heirs, now)
    _move_issue_entries(session, authority_id, heirs)
    takers = {heirs.of_document(document_id) for document_id in issued} or {heirs.default_id}
    _widen_scopes(session, authority_id, sorted(takers))
    _move_answers(session, authority_id, heirs)
    session.flush()
    return ids


def move_documents(
    session: Session, ids: Sequence[int], authority_id: int, heir_id: int, now: datetime
) -> None:
    """Make the heir the issuer of the documents, with unchanged names as issued.

    A document that both issued keeps the heir's row, at the earlier of the two positions.
    """
    issuer, document = col(DocumentAuthority.authority_id), col(DocumentAuthority.document_id)
    for batch in batches(ids):
        of_both = session.exec(select(DocumentAuthority).where(issuer == heir_id, document.in_(batch))).all()
        for kept in of_both:
            duplicate = session.get_one(DocumentAuthority, (kept.document_id, authority_id))
            kept.position = min(kept.position, duplicate.position)
            session.add(kept)
            session.delete(duplicate)
        session.flush()
        moving = sa.update(DocumentAuthority).where(issuer == authority_id, document.in_(batch))
        session.execute(moving.values(authority_id=heir_id))
        touched = sa.update(Document).where(col(Document.id).in_(batch))
        session.execute(touched.values(version=col(Document.version) + 1, updated_at=now))
        led = touched.where(col(Document.lead_authority_id) == authority_id)
        session.execute(led.values(lead_authority_id=heir_id))
        move_papers(session, batch, authority_id, heir_id)


def _move_open_filings(session: Session, authority_id: int, heirs: Heirs) -> None:
    query = select(Filing).where(Filing.authority_id == authority_id, col(Filing.state).not_in(CONCLUDED))
    for filing in session.exec(query.order_by(col(Filing.id)).with_for_update(key_share=True)).all():
        heir_id = heirs.of_document(filing.document_id)
        if heir_id != authority_id:
            filing.authority_id, filing.version = heir_id, filing.version + 1
            session.add(filing)


def _pass_on_notices(
    session: Session, people: Sequence[User], issued: set[int], heirs: Heirs, now: datetime
) -> None:
    """Pass on pending notices: they stay with their reader, unless the matter goes to another heir than the reader.

    Then the notice is cancelled, and the people of that heir get a copy.
    """
    readers = {person.id: person.authority_id for person in people}
    query = select(Notice).where(
        col(Notice.user_id).in_(readers),
        col(Notice.subject).in_(("filing", "document")),
        Notice.state == NoticeState.PENDING,
    )
    for notice in session.exec(query.order_by(col(Notice.id)).with_for_update()).all():
        document_id = _document_of(session, notice)
        heir_id = heirs.of_document(document_id)
        if document_id not in issued or heir_id == readers[notice.user_id]:
            continue
        notice.state = NoticeState.CANCELLED
        notice.outcome = f"机构改革，该事项由{session.get_one(Authority, heir_id).name}承接。"
        session.add(notice)
        heirs_people = authority_people(session, heir_id)
        to = recipients(session, heirs_people, day_of(now), nobody=NO_CONTACT)
        insert_notices(session, merged([copied_row(notice, recipient, now) for recipient in to]))


def _document_of(session: Session, notice: Notice) -> int:
    if notice.subject == "document":
        return notice.subject_id
    return session.get_one(Filing, notice.subject_id).document_id


def _move_issue_entries(session: Session, authority_id: int, heirs: Heirs) -> None:
    """Move the issue register's entries to the heirs of their documents; those without a document to the default."""
    for entry in session.exec(select(IssueEntry).where(IssueEntry.authority_id == authority_id)):
        entry.authority_id = heirs.of_document(entry.document_id or 0)
        entry.version += 1
        session.add(entry)


def _widen_scopes(session: Session, authority_id: int, takers: Sequence[int]) -> None:
    """Replace the authority by the takers of its documents in the scope of every round that is not released."""
    for cleanup in open_rounds_over(session, authority_id):
        remaining = [scoped_id for scoped_id in cleanup.authority_ids if scoped_id != authority_id]
        cleanup.authority_ids = list(dict.fromkeys([*remaining, *takers]))
        cleanup.version += 1
        session.add(cleanup)


def _move_answers(session: Session, authority_id: int, heirs: Heirs) -> None:
    """Let the heirs of its documents answer for them in every round that is not released."""
    for item in unreleased_items(session, authority_id):
        item.answering_id = heirs.of_document(item.document_id)
        item.version += 1
        session.add(item)
