"""Queueing notices inside a transaction: a row each, once; the database refuses the second one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from registry.domain.notices import NoticeKind, NoticeState, is_urgent, notice_key
from registry.domain.roles import Role
from registry.storage.engine import is_postgresql
from registry.storage.notices import Notice
from registry.storage.people import User, active_users


def queue_notices(
    session: Session,
    kind: NoticeKind,
    subject: str,
    subject_id: int,
    people: Iterable[User],
    *,
    threshold: str,
    due_on: date | None,
    facts: Mapping[str, str],
    now: datetime,
) -> int:
    """Inserts the notices that are missing, one per person, and returns how many were new."""
    rows = [
        notice_row(
            kind, subject, subject_id, person, threshold=threshold, due_on=due_on, facts=facts, now=now
        )
        for person in people
    ]
    return insert_notices(session, rows)


def notice_row(
    kind: NoticeKind,
    subject: str,
    subject_id: int,
    person: User,
    *,
    threshold: str,
    due_on: date | None,
    facts: Mapping[str, str],
    now: datetime,
    state: NoticeState = NoticeState.PENDING,
) -> dict[str, Any]:
    """One notice to one person, as the table takes it."""
    return {
        "key": notice_key(kind, f"{subject}-{subject_id}", due_on, threshold, str(person.id)),
        "kind": kind.value,
        "subject": subject,
        "subject_id": subject_id,
        "due_on": due_on,
        "threshold": threshold,
        "user_id": person.id,
        "facts": dict(facts),
        "state": state.value,
        "is_urgent": is_urgent(kind, threshold),
        "created_at": now,
        "next_attempt_at": now if state is NoticeState.PENDING else None,
        "n_attempts": 0,
        "outcome": "",
    }


def insert_notices(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows whose key does not exist yet, and returns how many there were."""
    if not rows:
        return 0
    table = Notice.__table__  # type: ignore[attr-defined]
    insert = postgresql_insert if is_postgresql(session) else sqlite_insert
    missing = insert(table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.id)
    return len(session.execute(missing, rows).all())


def office_people(session: Session) -> list[User]:
    """The clerks and leads of the law office."""
    return active_users(session, [Role.CLERK, Role.LEAD])


def authority_people(session: Session, authority_id: int) -> list[User]:
    """The contacts of an authority; the office itself while it has none, so that nothing goes untold."""
    return active_users(session, [Role.CONTACT], authority_id) or office_people(session)
