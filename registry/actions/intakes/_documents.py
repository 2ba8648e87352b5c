"""The documents that the entries of an intake may be about: registered, or added by an earlier entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sqlmodel import Session, col, select

from registry.actions.intakes._entries import Entry
from registry.domain import doc_numbers
from registry.domain.document_fields import LEDGER_PLAIN
from registry.domain.documents import DATE_WORDS
from registry.domain.filings import FilingState, Track
from registry.domain.intakes import PERMANENT
from registry.domain.normal import title_key
from registry.domain.periods import until_words
from registry.domain.validity import ENDINGS, EventKind, Status, valid_events
from registry.storage.documents.tables import Document, DocumentEvent, DocumentText
from registry.storage.documents.timelines import as_event, events_by_document
from registry.storage.files import Attachment
from registry.storage.filings import Filing

_TEXTS = ("doc_no", *LEDGER_PLAIN, "note", "duplicate_reason", "number_owner")
_PAUSES = {EventKind.SUSPENDED: Status.SUSPENDED, EventKind.RESUMED: Status.IN_FORCE}

Lead = int | str
"""An authority: its id, or the key of a name that is not registered yet."""


number_key = lru_cache(maxsize=1 << 16)(doc_numbers.key)


@dataclass(eq=False)
class IntakeDocument:
    """A registered document, or one without an id that an entry of this intake adds (`added_by`).

    `values` are written as an Entry's. `first_entry` is the first entry of this intake that is about the document,
    `changed_by` the entry that changed each field. `is_disclosure_assumed` holds for a new document as long as no
    entry of this intake states its disclosure.
    """

    title: str
    lead: Lead
    values: dict[str, str]
    id: int | None = None
    added_by: Entry | None = None
    first_entry: Entry | None = None
    has_text: bool = False
    has_file: bool = False
    filing_state: FilingState | None = None
    is_historic: bool = False
    is_disclosure_assumed: bool = False
    sha256s: set[str] = field(default_factory=set)
    changed_by: dict[str, Entry] = field(default_factory=dict)

    @property
    def title_key(self) -> str:
        return title_key(self.title)


def load_documents(session: Session, ids: list[int]) -> Iterator[IntakeDocument]:
    """The registered documents with these ids, ids ascending."""
    events = events_by_document(session, ids)
    text = select(DocumentText.document_id).where(
        col(DocumentText.document_id).in_(ids), DocumentText.text != ""
    )
    with_text = set(session.exec(text))
    filings = {
        filing.document_id: filing
        for filing in session.exec(
            select(Filing).where(col(Filing.document_id).in_(ids)).order_by(col(Filing.passage))
        )
        if filing.track is Track.GOVERNMENT
    }
    files: dict[int, set[str]] = {}
    with_file = set(with_text)
    for attachment in session.exec(select(Attachment).where(col(Attachment.document_id).in_(ids))):
        files.setdefault(attachment.document_id, set()).add(attachment.sha256)
        if attachment.role == "text":
            with_file.add(attachment.document_id)
    for row in session.exec(select(Document).where(col(Document.id).in_(ids)).order_by(col(Document.id))):
        assert row.id is not None
        filing = filings.get(row.id)
        yield IntakeDocument(
            row.title,
            row.lead_authority_id,
            _values(row, events.get(row.id, []), filing),
            id=row.id,
            has_text=row.id in with_text,
            has_file=row.id in with_file,
            filing_state=filing.state if filing else None,
            is_historic=filing.is_historic if filing else False,
            sha256s=files.get(row.id, set()),
        )


def _values(row: Document, events: list[DocumentEvent], filing: Filing | None) -> dict[str, str]:
    """The values of a registered document, written as an Entry's."""
    values: dict[str, str] = {name: getattr(row, name) for name in _TEXTS}
    for name in DATE_WORDS:
        day = getattr(row, name)
        values[name] = day.isoformat() if day else ""
    until = values.pop("valid_until")
    values["validity"] = PERMANENT if row.has_no_expiry else until_words(row.ends_when) or until
    values["disclosure"] = row.disclosure.value
    if filing and filing.is_historic:
        values["filing_no"] = filing.filing_no or ""
        values["filed_on"] = filing.submitted_on.isoformat() if filing.submitted_on else ""
    values["stated"], values["ended_on"] = _stated(events)
    values["extended_to"] = _extended_to(events)
    return {name: value for name, value in values.items() if value}


def _extended_to(events: list[DocumentEvent]) -> str:
    """The last day of the latest extension; empty without one."""
    extended = [
        event for event in valid_events([as_event(row) for row in events]) if event.kind is EventKind.EXTENDED
    ]
    return extended[-1].new_valid_until.isoformat() if extended and extended[-1].new_valid_until else ""


def _stated(events: list[DocumentEvent]) -> tuple[str, str]:
    """The status that the events state, and its day; two empty texts when they state none."""
    stated, stated_on = "", ""
    for event in valid_events([as_event(row) for row in events]):
        status = event.stated if event.kind is EventKind.STATED else ENDINGS.get(event.kind)
        status = _PAUSES.get(event.kind, status)
        if status is None:
            continue
        day = event.effective_on.isoformat() if event.effective_on else ""
        stated_on = day or (stated_on if stated == status.value else "")
        stated = status.value
    return stated, stated_on
