"""The deadlines that the clock reminds of: those near or past, whom they concern, and whether they still stand."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import shown_title
from registry.domain.instants import day_of
from registry.domain.notices import (
    NoticeKind,
    condition_thresholds,
    expiry_thresholds,
)
from registry.domain.periods import until_words
from registry.domain.validity import ALIVE, Status
from registry.domain.written_days import cn_date
from registry.jobs._amend_deadlines import amend_deadlines, amend_standing
from registry.jobs._cleanup_deadlines import cleanup_deadlines, cleanup_standing
from registry.jobs._evaluation_deadlines import evaluation_deadlines, evaluation_standing
from registry.jobs._filing_deadlines import filing_deadlines, filing_standing
from registry.jobs._legality_deadlines import legality_deadlines, legality_standing
from registry.jobs._proposal_deadlines import proposal_deadlines, proposal_standing
from registry.jobs._reminding import Day, Deadline, clock_facts, day_of_run, told_of_authority
from registry.storage.authorities import Authority
from registry.storage.conditions import bound_documents
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.documents.timelines import span_on
from registry.storage.notices import Notice
from registry.storage.rulebook import Rulebook


def near_deadlines(session: Session, book: Rulebook, today: date) -> Iterator[Deadline]:
    """Every deadline of which somebody reached a threshold; the cost grows with their number, not with the register."""
    day = day_of_run(session, book, today)
    for deadline in chain(
        filing_deadlines(day),
        legality_deadlines(day),
        proposal_deadlines(day),
        evaluation_deadlines(day),
        amend_deadlines(day),
        _expiries(day),
        _conditions(day),
        cleanup_deadlines(day),
    ):
        if deadline.told:
            yield deadline


def standing(session: Session, notice: Notice, today: date) -> tuple[bool, date | None]:
    """Whether the matter of a reminder is still open, and its present deadline."""
    if notice.subject == "filing":
        return filing_standing(session, notice)
    if notice.subject == "proposal":
        return proposal_standing(session, notice)
    if notice.subject == "amendment":
        return amend_standing(session, notice, today)
    if notice.subject == "evaluation":
        return evaluation_standing(session, notice)
    if notice.kind in (NoticeKind.STEP_DUE, NoticeKind.STEP_OVERDUE):
        return legality_standing(session, notice)
    if notice.kind == NoticeKind.CONDITION_DUE:
        bound = bound_documents(session, today, document_id=notice.subject_id)
        return bool(bound), bound[0].ask_on if bound else None
    if notice.subject == "document":
        return _document_standing(session, notice.subject_id, today)
    return cleanup_standing(session, notice)


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


def _expiries(day: Day) -> Iterator[Deadline]:
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
            facts | clock_facts(valid_until, span.why, day.today),
            told_of_authority(
                day,
                expiry_thresholds(valid_until, profile, day.today, since=since),
                document.lead_authority_id,
            ),
        )


def _conditions(day: Day) -> Iterator[Deadline]:
    for row in bound_documents(day.session, day.today):
        since = max(day.book.tracked_from, day_of(row.document.created_at))
        n_late = (day.today - row.ask_on).days
        left = f"已逾期{n_late}日" if n_late > 0 else "今日应核对"
        last = f"上次于{cn_date(row.answered_on)}核对" if row.answered_on else "施行以来没有核对过"
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
            facts | clock_facts(row.ask_on, f"{last}，每年核对一次", day.today) | {"left": left},
            told_of_authority(
                day,
                condition_thresholds(row.ask_on, day.today, since=since),
                row.document.lead_authority_id,
            ),
        )


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
