"""Notices: telling people is a row with a unique key, created exactly once, sent by a separate step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.notices import NoticeKind, NoticeState, is_urgent, notice_key
from registry.storage.columns import Instant
from registry.storage.engine import is_postgresql
from registry.storage.people import User

CLAIM_HOLDS = timedelta(minutes=10)


class Notice(SQLModel, table=True):
    """`key` = kind : subject : due_on : threshold : recipient; the database refuses the second one."""

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
    user_id: int = Field(foreign_key="user.id")
    facts: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    state: str = Field(max_length=20)
    is_urgent: bool = False
    created_at: datetime = Field(sa_type=Instant)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    n_attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Field(default="", max_length=500)
    read_at: datetime | None = Field(default=None, sa_type=Instant)


def count_unread(session: Session, user_id: int) -> int:
    """How many notices of this person's inbox were not opened yet; those taken back do not count."""
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


def existing_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of the keys whose notice exists, in whatever state."""
    found: set[str] = set()
    for part in _parts(keys):
        found.update(session.exec(select(Notice.key).where(col(Notice.key).in_(part))).all())
    return found


def supersede(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Withdraws those of the notices that still wait to be sent, and returns how many did."""
    n_withdrawn = 0
    for part in _parts(keys):
        waiting = sa.update(Notice).where(
            col(Notice.key).in_(part), col(Notice.state) == NoticeState.PENDING, _nobody_holds(now)
        )
        withdrawn = waiting.values(state=NoticeState.SUPERSEDED).returning(col(Notice.id))
        n_withdrawn += len(session.execute(withdrawn).all())
    return n_withdrawn


def waiting_notices(session: Session, now: datetime, limit: int) -> list[int]:
    """The ids of the notices whose turn has come, the urgent first."""
    query = select(Notice.id).where(_whose_turn_it_is(now))
    order = (col(Notice.is_urgent).desc(), col(Notice.next_attempt_at), col(Notice.id))
    return [one for one in session.exec(query.order_by(*order).limit(limit)).all() if one is not None]


def claim(session: Session, notice_id: int, now: datetime) -> Notice | None:
    """The notice, held for one sender alone; None when another one was quicker."""
    query = sa.update(Notice).where(col(Notice.id) == notice_id, _whose_turn_it_is(now))
    taken = session.execute(query.values(claimed_at=now).returning(col(Notice.id))).scalar()
    return session.get_one(Notice, notice_id) if taken else None


def count_stuck(session: Session, before: datetime) -> int:
    """How many notices should have been sent before an instant and still wait."""
    query = select(sa.func.count()).select_from(Notice)
    late = query.where(Notice.state == NoticeState.PENDING, col(Notice.next_attempt_at) < before)
    return session.exec(late).one()


def _whose_turn_it_is(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Notice.state) == NoticeState.PENDING, col(Notice.next_attempt_at) <= now, _nobody_holds(now)
    )


def _nobody_holds(now: datetime) -> sa.ColumnElement[bool]:
    """A notice that no sender is at work on; a sender that died loses its claim after a while."""
    return sa.or_(col(Notice.claimed_at).is_(None), col(Notice.claimed_at) <= now - CLAIM_HOLDS)


def _parts(keys: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
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
