"""The deadlines that the clock reminds of: those near or past, whom they concern, and whether they still stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import chain

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.filings.telling import filing_facts
from registry.domain.calendars import period_words
from registry.domain.documents import shown_title
from registry.domain.filings import TO_BE_SUBMITTED, Direction
from registry.domain.instants import day_of
from registry.domain.notices import (
    NoticeKind,
    Threshold,
    cleanup_thresholds,
    condition_thresholds,
    expiry_thresholds,
    filing_thresholds,
)
from registry.domain.periods import until_words
from registry.domain.validity import ALIVE, Status
from registry.storage.authorities import Authority
from registry.storage.cleanups import CleanupRound, next_cleanup_due
from registry.storage.conditions import bound_documents
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import span_on
from registry.storage.filings import Filing, deadline_of, due_for_submission
from registry.storage.notices import Notice
from registry.storage.people import User, authority_people, office_people
from registry.storage.rulebook import Rulebook


@dataclass(frozen=True)
class Deadline:
    """A deadline with the thresholds reached by today, oldest first, and the facts of its notices."""

    subject: str
    subject_id: int
    due_on: date
    reached: Sequence[Threshold]
    facts: dict[str, str]
    contacts: Sequence[User]
    office: Sequence[User]

    def people(self, kind: NoticeKind) -> list[User]:
        """The people to remind at a threshold of this kind, without repeats.

        The office is not reminded of a filing that an authority owes it until that is late.
        """
        is_of_authority = kind is NoticeKind.FILING_DUE and self.contacts
        people = [*self.contacts, *([] if is_of_authority else self.office)]
        return list({person.id: person for person in people}.values())


@dataclass(frozen=True)
class _Day:
    """The day of a run, with what every search for deadlines reads once."""

    session: Session
    book: Rulebook
    today: date
    office: Sequence[User]
    contacts_of: Callable[[int], Sequence[User]]


def near_deadlines(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    """Every deadline that has reached a threshold; the cost grows with their number, not with the register."""
    contacts_of = cache(partial(authority_people, session))
    day = _Day(session, book, today, office_people(session), contacts_of)
    for deadline in chain(_filings(day), _expiries(day), _conditions(day), _cleanup(day)):
        if deadline.reached:
            yield deadline


def standing(session: Session, notice: Notice, today: date) -> tuple[bool, date | None]:
    """Whether the matter of a reminder is still open, and its present deadline."""
    if notice.subject == "filing":
        filing = session.get_one(Filing, notice.subject_id)
        return filing.state in TO_BE_SUBMITTED, deadline_of(filing)[0]
    if notice.kind == NoticeKind.CONDITION_DUE:
        bound = bound_documents(session, today, document_id=notice.subject_id)
        return bool(bound), bound[0].ask_on if bound else None
    if notice.subject == "document":
        return _document_standing(session, notice.subject_id, today)
    return not _is_cleaned_up_since(session, notice), next_cleanup_due(session)


def near_lapses(today: date, until: date) -> sa.Select[DocumentSpan, Document]:
    """The query of the documents whose last valid day is between today and `until`.

    The spans already hold every extension and repeal.
    """
    return (
        sa.select(DocumentSpan, Document)
        .join(Document, col(DocumentSpan.document_id) == col(Document.id))
        .where(
            col(DocumentSpan.status) == Status.LAPSED,
            col(DocumentSpan.from_on) > today,
            col(DocumentSpan.from_on) <= until + timedelta(1),
        )
        .order_by(col(Document.id))
    )


def _filings(day: _Day) -> Iterator[Deadline]:
    ahead = max((days for _, profile in day.book.profiles for days in profile.filing_reminders), default=0)
    for filing, document in day.session.execute(due_for_submission(day.today + timedelta(ahead))):
        due_on, working = deadline_of(filing)
        assert due_on is not None
        since = max(day.book.tracked_from, day_of(document.created_at))
        profile = day.book.profile_for(filing.start_on or due_on)
        is_incoming = filing.direction is Direction.INCOMING
        yield Deadline(
            "filing",
            filing.id or 0,
            due_on,
            filing_thresholds(due_on, profile, day.today, since=since),
            filing_facts(day.session, filing, document) | _clock_facts(due_on, working, day.today),
            contacts=day.contacts_of(filing.authority_id) if is_incoming else (),
            office=day.office,
        )


def _expiries(day: _Day) -> Iterator[Deadline]:
    ahead = max((days for _, profile in day.book.profiles for days in profile.expiry_reminders), default=0)
    for span, document in day.session.execute(near_lapses(day.today, day.today + timedelta(ahead))):
        valid_until = span.from_on - timedelta(1)
        since = max(day.book.tracked_from, day_of(document.created_at))
        profile = day.book.profile_for(document.published_on or valid_until)
        authority = day.session.get_one(Authority, document.lead_authority_id)
        facts = {
            "title": shown_title(document),
            "doc_no": document.doc_no,
            "authority": authority.name,
            "path": f"/desk/documents/{document.id}",
        }
        yield Deadline(
            "document",
            document.id or 0,
            valid_until,
            expiry_thresholds(valid_until, profile, day.today, since=since),
            facts | _clock_facts(valid_until, span.why, day.today),
            contacts=day.contacts_of(document.lead_authority_id),
            office=day.office,
        )


def _conditions(day: _Day) -> Iterator[Deadline]:
    for row in bound_documents(day.session, day.today):
        since = max(day.book.tracked_from, day_of(row.document.created_at))
        n_late = (day.today - row.ask_on).days
        left = f"已逾期{n_late}日" if n_late > 0 else "今日应核对"
        last = f"上次于{row.answered_on}核对" if row.answered_on else "施行以来没有核对过"
        facts = {
            "title": shown_title(row.document),
            "doc_no": row.document.doc_no,
            "authority": row.authority,
            "term": until_words(row.ends_when),
            "path": f"/desk/documents/{row.document.id}",
        }
        yield Deadline(
            "document",
            row.document.id or 0,
            row.ask_on,
            condition_thresholds(row.ask_on, day.today, since=since),
            facts | _clock_facts(row.ask_on, f"{last}，每年核对一次", day.today) | {"left": left},
            contacts=day.contacts_of(row.document.lead_authority_id),
            office=day.office,
        )


def _cleanup(day: _Day) -> Iterator[Deadline]:
    due_on = next_cleanup_due(day.session)
    if due_on is None:
        return
    profile = day.book.profile_for(day.today)
    last = _last_cleanup(day.session)
    working = (
        f"上一轮“{last.name}”的结果于{last.published_on}公布，定期清理每{period_words(profile.cleanup_cycle_months)}一次"
        if last
        else "由法制机构在“设置”中确定"
    )
    yield Deadline(
        "cleanup",
        0,
        due_on,
        cleanup_thresholds(due_on, profile, day.today, since=day.book.tracked_from),
        {"path": "/desk/cleanups"} | _clock_facts(due_on, working, day.today),
        contacts=(),
        office=day.office,
    )


def _clock_facts(due_on: date, working: str, today: date) -> dict[str, str]:
    """The facts that every reminder has: the deadline, its working, and the days left as of today."""
    days = (due_on - today).days
    left = "今日届满" if days == 0 else f"还剩{days}日" if days > 0 else f"已逾期{-days}日"
    return {"due_on": due_on.isoformat(), "working": working, "as_of": today.isoformat(), "left": left}


def _document_standing(session: Session, document_id: int, today: date) -> tuple[bool, date | None]:
    span = span_on(session, document_id, today)
    lapses = sa.select(sa.func.min(col(DocumentSpan.from_on))).where(
        col(DocumentSpan.document_id) == document_id,
        col(DocumentSpan.status) == Status.LAPSED,
        col(DocumentSpan.from_on) > today,
    )
    lapse_on = session.execute(lapses).scalar()
    is_alive = span is not None and span.status in ALIVE
    return is_alive, lapse_on - timedelta(1) if lapse_on else None


def _last_cleanup(session: Session) -> CleanupRound | None:
    """The last released round that set the date of the next one."""
    query = select(CleanupRound).where(col(CleanupRound.next_due_on).is_not(None))
    return session.exec(query.order_by(col(CleanupRound.published_on).desc()).limit(1)).first()


def _is_cleaned_up_since(session: Session, notice: Notice) -> bool:
    """Whether a periodic round was released after the notice was queued."""
    last = _last_cleanup(session)
    return last is not None and last.released_at is not None and last.released_at > notice.created_at
