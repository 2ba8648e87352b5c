"""What the public may read: public, published documents, and nothing that names any other document.

Every query here has that condition itself: a document that is not public is answered like one that does not exist.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.catalog import AMENDED_TEXT, PUBLIC_ATTACHMENT_ROLES
from registry.domain.citations import citation
from registry.domain.doc_numbers import parse_all
from registry.domain.documents import Disclosure, RelationKind
from registry.domain.normal import title_key
from registry.domain.periods import Period
from registry.domain.validity import (
    Event,
    EventKind,
    Life,
    Span,
    Status,
    spans,
    status_on,
    valid_events,
    validity_on,
)
from registry.storage.batches import batches
from registry.storage.documents.tables import Document, DocumentEvent, Relation
from registry.storage.documents.timelines import as_event, as_life
from registry.storage.documents.versions import texts_of
from registry.storage.files import Attachment


@dataclass(frozen=True)
class PublicRelation:
    """A relation to the document `other`, or to `words` where that is not in the register.

    `is_own`: declared by the document whose page it is on.
    """

    kind: RelationKind
    is_own: bool
    is_partial: bool
    on: date | None
    other: Document | None
    words: str


@dataclass(frozen=True)
class PublicEvent:
    """An event with the public document behind it, if any, and without the words a clerk wrote about it."""

    kind: EventKind
    on: date | None
    by: Document | None
    new_valid_until: date | None
    stated: Status | None
    new_has_no_expiry: bool = False
    articles: str = ""
    id: int = 0
    new_ends_when: str = ""


@dataclass(frozen=True)
class Timeline:
    """The spans and events of a document; their reasons name public documents only."""

    spans: list[Span]
    events: list[PublicEvent]
    life: Life
    acts: list[Event]

    def on(self, day: date) -> Span:
        """The span that covers a day."""
        return status_on(self.spans, day)

    def validity_on(self, day: date) -> Period:
        """Until when it is valid, as that stands on a day."""
        return validity_on(self.life, self.acts, day)


def is_public() -> sa.ColumnElement[bool]:
    """The condition that a document is public (DOMAIN §5), as domain.catalog.is_public decides."""
    return sa.and_(col(Document.disclosure) == Disclosure.PUBLIC, col(Document.is_published))


def public_document(session: Session, document_id: int) -> Document | None:
    return session.exec(select(Document).where(Document.id == document_id, is_public())).first()


def public_documents(session: Session, ids: Collection[int]) -> dict[int, Document]:
    """Those of the ids that are public, by id."""
    documents: dict[int, Document] = {}
    for batch in batches(sorted(ids)):
        rows = session.exec(select(Document).where(col(Document.id).in_(batch), is_public()))
        documents.update((row.id, row) for row in rows if row.id is not None)
    return documents


def public_files(session: Session, document_id: int) -> list[Attachment]:
    """The text and the annexes of a public document, without the papers of its filings and the amended texts."""
    files = _files(document_id).where(Attachment.role != AMENDED_TEXT)
    return list(session.exec(files.order_by(col(Attachment.id))).all())


def public_file(session: Session, document_id: int, attachment_id: int) -> Attachment | None:
    """A file of a public document; an amended text only while the public page shows it."""
    file: Attachment | None = session.exec(_files(document_id).where(Attachment.id == attachment_id)).first()
    if file is None or file.role != AMENDED_TEXT:
        return file
    texts = texts_of(session, session.get_one(Document, document_id))
    standing = {amendment.event_id for amendment in texts.amendments}
    shown = {version.file.id for event_id, version in texts.versions.items() if event_id in standing}
    return file if file.id in shown else None


def public_relations(session: Session, document_id: int) -> list[PublicRelation]:
    """The confirmed relations to public documents in both directions, and to words that name no other document here.

    Relations that were read from a text and not confirmed are left out.
    """
    either = sa.or_(col(Relation.document_id) == document_id, col(Relation.other_id) == document_id)
    query = select(Relation).where(either, col(Relation.is_confirmed))
    rows = session.exec(query.order_by(col(Relation.on), col(Relation.id))).all()
    ends = {row.other_id if row.document_id == document_id else row.document_id for row in rows}
    others = public_documents(session, {end for end in ends if end is not None})
    relations = []
    for row in rows:
        is_own = row.document_id == document_id
        end = row.other_id if is_own else row.document_id
        other = others.get(end) if end is not None else None
        if other is not None or (end is None and not _names_hidden(session, row.other_text)):
            words = row.other_text if other is None else ""
            relations.append(PublicRelation(row.kind, is_own, row.is_partial, row.on, other, words))
    return relations


def public_timelines(session: Session, documents: Iterable[Document]) -> dict[int, Timeline]:
    """document id → its timeline, computed like its spans but from events without their sources."""
    by_id = {document.id: document for document in documents if document.id is not None}
    rows: dict[int, list[DocumentEvent]] = defaultdict(list)
    for batch in batches(sorted(by_id)):
        for row in session.exec(select(DocumentEvent).where(col(DocumentEvent.document_id).in_(batch))):
            rows[row.document_id].append(row)
    acting_ids = {
        row.by_document_id
        for of_document in rows.values()
        for row in of_document
        if row.by_document_id is not None
    }
    acting = public_documents(session, acting_ids)
    return {
        document_id: _timeline(document, rows[document_id], acting) for document_id, document in by_id.items()
    }


def _files(document_id: int) -> Any:
    return (
        select(Attachment)
        .join(Document, col(Document.id) == Attachment.document_id)
        .where(
            Attachment.document_id == document_id,
            col(Attachment.role).in_(PUBLIC_ATTACHMENT_ROLES),
            col(Attachment.filing_id).is_(None),
            is_public(),
        )
    )


def _names_hidden(session: Session, words: str) -> bool:
    """Whether words name, by number or title, a document of the register that is not public."""
    keys = [number.key for number in parse_all(words) if number.key]
    inner = words.partition("《")[2].rpartition("》")[0]
    titles = [title_key(title) for title in (words, inner) if title]
    named = sa.or_(col(Document.doc_no_key).in_(keys), col(Document.title_key).in_(titles))
    query = select(Document.id).where(named, sa.not_(is_public())).limit(1)
    return session.exec(query).first() is not None


def _timeline(document: Document, rows: Sequence[DocumentEvent], acting: dict[int, Document]) -> Timeline:
    by = {row.id: acting.get(row.by_document_id or 0) for row in rows}
    events = [_event(row, by[row.id]) for row in rows]
    public_events = [
        PublicEvent(
            event.kind,
            event.effective_on,
            by[event.id],
            event.new_valid_until,
            event.stated,
            event.new_has_no_expiry,
            event.articles,
            event.id,
            event.new_ends_when,
        )
        for event in valid_events(events)
    ]
    return Timeline(spans(as_life(document), events), public_events, as_life(document), events)


def _event(row: DocumentEvent, by: Document | None) -> Event:
    """The event with the public document behind it as its only source."""
    return replace(as_event(row), source=citation(by.title, by.doc_no) if by else "")
