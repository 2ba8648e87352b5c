"""The deadlines of cleanups: the next periodic one of the level and of each authority, and the answers in a round."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from sqlmodel import Session

from registry.actions.cleanups.asking import round_facts
from registry.actions.cleanups.cycle import cycle_working
from registry.domain.authorities import AuthorityKind
from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind, cleanup_thresholds
from registry.domain.reminders import Audience, Rung, return_step
from registry.jobs._reminding import Day, Deadline, clock_facts, told_of_authority
from registry.jobs._rungs import people_of_office, told_of_step
from registry.storage.cleanups.items import waiting_answers
from registry.storage.cleanups.rounds import (
    last_periodic,
    next_cleanup_due,
    open_for_answers,
    owners,
    unreleased_periodic,
)
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.notices import Notice
from registry.storage.recipients import NO_CONTACT, Recipient


def cleanup_deadlines(day: Day) -> Iterator[Deadline]:
    """The next periodic cleanup of the whole level and of the authorities with their own, and the answers awaited."""
    yield from _returns(day)
    yield from _cleanup(day, None)
    names = {authority.id: authority.name for authority in day.authorities if authority.abolished_on is None}
    for owner_id in owners(day.session):
        if owner_id in names:
            yield from _cleanup(day, owner_id, names[owner_id])


def _cleanup(day: Day, owner_id: int | None, owner: str = "") -> Iterator[Deadline]:
    due_on = next_cleanup_due(day.session, owner_id)
    if due_on is None:
        return
    profile = day.book.profile_for(day.today)
    prepared = unreleased_periodic(day.session, owner_id)
    facts = {
        "owner": owner,
        "prepared": prepared.name if prepared and prepared.is_draft else "",
        "path": f"/desk/cleanups/{prepared.id}" if prepared else "/desk/cleanups",
    }
    yield Deadline(
        "cleanup" if owner_id is None else "authority",
        owner_id or 0,
        due_on,
        facts | clock_facts(due_on, cycle_working(day.session, profile, owner_id), day.today),
        told_of_authority(
            day, cleanup_thresholds(due_on, profile, day.today, since=day.book.tracked_from), owner_id
        ),
    )


def cleanup_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    """Whether the cleanup that a reminder is about is still due, and its present day."""
    if notice.kind in (NoticeKind.RETURN_DUE, NoticeKind.RETURN_OVERDUE):
        return _return_standing(session, notice)
    owner_id = notice.subject_id if notice.subject == "authority" else None
    return not _is_cleaned_up_since(session, notice, owner_id), next_cleanup_due(session, owner_id)


def _is_cleaned_up_since(session: Session, notice: Notice, owner_id: int | None) -> bool:
    """Whether the periodic round that a notice asks for was released after the notice was queued."""
    last = last_periodic(session, owner_id)
    return last is not None and last.released_at is not None and last.released_at > notice.created_at


def _returns(day: Day) -> Iterator[Deadline]:
    """The answers of each authority in each open round, unless all are given or its return is signed."""
    authorities = {authority.id: authority for authority in day.authorities}
    for cleanup in open_for_answers(day.session):
        assert cleanup.id is not None
        assert cleanup.answers_due_on is not None
        opened_on = day_of(cleanup.opened_at)
        profile = day.book.profile_for(opened_on)
        since = max(day.book.tracked_from, opened_on)
        for authority_id, n_waiting in waiting_answers(day.session, cleanup.id).items():
            authority = authorities[authority_id]
            of_office = authority.kind is AuthorityKind.GOVERNMENT
            step = return_step(opened_on, cleanup.answers_due_on, profile, of_office=of_office)
            facts = round_facts(cleanup, authority)
            clock = clock_facts(cleanup.answers_due_on, facts["working"], day.today)
            yield Deadline(
                "cleanup",
                cleanup.id,
                cleanup.answers_due_on,
                facts | {"n_waiting": str(n_waiting)} | clock,
                told_of_step(day.today, step, since, partial(_people, day, authority_id)),
                step=str(authority_id),
            )


def _people(day: Day, authority_id: int, rung: Rung) -> list[Recipient]:
    match rung.audience:
        case Audience.CONTACTS:
            return day.recipients(day.contacts_of(authority_id), NO_CONTACT)
        case Audience.HEADS:
            return day.recipients(day.heads_of(authority_id))
        case _:
            return people_of_office(day, rung)


def _return_standing(session: Session, notice: Notice) -> tuple[bool, date | None]:
    cleanup = session.get_one(CleanupRound, notice.subject_id)
    is_open = cleanup.released_at is None and not cleanup.is_draft
    is_waiting = is_open and int(notice.facts["authority_id"]) in waiting_answers(session, notice.subject_id)
    return is_waiting, cleanup.answers_due_on
