"""The days by which a released round wants documents amended: every one that is near or past."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlmodel import Session

from registry.domain.after_release import OPEN
from registry.domain.documents import shown_title
from registry.domain.notices import NoticeKind
from registry.domain.reminders import Audience, Rung, RunningStep, furthest_reminder
from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date
from registry.jobs._reminding import Day, Deadline, clock_facts
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.cleanups.after import OwedAmendment, owed_amendment, owed_amendments
from registry.storage.notices import Notice
from registry.storage.recipients import NO_CONTACT, Recipient

_TASK = "修改"


def amend_deadlines(day: Day) -> Iterator[Deadline]:
    """Every document still to be amended that is near its day or past it, with those whom thresholds concern."""
    ahead = day.today + timedelta(furthest_reminder(profile for _, profile in day.book.profiles))
    for owed in owed_amendments(day.session, day.today, due_until=ahead):
        if owed.state not in OPEN:
            continue
        due_on, published_on = owed.item.deadline_on, owed.cleanup.published_on
        assert due_on is not None
        assert published_on is not None
        step = _step(due_on, day.book.profile_for(published_on))
        yield Deadline(
            "amendment",
            owed.item.id or 0,
            due_on,
            _facts(owed, published_on) | clock_facts(due_on, _working(owed, published_on), day.today),
            told_of_step(day.today, step, published_on, partial(_people, day, owed.item.answering_id)),
        )


def amend_standing(session: Session, notice: Notice, today: date) -> tuple[bool, date | None]:
    """Whether the document that a reminder is about still has to be amended, and its present day."""
    owed = owed_amendment(session, notice.subject_id, today)
    return owed is not None and owed.state in OPEN, owed.item.deadline_on if owed else None


def _facts(owed: OwedAmendment, published_on: date) -> dict[str, str]:
    return {
        "title": shown_title(owed.document),
        "doc_no": owed.document.doc_no,
        "authority": owed.authority.name,
        "round": owed.cleanup.name,
        "published_on": published_on.isoformat(),
        "clause": owed.item.clause,
        "responsible": owed.item.responsible or owed.authority.name,
        "path": f"/desk/cleanups/{owed.cleanup.id}/after",
    }


def _working(owed: OwedAmendment, published_on: date) -> str:
    return f"清理结果“{owed.cleanup.name}”于{cn_date(published_on)}公布，列为修改并载明完成时限"


def _step(due_on: date, profile: RuleProfile) -> RunningStep:
    rungs = (
        Rung(Audience.CONTACTS, None),
        Rung(Audience.HEADS, profile.late_head_days),
        Rung(Audience.CLERKS, profile.step_late_every),
        Rung(Audience.LEADS, profile.late_lead_days),
    )
    kinds = NoticeKind.AMEND_DUE, NoticeKind.AMEND_OVERDUE
    return RunningStep(*kinds, _TASK, due_on, profile.step_reminders, profile.step_late_every, rungs)


def _people(day: Day, authority_id: int, rung: Rung) -> list[Recipient]:
    if rung.audience is Audience.CONTACTS:
        return day.recipients(day.contacts_of(authority_id), NO_CONTACT)
    if rung.audience is Audience.HEADS:
        return day.recipients(day.heads_of(authority_id))
    return people_of_office(day, rung)
