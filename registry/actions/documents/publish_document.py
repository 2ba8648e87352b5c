"""Mark a document as published, once its formation steps are complete; its filings are then owed."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.documents._editing import check_version
from registry.actions.documents.candidates import candidate_of
from registry.actions.documents.writing import add_event
from registry.actions.filings.owing import owe_filings
from registry.actions.filings.telling import tell_owed
from registry.domain.calendars import DueDate
from registry.domain.documents import Dates, check_dates, check_not_to_come
from registry.domain.errors import Refusal
from registry.domain.filings import Direction, Track
from registry.domain.formation import consultation_finding
from registry.domain.instants import day_of
from registry.domain.owed_filings import filing_due, filing_tracks, filings_owed
from registry.domain.publishing_gate import check_gate
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind
from registry.storage import audit, changes
from registry.storage.documents.locks import (
    hold_identities,
    issuer_ids,
    lead_authority,
    lock_document,
    subject_of,
)
from registry.storage.documents.tables import Document, DocumentEvent, steps_of
from registry.storage.engine import Store, transaction
from registry.storage.rulebook import load_rulebook


def publish_document(
    store: Store,
    actor: Actor,
    document_id: int,
    *,
    published_on: date,
    effective_on: date | None,
    version: int | None = None,
    now: datetime,
) -> list[str]:
    """What is wrong with the formation steps, in words.

    Raises Refusal if the gate of 公布 has a reason against a new document.
    """
    with transaction(store) as session:
        hold_identities(session)  # a document without a number is identified by its 公布日期 too
        document = lock_document(session, document_id)
        require(actor, Permission.PUBLISH_DOCUMENT, issuer_ids(session, document_id)[:1])
        check_version(session, document, version, actor)
        if document.is_published:
            raise Refusal("该文件已标记为公布，无需再次标记。")
        check_not_to_come(published_on, day_of(now))
        check_dates(
            Dates(published_on=published_on, effective_on=effective_on, valid_until=document.valid_until)
        )
        book = load_rulebook(session)
        steps = steps_of(session, document_id)
        findings = check_gate(candidate_of(session, document, published_on), book.tracked_from)
        profile = book.profile_for(published_on)
        if finding := consultation_finding(steps, document.touches_market, profile, book.calendar):
            findings.append(finding)
        document.is_published = True
        document.published_on = published_on
        document.effective_on = effective_on or document.effective_on
        document.handed_over_at, document.returned_because = None, ""
        event = DocumentEvent(
            document_id=document_id,
            kind=EventKind.PUBLISHED,
            effective_on=published_on,
            recorded_at=now,
            recorded_by=actor.name,
        )
        add_event(session, document, event)
        tell_owed(
            session, document, owe_filings(session, book, document, lead_authority(session, document)), now
        )
        audit.record(
            session,
            now,
            actor.name,
            "publish_document",
            subject_of(document),
            published_on=published_on.isoformat(),
            findings=findings,
        )
        changes.touch(session, [document_id], now)
        return findings


def filings_to_come(
    session: Session, document: Document, published_on: date
) -> list[tuple[Track, Direction, DueDate]]:
    """The filings that would be owed if the document were published on this day, with their due dates."""
    book = load_rulebook(session)
    profile = book.profile_for(published_on)
    tracks = filings_owed(
        kind_of_authority=lead_authority(session, document).kind,
        disclosure=document.disclosure,
        obliged_on=published_on,
        tracked_from=book.tracked_from,
        tracks=filing_tracks(profile),
        vertical_filing=profile.vertical_filing,
    )
    return [
        (track, direction, filing_due(track, published_on, profile, book.calendar))
        for track, direction in tracks
    ]
