"""The deadlines of cleanups: the day of the next periodic one, of the whole level and of each authority's own."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from registry.actions.cleanups.cycle import cycle_working
from registry.domain.notices import cleanup_thresholds
from registry.jobs._reminding import Day, Deadline, clock_facts, told_of_authority
from registry.storage.cleanups.rounds import last_periodic, next_cleanup_due, owners, unreleased_periodic
from registry.storage.notices import Notice


def cleanup_deadlines(day: Day) -> Iterator[Deadline]:
    """The next periodic cleanup of the whole level, and those of the authorities that clean up their own documents."""
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
    owner_id = notice.subject_id if notice.subject == "authority" else None
    return not _is_cleaned_up_since(session, notice, owner_id), next_cleanup_due(session, owner_id)


def _is_cleaned_up_since(session: Session, notice: Notice, owner_id: int | None) -> bool:
    """Whether the periodic round that a notice asks for was released after the notice was queued."""
    last = last_periodic(session, owner_id)
    return last is not None and last.released_at is not None and last.released_at > notice.created_at
