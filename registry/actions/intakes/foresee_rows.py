"""Foresee what the rows of an intake will be once they are written: status today, validity, disclosure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions.intakes._values import life_of, stated_events
from registry.domain.documents import Disclosure
from registry.domain.intakes import IntakeState
from registry.domain.validity import Event, Life, Span, spans, status_on
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import as_event, as_life, events_by_document
from registry.storage.intakes import Intake, IntakeRow


@dataclass(frozen=True)
class Outlook:
    """A document as it will be: its span of today, its last valid day, and who may read it.

    `valid_until` is None when the document has no expiry and when no last day is known.
    """

    span: Span
    valid_until: date | None
    has_no_expiry: bool
    ends_when: str
    disclosure: Disclosure


def foresee_rows(
    session: Session, intake: Intake, rows: Sequence[IntakeRow], today: date, now: datetime
) -> dict[int, Outlook]:
    """The outlook of each row, by its position; a refused row has none.

    For an applied intake these are its documents as they are now.
    """
    ids = [row.document_id for row in rows if row.document_id]
    query = select(Document).where(col(Document.id).in_(ids))
    documents = {document.id: document for document in session.exec(query)}
    events = events_by_document(session, ids)
    outlooks = {}
    for row in rows:
        document = documents.get(row.document_id) if row.document_id else None
        recorded = [as_event(event) for event in events.get(row.document_id or 0, [])]
        if intake.state is IntakeState.APPLIED and document:
            outlooks[row.position] = _of_document(document, recorded, today)
        elif row.outlook:
            is_published = document.is_published if document else True
            outlooks[row.position] = _of_values(row.outlook, recorded, today, now, is_published=is_published)
    return outlooks


def _of_document(document: Document, events: list[Event], today: date) -> Outlook:
    return _outlook(as_life(document), events, document.disclosure, today)


def _of_values(
    values: dict[str, str], events: list[Event], today: date, now: datetime, *, is_published: bool
) -> Outlook:
    life = life_of(values, is_published=is_published)
    stated = stated_events(values, now)
    return _outlook(life, [*events, *stated], Disclosure(values["disclosure"]), today)


def _outlook(life: Life, events: list[Event], disclosure: Disclosure, today: date) -> Outlook:
    return Outlook(
        status_on(spans(life, events), today),
        life.valid_until,
        life.has_no_expiry,
        life.ends_when,
        disclosure,
    )
