"""The texts of a document as acts amended it, each with its file, and the text that holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.amendments import Amendment, TextOnDay, amendments_of, text_on
from registry.domain.catalog import is_public
from registry.storage.changes import Change
from registry.storage.documents.tables import Document, DocumentEvent, documents_by_id, text_of
from registry.storage.documents.timelines import as_event, events_of
from registry.storage.files import Attachment


class DocumentVersion(SQLModel, table=True):
    """The text as an event amended it, read from the file of an attachment. A newer row of the event replaces it."""

    __tablename__ = "document_version"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    event_id: int = Field(foreign_key="document_event.id")
    attachment_id: int = Field(foreign_key="attachment.id", unique=True)
    text: str = Field(sa_type=sa.Text)
    text_sha256: str = Field(max_length=64)


@dataclass(frozen=True)
class Version:
    """A text as amended, and the file that it was read from."""

    text: str
    file: Attachment


@dataclass(frozen=True)
class Texts:
    """The amendments of a document, their uploaded texts by event id, and its first text."""

    first: str
    amendments: list[Amendment]
    versions: dict[int, Version]

    def on(self, day: date) -> tuple[str, TextOnDay]:
        """The text of a day, and which text it is."""
        told = text_on(self.amendments, day)
        return (self.versions[told.of.event_id].text if told.of else self.first), told

    def amended_on(self, day: date) -> str:
        """The text as amended by a day; "" while it is the first one."""
        text, told = self.on(day)
        return text if told.of else ""


def texts_of(session: Session, document: Document, *, is_for_public: bool = True) -> Texts:
    """The texts of a document. For the public a text is left out that came of an act which is not public, or names it;
    search looks in what the public may read. Documents that are not public have all their texts."""
    assert document.id is not None
    events = events_of(session, document.id)
    versions = _versions(session, document.id)
    if is_for_public and is_public(document.disclosure, document.is_published):
        hidden = _hidden_acts(session, events)
        versions = {
            event_id: version
            for event_id, version in versions.items()
            if event_id not in hidden and not any(_names(version.text, act) for act in hidden.values())
        }
    amendments = amendments_of(map(as_event, events), versions)
    return Texts(text_of(session, document.id), amendments, versions)


def documents_with_versions(session: Session) -> list[int]:
    """The ids of the documents of which an amended text was uploaded."""
    query = select(DocumentVersion.document_id).distinct().order_by(col(DocumentVersion.document_id))
    return list(session.exec(query).all())


def documents_to_look_at(session: Session, since_change: int, since_day: int, today: date) -> list[int]:
    """The ids of the documents with an amended text whose text of today may be another one than it was.

    They or an act on them changed after the change of this number, or an act takes effect between the day of this
    ordinal and today, whichever is earlier.
    """
    changed = sa.select(col(Change.document_id)).where(col(Change.seq) > since_change)
    first, last = sorted((date.fromordinal(max(since_day, 1)), today))
    query = (
        select(DocumentVersion.document_id)
        .distinct()
        .join(DocumentEvent, col(DocumentEvent.document_id) == DocumentVersion.document_id)
        .where(
            sa.or_(
                col(DocumentVersion.document_id).in_(changed),
                col(DocumentEvent.by_document_id).in_(changed),
                col(DocumentEvent.effective_on).between(first, last),
            )
        )
    )
    return list(session.exec(query.order_by(col(DocumentVersion.document_id))).all())


def versions_and_events(session: Session, document_id: int) -> list[tuple[DocumentVersion, DocumentEvent]]:
    """Every text of a document as amended, with its event, the replaced ones too."""
    query = select(DocumentVersion, DocumentEvent).where(
        DocumentVersion.document_id == document_id, col(DocumentEvent.id) == DocumentVersion.event_id
    )
    return list(session.exec(query.order_by(col(DocumentVersion.id))).all())


def version_of_file(session: Session, attachment_id: int) -> DocumentVersion | None:
    return session.exec(select(DocumentVersion).where(DocumentVersion.attachment_id == attachment_id)).first()


def _versions(session: Session, document_id: int) -> dict[int, Version]:
    """event id → its text, the newest where several were uploaded."""
    query = (
        select(DocumentVersion, Attachment)
        .join(Attachment, col(Attachment.id) == DocumentVersion.attachment_id)
        .where(DocumentVersion.document_id == document_id)
    )
    return {
        row.event_id: Version(row.text, file)
        for row, file in session.exec(query.order_by(col(DocumentVersion.id)))
    }


def _hidden_acts(session: Session, events: Iterable[DocumentEvent]) -> dict[int, Document]:
    """event id → the document behind it, of those that are not public."""
    by = {event.id or 0: event.by_document_id for event in events if event.by_document_id}
    acts = documents_by_id(session, by.values())
    return {
        event_id: acts[act_id]
        for event_id, act_id in by.items()
        if not is_public(acts[act_id].disclosure, acts[act_id].is_published)
    }


def _names(text: str, act: Document) -> bool:
    return any(words and words in text for words in (act.title, act.doc_no))
