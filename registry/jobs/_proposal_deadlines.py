"""The deadlines of citizens' 审查建议: the day by which each is to be answered."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlmodel import Session, col, select

from registry.actions.proposals.telling import proposal_facts
from registry.domain.instants import day_of
from registry.domain.reminders import furthest_reminder, reply_step
from registry.domain.review_proposals import OPEN
from registry.jobs._reminding import Day, Deadline, clock_facts
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.notices import Notice
from registry.storage.review_proposals import ReviewProposal


def proposal_deadlines(day: Day) -> Iterator[Deadline]:
    """Every open proposal that is near its day or past it, with those whom today's thresholds concern."""
    ahead = furthest_reminder(profile for _, profile in day.book.profiles)
    query = select(ReviewProposal).where(
        col(ReviewProposal.state).in_(sorted(OPEN)),
        col(ReviewProposal.due_on) <= day.today + timedelta(ahead),
    )
    for proposal in day.session.exec(query.order_by(col(ReviewProposal.id))):
        profile = day.book.profile_for(proposal.received_on)
        step = reply_step(proposal.state, proposal.due_on, profile)
        assert step is not None
        since = max(day.book.tracked_from, day_of(proposal.recorded_at))
        yield Deadline(
            "proposal",
            proposal.id or 0,
            proposal.due_on,
            proposal_facts(proposal) | clock_facts(proposal.due_on, proposal.working, day.today),
            told_of_step(day.today, step, since, partial(people_of_office, day)),
        )


def proposal_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    """Whether the proposal that a reminder is about is still open, and its present deadline."""
    proposal = session.get_one(ReviewProposal, notice.subject_id)
    return proposal.state in OPEN, proposal.due_on
