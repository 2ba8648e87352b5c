"""Handing over what an authority answers for, inside a transaction: documents, open filings, people, notices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.filings import CONCLUDED
from registry.domain.notices import NoticeKind, NoticeState, notice_key
from registry.storage.authorities import Authority
from registry.storage.authority_matters import (
    issued_ids,
    led_ids,
    open_filings_of,
    open_rounds_over,
    people_of,
)
from registry.storage.batches import batches
from registry.storage.documents.locks import hold_identities
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.filings import Filing
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.notices import Notice, insert_notices
from registry.storage.people import User, authority_people


@dataclass(frozen=True)
class Heirs:
    """Who takes over: one by default, others for the documents and people that are named; `named` may get nothing."""

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
    """What one heir gets: `n_documents` led and co-issued, `n_led` of them led, open filings, contacts."""

    heir_id: int
    n_documents: int
    n_led: int
    n_filings: int
    n_people: int


def shares(session: Session, authority_id: int, heirs: Heirs) -> list[Share]:
    """What would go to whom, the default heir first; the authority itself is one of them when it keeps a part."""
    issued, led = issued_ids(session, authority_id), led_ids(session, authority_id)
    documents = Counter(heirs.of_document(one) for one in issued)
    of_led = Counter(heirs.of_document(one) for one in led)
    filings = Counter(heirs.of_document(one.document_id) for one, _ in open_filings_of(session, authority_id))
    people = Counter(heirs.of_person(one.id or 0) for one in people_of(session, authority_id))
    order = sorted(heirs.ids, key=lambda one: (one != heirs.default_id, one))
    return [Share(one, documents[one], of_led[one], filings[one], people[one]) for one in order]


def lock_documents_of(session: Session, authority_id: int) -> None:
    """Documents are held before authorities: whoever edits a document comes to its issuers after it."""
    hold_identities(session)
    ids = select(DocumentAuthority.document_id).where(DocumentAuthority.authority_id == authority_id)
    query = select(Document.id).where(col(Document.id).in_(ids)).order_by(col(Document.id))
    session.exec(query.with_for_update(key_share=True)).all()


def lock_authorities(session: Session, ids: Iterable[int]) -> dict[int, Authority]:
    """By id. Whoever moves a filing or a person, which are held after these, may still refer to them meanwhile."""
    query = select(Authority).where(col(Authority.id).in_(set(ids))).order_by(col(Authority.id))
    held = session.exec(query.with_for_update(key_share=True))
    return {one.id: one for one in held if one.id is not None}


def hand_over(session: Session, authority_id: int, heirs: Heirs, now: datetime) -> list[int]:
    """Moves everything but concluded filings, and returns the ids of the documents that moved."""
    issued = issued_ids(session, authority_id)
    ids = [one for one in issued if heirs.of_document(one) != authority_id]
    for heir_id in sorted(heirs.ids - {authority_id}):
        part = [one for one in ids if heirs.of_document(one) == heir_id]
        move_documents(session, part, authority_id, heir_id, now)
    _move_open_filings(session, authority_id, heirs)
    people = people_of(session, authority_id)
    for person in people:
        person.authority_id = heirs.of_person(person.id or 0)
        session.add(person)
    session.flush()
    _pass_on_notices(session, people, set(issued), heirs, now)
    _move_issue_entries(session, authority_id, heirs)
    takers = {heirs.of_document(one) for one in issued} or {heirs.default_id}
    _widen_scopes(session, authority_id, sorted(takers))
    session.flush()
    return ids


def move_documents(
    session: Session, ids: Sequence[int], authority_id: int, heir_id: int, now: datetime
) -> None:
    """Moves the issuers' rows, names as issued untouched; a document of both keeps the row that stands first."""
    issuer, document = col(DocumentAuthority.authority_id), col(DocumentAuthority.document_id)
    for batch in batches(ids):
        twice = session.exec(select(DocumentAuthority).where(issuer == heir_id, document.in_(batch))).all()
        for kept in twice:
            gone = session.get_one(DocumentAuthority, (kept.document_id, authority_id))
            kept.position = min(kept.position, gone.position)
            session.add(kept)
            session.delete(gone)
        session.flush()
        moving = sa.update(DocumentAuthority).where(issuer == authority_id, document.in_(batch))
        session.execute(moving.values(authority_id=heir_id))
        touched = sa.update(Document).where(col(Document.id).in_(batch))
        session.execute(touched.values(version=col(Document.version) + 1, updated_at=now))
        led = touched.where(col(Document.lead_authority_id) == authority_id)
        session.execute(led.values(lead_authority_id=heir_id))


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
    """A notice that waits follows its reader; where its matter goes to another heir, it goes to that one's people."""
    readers = {one.id: one.authority_id for one in people}
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
        copies = [_copy(notice, one, now) for one in authority_people(session, heir_id)]
        insert_notices(session, copies)


def _document_of(session: Session, notice: Notice) -> int:
    if notice.subject == "document":
        return notice.subject_id
    return session.get_one(Filing, notice.subject_id).document_id


def _copy(notice: Notice, person: User, now: datetime) -> dict[str, object]:
    """The same notice to another person, as the table takes it."""
    key = notice_key(
        NoticeKind(notice.kind),
        f"{notice.subject}-{notice.subject_id}",
        notice.due_on,
        notice.threshold,
        str(person.id),
    )
    same = {name: getattr(notice, name) for name in ("kind", "subject", "subject_id", "due_on", "threshold")}
    return {
        **same,
        "key": key,
        "user_id": person.id,
        "facts": dict(notice.facts),
        "state": NoticeState.PENDING.value,
        "is_urgent": notice.is_urgent,
        "created_at": now,
        "next_attempt_at": now,
        "n_attempts": 0,
        "outcome": "",
    }


def _move_issue_entries(session: Session, authority_id: int, heirs: Heirs) -> None:
    """A line of the issue register goes where its document went, else to the default heir."""
    for entry in session.exec(select(IssueEntry).where(IssueEntry.authority_id == authority_id)):
        entry.authority_id = heirs.of_document(entry.document_id or 0)
        entry.version += 1
        session.add(entry)


def _widen_scopes(session: Session, authority_id: int, takers: Sequence[int]) -> None:
    """A round not released that names the authority names those who lead its documents from now on."""
    for cleanup in open_rounds_over(session, authority_id):
        ids = [one for one in cleanup.authority_ids if one != authority_id]
        cleanup.authority_ids = list(dict.fromkeys([*ids, *takers]))
        cleanup.version += 1
        session.add(cleanup)
