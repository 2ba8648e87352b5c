"""The deadlines of which the clock gives notice: which are near or past, whom they concern, which still stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions._documents import shown_title
from registry.actions._filings import filing_facts
from registry.actions._notices import authority_people, office_people
from registry.actions._rules import Rulebook
from registry.domain.filings import TO_BE_SUBMITTED, Direction, FilingState
from registry.domain.instants import day_of
from registry.domain.notices import (
    NoticeKind,
    Threshold,
    cleanup_thresholds,
    expiry_thresholds,
    filing_thresholds,
)
from registry.domain.rules import profile_for
from registry.domain.validity import Status
from registry.storage.authorities import Authority
from registry.storage.cleanups import CleanupRound, next_cleanup_due
from registry.storage.documents import Document, DocumentSpan
from registry.storage.filings import Filing
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.storage.timelines import span_on

_ALIVE = frozenset({Status.NOT_YET_EFFECTIVE, Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN})


@dataclass(frozen=True)
class Deadline:
    """One deadline with the thresholds reached by today, oldest first, and what its notices say."""

    subject: str
    subject_id: int
    due_on: date
    reached: Sequence[Threshold]
    facts: dict[str, str]
    authority_id: int | None = None

    def people(self, session: Session, kind: NoticeKind) -> list[User]:
        """Whom a threshold of this kind concerns, each once."""
        found = authority_people(session, self.authority_id) if self.authority_id else []
        if self.authority_id is None or kind is not NoticeKind.FILING_DUE:
            found = found + office_people(session)
        return list({person.id: person for person in found}.values())


def near_deadlines(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    """Every deadline that has reached a threshold; the cost grows with them, never with the register."""
    yield from _filings(session, book, today)
    yield from _expiries(session, book, today)
    yield from _cleanup(session, book, today)


def filing_deadline(filing: Filing) -> tuple[date | None, str]:
    """By when a filing has to be submitted, and the working: a deferred one by the end of its supplement."""
    if filing.state is FilingState.DEFERRED:
        return filing.step_due_on, filing.step_working
    return filing.due_on, filing.working


def standing(session: Session, notice: Notice, today: date) -> tuple[bool, date | None]:
    """Whether the matter of a notice of the clock is still open, and its deadline as it is now."""
    if notice.subject == "filing":
        filing = session.get_one(Filing, notice.subject_id)
        return filing.state in TO_BE_SUBMITTED, filing_deadline(filing)[0]
    if notice.subject == "document":
        return _document_standing(session, notice.subject_id, today)
    return not _cleaned_up_since(session, notice), next_cleanup_due(session)


def near_filings(until: date) -> sa.Select[Filing, Document]:
    """The filings that somebody has to submit, due by a day or already late."""
    owed = sa.and_(col(Filing.state) == FilingState.OWED, col(Filing.due_on) <= until)
    deferred = sa.and_(col(Filing.state) == FilingState.DEFERRED, col(Filing.step_due_on) <= until)
    return (
        sa.select(Filing, Document)
        .join(Document, col(Filing.document_id) == col(Document.id))
        .where(sa.or_(owed, deferred))
        .order_by(col(Filing.id))
    )


def near_lapses(today: date, until: date) -> sa.Select[DocumentSpan, Document]:
    """The documents whose last valid day is today or later, up to a day: extensions and repeals are in the spans."""
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


def _filings(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    ahead = max((days for _, profile in book.profiles for days in profile.filing_reminders), default=0)
    for filing, document in session.execute(near_filings(today + timedelta(ahead))):
        due_on, working = filing_deadline(filing)
        assert due_on is not None
        since = max(book.tracked_from, day_of(document.created_at))
        profile = book.profile_for(filing.start_on or due_on)
        reached = filing_thresholds(due_on, profile, today, since=since)
        is_incoming = filing.direction is Direction.INCOMING
        yield Deadline(
            "filing",
            filing.id or 0,
            due_on,
            reached,
            filing_facts(session, filing, document) | _clock_facts(due_on, working, today),
            authority_id=filing.authority_id if is_incoming else None,
        )


def _expiries(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    ahead = max((days for _, profile in book.profiles for days in profile.expiry_reminders), default=0)
    for span, document in session.execute(near_lapses(today, today + timedelta(ahead))):
        valid_until = span.from_on - timedelta(1)
        since = max(book.tracked_from, day_of(document.created_at))
        profile = book.profile_for(document.published_on or valid_until)
        authority = session.get_one(Authority, document.lead_authority_id)
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
            expiry_thresholds(valid_until, profile, today, since=since),
            facts | _clock_facts(valid_until, span.why, today),
            authority_id=authority.id,
        )


def _cleanup(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    due_on = next_cleanup_due(session)
    if due_on is None:
        return
    profile = profile_for(today, [profile for _, profile in book.profiles])
    reached = cleanup_thresholds(due_on, profile, today, since=book.tracked_from)
    last = _last_cleanup(session)
    working = (
        f"上一轮“{last.name}”的结果于{last.published_on}公布，定期清理每{profile.cleanup_cycle_months}个月一次"
        if last
        else "由法制机构在“设置”中确定"
    )
    facts = {"path": "/desk/cleanups"} | _clock_facts(due_on, working, today)
    yield Deadline("cleanup", 0, due_on, reached, facts)


def _clock_facts(due_on: date, working: str, today: date) -> dict[str, str]:
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
    is_alive = span is not None and span.status in _ALIVE
    return is_alive, lapse_on - timedelta(1) if lapse_on else None


def _last_cleanup(session: Session) -> CleanupRound | None:
    query = select(CleanupRound).where(col(CleanupRound.next_due_on).is_not(None))
    return session.exec(query.order_by(col(CleanupRound.published_on).desc()).limit(1)).first()


def _cleaned_up_since(session: Session, notice: Notice) -> bool:
    last = _last_cleanup(session)
    return last is not None and last.released_at is not None and last.released_at > notice.created_at
