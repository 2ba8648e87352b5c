"""The deadlines of 合法性审核: every period that is due or late, and whether it still runs."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.actions.legality.telling import review_facts
from registry.domain.filings import Direction
from registry.domain.instants import day_of
from registry.domain.legality_reviews import OPEN, ReviewMove, ReviewState, task_of
from registry.domain.notices import NoticeKind
from registry.domain.reminders import Audience, Rung, RunningStep, furthest_reminder
from registry.domain.rules import RuleProfile
from registry.jobs._reminding import Day, Deadline, clock_facts
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.documents.tables import Document
from registry.storage.legality_lists import is_draft, listed_reviews
from registry.storage.legality_reviews import LegalityMove, LegalityReview, last_review
from registry.storage.notices import Notice, subject_key

_BEGIN = (ReviewMove.SUBMIT, ReviewMove.REVISE)


def legality_deadlines(day: Day) -> Iterator[Deadline]:
    """Every running period of a review, with those whom today's thresholds concern."""
    ahead = furthest_reminder(profile for _, profile in day.book.profiles)
    due_on = col(LegalityReview.due_on)
    rows = day.session.execute(
        listed_reviews()
        .where(
            col(LegalityReview.state).in_(sorted(OPEN)),
            due_on <= day.today + timedelta(ahead),
            is_draft(),
        )
        .order_by(col(LegalityReview.id))
    ).all()
    begun = _begun(day.session, [review.id for review, _, _ in rows])
    for review, document, authority in rows:
        profile = day.book.profile_for(review.received_on or day.today)
        step = _step(review, profile)
        since = max(day.book.tracked_from, day_of(document.created_at), begun.get(review.id, date.min))
        facts = review_facts(document, authority, review) | {
            "task": step.task,
            "direction": Direction.INCOMING.value,
            "filing_no": "",
        }
        yield Deadline(
            "document",
            document.id,
            step.due_on,
            facts | clock_facts(step.due_on, review.due_working, day.today),
            told_of_step(day.today, step, since, partial(people_of_office, day)),
            step=_step_key(review),
        )


def legality_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    """Whether the period that a reminder is about still runs, and its present end."""
    review = last_review(session, notice.subject_id)
    document = session.get(Document, notice.subject_id)
    if review is None or review.due_on is None or document is None or document.is_published:
        return False, None
    key = subject_key("document", notice.subject_id, _step_key(review))
    return notice.key.split(":")[1] == key, review.due_on


def _step(review: LegalityReview, profile: RuleProfile) -> RunningStep:
    assert review.due_on is not None
    leads = Rung(Audience.LEADS, None if review.proposed else profile.late_lead_days)
    rungs = (leads,) if review.proposed else (Rung(Audience.CLERKS, None), leads)
    state = ReviewState.REVIEWING if review.state is ReviewState.ASKED else review.state
    task, every = task_of(state, review.proposed), profile.step_late_every
    return RunningStep(
        NoticeKind.STEP_DUE,
        NoticeKind.STEP_OVERDUE,
        task,
        review.due_on,
        profile.step_reminders,
        every,
        rungs,
    )


def _step_key(review: LegalityReview) -> str:
    return f"legality{review.passage}"


def _begun(session: Session, review_ids: list[int]) -> dict[int, date]:
    """review id → the day on which the register learned of its present period."""
    if not review_ids:
        return {}
    line = sa.select(col(LegalityMove.review_id), sa.func.max(col(LegalityMove.recorded_at)))
    query = line.where(col(LegalityMove.review_id).in_(review_ids), col(LegalityMove.move).in_(_BEGIN))
    return {
        review_id: day_of(at)
        for review_id, at in session.execute(query.group_by(col(LegalityMove.review_id)))
    }
