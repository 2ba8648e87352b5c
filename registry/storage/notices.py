"""Notices: each is a row with a unique key, created exactly once; how it leaves the system is a step of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind, NoticeState, is_urgent, notice_key
from registry.storage.columns import Instant
from registry.storage.engine import is_postgresql
from registry.storage.people import User
from registry.storage.recipients import Recipient, recipients

MERGED = "与收件人本人的同一通知合并，不再另发。"


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
        sa.Index("ix_notice_subject", "subject", "subject_id"),
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


def notices_of_deadline(
    session: Session, kinds: Iterable[NoticeKind], subject: str, subject_id: int, due_on: date
) -> list[tuple[Notice, User]]:
    """The reminders of a deadline that somebody got, each with that person, the first one first."""
    query = (
        select(Notice, User)
        .join(User, col(User.id) == col(Notice.user_id))
        .where(
            col(Notice.kind).in_(list(kinds)),
            Notice.subject == subject,
            Notice.subject_id == subject_id,
            Notice.due_on == due_on,
            col(Notice.state).not_in((NoticeState.SUPERSEDED, NoticeState.CANCELLED)),
        )
    )
    return list(session.exec(query.order_by(col(Notice.id))).all())


def states_of(session: Session, keys: Sequence[str]) -> dict[str, NoticeState]:
    """The state of the notice of each key for which one exists."""
    states: dict[str, NoticeState] = {}
    for part in _parts(keys):
        query = select(Notice.key, Notice.state).where(col(Notice.key).in_(part))
        states |= {key: NoticeState(state) for key, state in session.exec(query)}
    return states


def supersede(session: Session, keys: Sequence[str]) -> int:
    """How many notices with these keys still waited, to be sent or for a recipient, and are superseded now."""
    n_withdrawn = 0
    for part in _parts(keys):
        waiting = sa.update(Notice).where(
            col(Notice.key).in_(part), col(Notice.state).in_((NoticeState.PENDING, NoticeState.HELD))
        )
        withdrawn = waiting.values(state=NoticeState.SUPERSEDED).returning(col(Notice.id))
        n_withdrawn += len(session.execute(withdrawn).all())
    return n_withdrawn


def waiting_notices(session: Session, now: datetime, limit: int) -> list[Notice]:
    """The notices that wait to be addressed, held until the end; those that another sender holds are left out."""
    query = select(Notice).where(Notice.state == NoticeState.PENDING, col(Notice.next_attempt_at) <= now)
    order = (col(Notice.is_urgent).desc(), col(Notice.next_attempt_at), col(Notice.id))
    return list(session.exec(query.order_by(*order).limit(limit).with_for_update(skip_locked=True)).all())


def count_unaddressed(session: Session, until: datetime) -> int:
    """How many notices wait to be addressed since an instant or longer."""
    query = select(sa.func.count()).select_from(Notice)
    late = query.where(Notice.state == NoticeState.PENDING, col(Notice.next_attempt_at) <= until)
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
    nobody: str = "",
) -> int:
    """How many notices were new: one per person, or per absent person's deputy, is inserted unless it exists.

    When there is nobody to tell and `nobody` says why, the notice is held.
    """
    rows = [
        notice_row(
            kind, subject, subject_id, recipient, threshold=threshold, due_on=due_on, facts=facts, now=now
        )
        for recipient in recipients(session, people, day_of(now), nobody=nobody)
    ]
    return insert_notices(session, merged(rows))


def notice_row(
    kind: NoticeKind,
    subject: str,
    subject_id: int,
    recipient: Recipient,
    *,
    threshold: str,
    due_on: date | None,
    facts: Mapping[str, str],
    now: datetime,
    step: str = "",
    state: NoticeState = NoticeState.PENDING,
) -> dict[str, Any]:
    """The row of a notice to one recipient; `step` tells apart the steps of one subject."""
    if recipient.user is None and state is NoticeState.PENDING:
        state = NoticeState.HELD
    stands_for = {"stands_for": recipient.stands_for} if recipient.stands_for else {}
    return {
        "key": notice_key(kind, subject_key(subject, subject_id, step), due_on, threshold, recipient.owner),
        "kind": kind.value,
        "subject": subject,
        "subject_id": subject_id,
        "due_on": due_on,
        "threshold": threshold,
        "user_id": recipient.user.id if recipient.user else None,
        "facts": dict(facts) | stands_for,
        "state": state.value,
        "is_urgent": is_urgent(kind, threshold),
        "created_at": now,
        "next_attempt_at": now if state is NoticeState.PENDING else None,
        "outcome": "",
    }


def subject_key(subject: str, subject_id: int, step: str = "") -> str:
    """The subject as a notice's key names it, with the step that it is about."""
    return f"{subject}-{subject_id}-{step}" if step else f"{subject}-{subject_id}"


def copied_row(notice: Notice, recipient: Recipient, now: datetime) -> dict[str, Any]:
    """The row of the same notice to another recipient."""
    copied = notice_row(
        NoticeKind(notice.kind),
        notice.subject,
        notice.subject_id,
        recipient,
        threshold=notice.threshold,
        due_on=notice.due_on,
        facts={name: fact for name, fact in notice.facts.items() if name != "stands_for"},
        now=now,
    )
    return copied | {"key": f"{notice.key.rpartition(':')[0]}:{recipient.owner}"}


def merged(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, of which nobody gets the same notice twice: a deputy's own one then names whom it stands for."""
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        key, _, owner = row["key"].rpartition(":")
        mine = 0 if owner == str(row["user_id"]) else 1
        alike.setdefault((key, row["user_id"] or owner), []).insert(0 if not mine else len(rows), row)
    for first, *others in alike.values():
        if names := [row["facts"]["stands_for"] for row in (first, *others) if "stands_for" in row["facts"]]:
            first["facts"]["stands_for"] = "、".join(names)
        for row in others:
            row |= {"state": NoticeState.SUPERSEDED.value, "next_attempt_at": None, "outcome": MERGED}
    return list(rows)


def insert_notices(session: Session, rows: Sequence[Mapping[str, Any]], *, revives: bool = True) -> int:
    """How many of the rows were new: those whose key did not exist yet are inserted; with `revives`, a cancelled
    notice becomes the row of its key again."""
    if not rows:
        return 0
    table = Notice.__table__  # type: ignore[attr-defined]
    insert = postgresql_insert if is_postgresql(session) else sqlite_insert
    missing = insert(table)
    if not revives:
        new = missing.on_conflict_do_nothing(index_elements=["key"]).returning(table.c.id)
        return len(session.execute(new, rows).all())
    again = {name: missing.excluded[name] for name in rows[0] if name not in ("key", "kind")}
    untold = {"sent_at": sa.null(), "read_at": sa.null()}
    owed = missing.on_conflict_do_update(
        index_elements=["key"],
        set_=again | untold,
        # a literal and not a parameter, so that the rows go in batches
        where=table.c.state == _literal(NoticeState.CANCELLED),
    ).returning(table.c.id)
    return len(session.execute(owed, rows).all())


def _literal(state: NoticeState) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{state.value}'")
