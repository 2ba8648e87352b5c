"""The deadlines of filings: every step that is due or late, whose it is, and who hears of its lateness besides."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlmodel import Session

from registry.actions.filings.telling import filing_facts
from registry.domain.filings import FilingState
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.reminders import (
    Audience,
    Rung,
    begun_by,
    furthest_reminder,
    is_correction,
    reminds_of,
    running_steps,
)
from registry.jobs._reminding import Day, Deadline, clock_facts
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove, deadline_of, moves_of
from registry.storage.notices import Notice, subject_key
from registry.storage.recipients import NO_CONTACT, Recipient
from registry.storage.running_filings import moves_by_filing, running_until

_SET_BY_OPINION = "审查意见定的改正期限，不因反馈而变"


def filing_deadlines(day: Day) -> Iterator[Deadline]:
    """Every running deadline of a filing, with those whom today's thresholds concern."""
    ahead = furthest_reminder(profile for _, profile in day.book.profiles)
    rows = day.session.execute(running_until(day.today + timedelta(ahead))).all()
    moves = moves_by_filing(day.session, [filing.id for filing, _ in rows])
    for filing, document in rows:
        due_on, step_working = deadline_of(filing)
        profile = day.book.profile_for(filing.start_on or due_on or day.today)
        facts = filing_facts(day.session, filing, document)
        for step in running_steps(filing.state, filing.direction, due_on, filing.correct_by, profile):
            working = _SET_BY_OPINION if is_correction(step.due) else step_working
            begun = begun_by(filing.state, moves[filing.id], correcting=is_correction(step.due))
            yield Deadline(
                "filing",
                filing.id,
                step.due_on,
                facts | clock_facts(step.due_on, working, day.today) | {"task": step.task},
                told_of_step(day.today, step, _since(day, document, begun), partial(_people, day, filing)),
                step=_step_key(begun),
            )


def filing_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    """Whether the step that a reminder is about still runs, and its present deadline."""
    filing = session.get_one(Filing, notice.subject_id)
    kind = NoticeKind(notice.kind)
    begun = begun_by(filing.state, moves_of(session, filing.id or 0), correcting=is_correction(kind))
    told = notice.key.split(":")[1]
    same = {subject_key("filing", notice.subject_id, _step_key(begun))}
    if notice.facts.get("state") == FilingState.DEFERRED:
        same.add(subject_key("filing", notice.subject_id))  # as they were keyed before steps were told apart
    is_open = reminds_of(kind, filing.state, filing.direction) and told in same
    return is_open, filing.correct_by if is_correction(kind) else deadline_of(filing)[0]


def _step_key(begun: FilingMove | None) -> str:
    return str(begun.id) if begun else ""


def _since(day: Day, document: Document, begun: FilingMove | None) -> date:
    """From when on thresholds count: not before the register knew of the step."""
    recorded_on = day_of(begun.recorded_at) if begun else date.min
    return max(day.book.tracked_from, day_of(document.created_at), recorded_on)


def _people(day: Day, filing: Filing, rung: Rung) -> list[Recipient]:
    match rung.audience:
        case Audience.CONTACTS:
            return day.recipients(day.contacts_of(filing.authority_id), NO_CONTACT)
        case Audience.HEADS:
            return day.recipients(day.heads_of(filing.authority_id))
        case Audience.CLERKS | Audience.LEADS:
            return people_of_office(day, rung)
