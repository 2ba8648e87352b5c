"""Digests: at most one mail per person and day, which the database holds, and the deliveries that it makes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.deliveries import Channel, DeliveryState
from registry.storage.columns import Instant, unchecked_word
from registry.storage.deliveries import CLAIM_HOLDS, Delivery
from registry.storage.engine import is_postgresql
from registry.storage.notices import Notice


class Digest(SQLModel, table=True):
    """The digest of a person and a day; a day without matters has its row too, cancelled."""

    __table_args__ = (
        sa.UniqueConstraint("user_id", "on_day", name="uq_digest_once_a_day"),
        sa.Index("ix_digest_to_send", "state", "next_attempt_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    on_day: date
    state: DeliveryState = Field(sa_type=unchecked_word(DeliveryState, 20))
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    n_attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Field(default="", max_length=500)


def open_digests(session: Session, user_ids: Sequence[int], day: date, now: datetime) -> int:
    """How many of these people had no digest of this day yet; theirs is due now, and takes the place of older ones."""
    if not user_ids:
        return 0
    table = Digest.__table__  # type: ignore[attr-defined]
    insert = postgresql_insert if is_postgresql(session) else sqlite_insert
    rows = [
        {"user_id": user_id, "on_day": day, "state": DeliveryState.PENDING, "next_attempt_at": now,
         "n_attempts": 0, "outcome": ""}
        for user_id in user_ids
    ]  # fmt: skip
    missing = insert(table).on_conflict_do_nothing(index_elements=["user_id", "on_day"])
    opened = session.execute(missing.returning(table.c.user_id), rows).scalars().all()
    older = sa.update(Digest).where(
        col(Digest.user_id).in_(opened), col(Digest.on_day) < day, col(Digest.state) == DeliveryState.PENDING
    )
    session.execute(older.values(state=DeliveryState.CANCELLED, outcome="没有发出，内容并入之后的汇总。"))
    return len(opened)


def people_with_digest_of(session: Session, day: date) -> set[int]:
    """The people who have a digest of this day, whatever became of it."""
    return set(session.exec(select(Digest.user_id).where(Digest.on_day == day)).all())


def waiting_digests(session: Session, now: datetime, limit: int) -> list[int]:
    """The ids of the digests that may be sent now."""
    query = select(Digest.id).where(_may_be_sent(now)).order_by(col(Digest.next_attempt_at), col(Digest.id))
    return [digest_id for digest_id in session.exec(query.limit(limit)).all() if digest_id is not None]


def claim_digest(session: Session, digest_id: int, now: datetime) -> Digest | None:
    """The digest, claimed for one sender; None when another sender was quicker."""
    query = sa.update(Digest).where(col(Digest.id) == digest_id, _may_be_sent(now))
    taken = session.execute(query.values(claimed_at=now).returning(col(Digest.id))).scalar()
    return session.get_one(Digest, digest_id) if taken else None


def record_digest(session: Session, digest_id: int, **values: Any) -> None:
    """Writes what came of an attempt, unless the digest was settled meanwhile."""
    mine = sa.update(Digest).where(col(Digest.id) == digest_id, col(Digest.state) == DeliveryState.PENDING)
    session.execute(mine.values(claimed_at=None, **values))


def deliveries_for_digest(session: Session, user_id: int) -> list[tuple[Delivery, Notice]]:
    """The deliveries that wait for a person's next digest, with their notices, the oldest first."""
    query = (
        sa.select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(_waits_for_digest(), col(Delivery.user_id) == user_id)
        .order_by(col(Notice.created_at), col(Notice.id))
    )
    return [(delivery, notice) for delivery, notice in session.execute(query)]


def stray_deliveries(session: Session, user_ids: Collection[int], limit: int) -> list[int]:
    """The ids of the deliveries that wait for a digest of somebody else than these people, who alone get any."""
    query = select(Delivery.id).where(_waits_for_digest(), col(Delivery.user_id).not_in(user_ids))
    ids = session.exec(query.order_by(col(Delivery.id)).limit(limit)).all()
    return [delivery_id for delivery_id in ids if delivery_id is not None]


def _waits_for_digest() -> sa.ColumnElement[bool]:
    return sa.and_(col(Delivery.channel) == Channel.DIGEST, col(Delivery.state) == DeliveryState.PENDING)


def _may_be_sent(now: datetime) -> sa.ColumnElement[bool]:
    is_unclaimed = sa.or_(col(Digest.claimed_at).is_(None), col(Digest.claimed_at) <= now - CLAIM_HOLDS)
    return sa.and_(
        col(Digest.state) == DeliveryState.PENDING, col(Digest.next_attempt_at) <= now, is_unclaimed
    )
