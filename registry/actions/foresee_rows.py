"""What each row of an intake will be once it is written: its status today, how long it holds, who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from registry.actions._documents import as_event, events_by_document
from registry.actions._intakes import options_of
from registry.domain.documents import Disclosure
from registry.domain.intakes import PERMANENT, REFUSED, Options
from registry.domain.validity import Event, EventKind, Life, Span, Status, spans, status_on
from registry.storage.documents import Document
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
    """By position; a refused row has none."""
    ids = [row.document_id for row in rows if row.document_id]
    documents = {
        document.id: document for document in session.exec(select(Document).where(col(Document.id).in_(ids)))
    }
    events = events_by_document(session, ids)
    outlooks = {}
    for row in rows:
        document = documents.get(row.document_id) if row.document_id else None
        if row.verdict == REFUSED:
            continue
        if document:
            known = [as_event(event) for event in events.get(document.id or 0, [])]
            new = {name: change[1] for name, change in row.changes.items()}
            outlooks[row.position] = _changed(document, known, new, today, now)
        else:
            outlooks[row.position] = _added(row.cells["values"], options_of(intake), today, now)
    return outlooks


def _added(values: Mapping[str, str], options: Options, today: date, now: datetime) -> Outlook:
    given = values.get("disclosure") or options.disclosure or Disclosure.WITHHELD
    return _outlook(_life(Life(), values), [], values, Disclosure(given), today, now)


def _changed(
    document: Document, known: list[Event], new: Mapping[str, str], today: date, now: datetime
) -> Outlook:
    life = Life(
        document.is_published,
        document.published_on,
        document.effective_on,
        document.valid_until,
        document.has_no_expiry,
    )
    disclosure = Disclosure(new["disclosure"]) if "disclosure" in new else document.disclosure
    return _outlook(_life(life, new), known, new, disclosure, today, now)


def _outlook(
    life: Life, known: list[Event], new: Mapping[str, str], disclosure: Disclosure, today: date, now: datetime
) -> Outlook:
    span = status_on(spans(life, [*known, *_stated(new, now)]), today)
    return Outlook(span, life.valid_until, life.has_no_expiry, disclosure)


def _life(life: Life, new: Mapping[str, str]) -> Life:
    validity = new.get("validity", "")
    if validity:
        until = None if validity == PERMANENT else date.fromisoformat(validity)
        life = replace(life, valid_until=until, has_no_expiry=until is None)
    return replace(
        life,
        published_on=_day(new, "published_on") or life.published_on,
        effective_on=_day(new, "effective_on") or life.effective_on,
    )


def _day(new: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(new[name]) if new.get(name) else None


def _stated(new: Mapping[str, str], now: datetime) -> list[Event]:
    """What the ledger says of the status, as it will be recorded."""
    if not new.get("stated"):
        return []
    status = Status(new["stated"])
    on = _day(new, "ended_on")
    if status is Status.SUSPENDED:
        return [Event(0, EventKind.SUSPENDED, on, now)]
    return [Event(0, EventKind.STATED, on, now, stated=status)]
