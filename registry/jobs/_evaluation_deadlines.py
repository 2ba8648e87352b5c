"""The deadlines of evaluations before the last valid day: every evaluation that is due or late."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlmodel import Session, col

from registry.actions.evaluations.open_evaluations import evaluation_facts
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.reminders import Audience, Rung, RunningStep, furthest_reminder
from registry.domain.rules import RuleProfile
from registry.jobs._reminding import Day, Deadline, clock_facts
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.evaluations import Evaluation, EvaluationFilter, evaluations_query
from registry.storage.notices import Notice
from registry.storage.recipients import NO_CONTACT, Recipient

_TASK = "评估"


def evaluation_deadlines(day: Day) -> Iterator[Deadline]:
    """Every evaluation that is owed and near its day or past it, with those whom today's thresholds concern."""
    ahead = day.today + timedelta(furthest_reminder(profile for _, profile in day.book.profiles))
    query = evaluations_query(EvaluationFilter(), day.today).where(col(Evaluation.due_on) <= ahead)
    for evaluation, document, authority in day.session.execute(query.order_by(col(Evaluation.id))):
        profile = day.book.profile_for(document.published_on or evaluation.valid_until)
        step, since = _step(evaluation, profile), day_of(evaluation.opened_at)
        yield Deadline(
            "evaluation",
            evaluation.id,
            evaluation.due_on,
            evaluation_facts(document, authority.name, evaluation)
            | clock_facts(evaluation.due_on, evaluation.working, day.today),
            told_of_step(day.today, step, since, partial(_people, day, evaluation.authority_id)),
        )


def evaluation_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    """Whether the evaluation that a reminder is about is still owed, and its day."""
    evaluation = session.get_one(Evaluation, notice.subject_id)
    return evaluation.answered_at is None and evaluation.settled_at is None, evaluation.due_on


def _step(evaluation: Evaluation, profile: RuleProfile) -> RunningStep:
    rungs = (
        Rung(Audience.CONTACTS, None),
        Rung(Audience.HEADS, profile.late_head_days),
        Rung(Audience.CLERKS, profile.step_late_every),
        Rung(Audience.LEADS, profile.late_lead_days),
    )
    kinds = NoticeKind.EVALUATION_DUE, NoticeKind.EVALUATION_OVERDUE
    return RunningStep(
        *kinds, _TASK, evaluation.due_on, profile.step_reminders, profile.step_late_every, rungs
    )


def _people(day: Day, authority_id: int, rung: Rung) -> list[Recipient]:
    if rung.audience is Audience.CONTACTS:
        return day.recipients(day.contacts_of(authority_id), NO_CONTACT)
    if rung.audience is Audience.HEADS:
        return day.recipients(day.heads_of(authority_id))
    return people_of_office(day, rung)
