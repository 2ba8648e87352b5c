"""Notices: each is a row with a unique key, created exactly once; how it leaves the system is a step of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.notices import NoticeKind, NoticeState, is_urgent, notice_key
from registry.storage.columns import Instant
from registry.storage.engine import is_postgresql
from registry.storage.people import User


class Notice(SQLModel, table=True):
    """A message owed to one person; `key` (kind:subject:due_on:threshold:recipient) is unique in the database.

    The recipient of the key is whose notice it is, `user_id` who gets it: a deputy, or nobody while it is held.
    `next_attempt_at` is when it waits to be addressed to the person's channels; then it is None, and its deliveries
    have their own. `sent_at` is when a server first took one of them.
    """

    __table_args__ = (
        sa.UniqueConstraint("key", name="uq_notice_created_once"),
        sa.Index("ix_notice_to_send", "state", "next_attempt_at"),
        sa.Index("ix_notice_inbox", "user_id", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=300)
    kind: str = Field(max_length=40)
    subject: str = Field(max_length=60)
    subject_id: int
    due_on: date | None = None
    threshold: str = Field(default="", max_length=20)
    user_id: int | None = Field(default=None, foreign_key="user.id")
    facts: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    state: str = Field(max_length=20)
    is_urgent: bool = False
    created_at: datetime = Field(sa_type=Instant)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Field(default="", max_length=500)
    read_at: datetime | None = Field(default=None, sa_type=Instant)


def count_unread(session: Session, user_id: int) -> int:
    """How many notices in this person's inbox were not opened yet, without those superseded or cancelled."""
    query = (
        select(sa.func.count())
        .select_from(Notice)
        .where(
            Notice.user_id == user_id,
            col(Notice.read_at).is_(None),
            col(Notice.state).not_in((NoticeState.SUPERSEDED, NoticeState.CANCELLED)),
        )
    )
    return session.exec(query).one()


def told_of_day(session: Session, filing_id: int, day: date) -> list[User]:
    """The active people with a notice in their inbox that told them this day as the deadline of a filing."""
    told = select(Notice.user_id).where(
        Notice.subject == "filing",
        Notice.subject_id == filing_id,
        Notice.due_on == day,
        col(Notice.state).not_in((NoticeState.SUPERSEDED, NoticeState.CANCELLED)),
    )
    query = select(User).where(col(User.id).in_(told), col(User.is_active))
    return list(session.exec(query.order_by(col(User.id))).all())


def existing_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """The keys for which a notice exists, whatever its state."""
    existing: set[str] = set()
    for part in _parts(keys):
        existing.update(session.exec(select(Notice.key).where(col(Notice.key).in_(part))).all())
    return existing


def supersede(session: Session, keys: Sequence[str]) -> int:
    """How many of the notices with these keys still waited to be sent and are superseded now."""
    n_withdrawn = 0
    for part in _parts(keys):
        waiting = sa.update(Notice).where(col(Notice.key).in_(part), col(Notice.state) == NoticeState.PENDING)
        withdrawn = waiting.values(state=NoticeState.SUPERSEDED).returning(col(Notice.id))
        n_withdrawn += len(session.execute(withdrawn).all())
    return n_withdrawn


def waiting_notices(session: Session, now: datetime, limit: int) -> list[Notice]:
    """The notices that wait to be addressed, held until the end; those that another sender holds are left out."""
    query = select(Notice).where(Notice.state == NoticeState.PENDING, col(Notice.next_attempt_at) <= now)
    order = (col(Notice.is_urgent).desc(), col(Notice.next_attempt_at), col(Notice.id))
    return list(session.exec(query.order_by(*order).limit(limit).with_for_update(skip_locked=True)).all())


def count_unaddressed(session: Session, before: datetime) -> int:
    """How many notices wait since before an instant to be addressed."""
    query = select(sa.func.count()).select_from(Notice)
    late = query.where(Notice.state == NoticeState.PENDING, col(Notice.next_attempt_at) < before)
    return session.exec(late).one()


def _parts(keys: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """The keys in parts that a statement has room for."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


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
    """How many notices were new: one per person is inserted unless it exists."""
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
    """The row of a notice to one person."""
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
        "outcome": "",
    }


def insert_notices(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """How many of the rows were new: those whose key did not exist yet are inserted."""
    if not rows:
        return 0
    table = Notice.__table__  # type: ignore[attr-defined]
    insert = postgresql_insert if is_postgresql(session) else sqlite_insert
    missing = insert(table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.id)
    return len(session.execute(missing, rows).all())
