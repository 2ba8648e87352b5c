"""What each row of an intake will be once it is written: its status today, how long it holds, who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.intakes._values import life_of, stated_event
from registry.domain.documents import Disclosure
from registry.domain.validity import Event, Life, Span, spans, status_on
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import as_event, events_by_document
from registry.storage.intakes import Intake, IntakeRow


@dataclass(frozen=True)
class Outlook:
    """The span of today with its reason, the last valid day (None with `has_no_expiry` or when none is known)."""

    span: Span
    valid_until: date | None
    has_no_expiry: bool
    disclosure: Disclosure


def foresee_rows(
    session: Session, intake: Intake, rows: Sequence[IntakeRow], today: date, now: datetime
) -> dict[int, Outlook]:
    """By position; a refused row has none. Of an intake that was applied: what its documents are now."""
    ids = [row.document_id for row in rows if row.document_id]
    query = select(Document).where(col(Document.id).in_(ids))
    documents = {document.id: document for document in session.exec(query)}
    events = events_by_document(session, ids)
    outlooks = {}
    for row in rows:
        document = documents.get(row.document_id) if row.document_id else None
        known = [as_event(event) for event in events.get(row.document_id or 0, [])]
        if intake.state == "applied" and document:
            outlooks[row.position] = _of_document(document, known, today)
        elif row.outlook:
            is_published = document.is_published if document else True
            outlooks[row.position] = _of_values(row.outlook, known, today, now, is_published=is_published)
    return outlooks


def _of_document(document: Document, known: list[Event], today: date) -> Outlook:
    life = Life(
        document.is_published,
        document.published_on,
        document.effective_on,
        document.valid_until,
        document.has_no_expiry,
    )
    return _outlook(life, known, document.disclosure, today)


def _of_values(
    values: dict[str, str], known: list[Event], today: date, now: datetime, *, is_published: bool
) -> Outlook:
    event = stated_event(values, now)
    life = life_of(values, is_published=is_published)
    return _outlook(life, [*known, event] if event else known, Disclosure(values["disclosure"]), today)


def _outlook(life: Life, events: list[Event], disclosure: Disclosure, today: date) -> Outlook:
    return Outlook(status_on(spans(life, events), today), life.valid_until, life.has_no_expiry, disclosure)
