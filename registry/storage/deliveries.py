"""Deliveries: one row per notice and channel, claimed by its sender, with its attempts and what came of them."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.deliveries import Channel, DeliveryState, state_of
from registry.domain.notices import NoticeState
from registry.storage.batches import batches
from registry.storage.columns import Instant, unchecked_word
from registry.storage.notices import Notice

CLAIM_HOLDS = timedelta(minutes=10)


class Delivery(SQLModel, table=True):
    """A notice on its way by one channel. `outcome` says where it went, or why it did not."""

    __table_args__ = (
        sa.UniqueConstraint("notice_id", "channel", name="uq_delivery_made_once"),
        sa.Index("ix_delivery_to_send", "state", "channel", "next_attempt_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    user_id: int = Field(foreign_key="user.id", index=True)
    channel: Channel = Field(sa_type=unchecked_word(Channel, 20))
    state: DeliveryState = Field(sa_type=unchecked_word(DeliveryState, 20))
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    n_attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = Field(default="", max_length=500)


def address_notice(
    session: Session, notice: Notice, channels: Iterable[Channel], now: datetime
) -> list[Delivery]:
    """The deliveries of a notice by these channels, to be made now; one that was given up before is made again."""
    existing = {delivery.channel: delivery for delivery in deliveries_of(session, [notice.id or 0])}
    deliveries = []
    for channel in channels:
        delivery = existing.get(channel) or Delivery(
            notice_id=notice.id or 0,
            user_id=notice.user_id or 0,
            channel=channel,
            state=DeliveryState.PENDING,
        )
        if delivery.state is not DeliveryState.SENT:
            delivery.user_id = notice.user_id or 0  # a notice that is owed again may go to a deputy
            queue_again(delivery, now)
        session.add(delivery)
        deliveries.append(delivery)
    return deliveries


def queue_again(delivery: Delivery, now: datetime) -> None:
    """Lets a delivery begin anew, without its former attempts."""
    delivery.state, delivery.next_attempt_at, delivery.claimed_at = DeliveryState.PENDING, now, None
    delivery.n_attempts, delivery.outcome = 0, ""


def deliveries_of(session: Session, notice_ids: Iterable[int]) -> list[Delivery]:
    """The deliveries of these notices, each notice's in the order in which they were made."""
    deliveries: list[Delivery] = []
    for batch in batches(notice_ids):
        query = select(Delivery).where(col(Delivery.notice_id).in_(batch))
        deliveries += session.exec(query.order_by(col(Delivery.notice_id), col(Delivery.id))).all()
    return deliveries


def waiting_deliveries(
    session: Session, channels: Collection[Channel], now: datetime, limit: int
) -> list[int]:
    """The ids of the deliveries by these channels that may be made now, those of urgent notices first."""
    query = select(Delivery.id).join(Notice, col(Notice.id) == col(Delivery.notice_id))
    query = query.where(col(Delivery.channel).in_(channels), may_be_made(now))
    order = (col(Notice.is_urgent).desc(), col(Delivery.next_attempt_at), col(Delivery.id))
    ids = session.exec(query.order_by(*order).limit(limit)).all()
    return [delivery_id for delivery_id in ids if delivery_id is not None]


def waiting_by_hook(
    session: Session, channels: Collection[Channel], now: datetime, per_hook: int, hooks: int
) -> list[list[int]]:
    """The ids of the deliveries that may be made now, up to `per_hook` of each person and channel, urgent ones first.

    The hooks whose next delivery failed least come first, so that one out of order lets the others pass.
    """
    turn = sa.func.row_number().over(
        partition_by=(col(Delivery.user_id), col(Delivery.channel)),
        order_by=(col(Notice.is_urgent).desc(), col(Delivery.next_attempt_at), col(Delivery.id)),
    )
    waiting = (
        sa.select(
            col(Delivery.id), col(Delivery.user_id), col(Delivery.channel), col(Delivery.n_attempts),
            turn.label("turn"),
        )
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(col(Delivery.channel).in_(channels), may_be_made(now))
        .subquery()
    )  # fmt: skip
    query = sa.select(waiting).where(waiting.c.turn <= per_hook).order_by(waiting.c.turn, waiting.c.id)
    queues: dict[tuple[int, str], list[int]] = {}
    failures: dict[tuple[int, str], int] = {}
    for delivery_id, user_id, channel, n_attempts, _ in session.execute(query):
        queues.setdefault((user_id, channel), []).append(delivery_id)
        failures.setdefault((user_id, channel), n_attempts)
    return [queues[hook] for hook in sorted(queues, key=lambda hook: failures[hook])[:hooks]]


def claim_delivery(session: Session, delivery_id: int, now: datetime) -> tuple[Delivery, Notice] | None:
    """The delivery, claimed for one sender, with its notice; None when another sender was quicker."""
    query = sa.update(Delivery).where(col(Delivery.id) == delivery_id, may_be_made(now))
    if session.execute(query.values(claimed_at=now).returning(col(Delivery.id))).scalar() is None:
        return None
    delivery = session.get_one(Delivery, delivery_id)
    return delivery, session.get_one(Notice, delivery.notice_id)


def record_result(session: Session, delivery_id: int, **values: Any) -> None:
    """Writes what came of an attempt, and what is said of the notice since then.

    A delivery that somebody settled meanwhile, and a notice that was taken back meanwhile, stay as they are.
    """
    mine = sa.update(Delivery).where(
        col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING
    )
    written = session.execute(mine.values(claimed_at=None, **values).returning(col(Delivery.notice_id)))
    notice_id = written.scalar()
    if notice_id is not None:
        session.expire_all()
        settle_notice(session, session.get_one(Notice, notice_id, with_for_update=True))


def settle_notice(session: Session, notice: Notice) -> None:
    """Writes what is said of a notice by its deliveries, unless it was taken back."""
    if notice.state not in (NoticeState.PENDING, NoticeState.FAILED, NoticeState.SENT):
        return
    session.flush()
    deliveries = deliveries_of(session, [notice.id or 0])
    notice.state = state_of([delivery.state for delivery in deliveries])
    if notice.state == NoticeState.SENT and notice.sent_at is None:
        notice.sent_at = min(delivery.sent_at for delivery in deliveries if delivery.sent_at)
    session.add(notice)


def misstated_notices(session: Session) -> list[tuple[int, str]]:
    """(id, state) of the addressed notices of which something else is said than their deliveries say."""
    said = (NoticeState.PENDING, NoticeState.SENT, NoticeState.INBOX, NoticeState.FAILED)
    counts = [sa.func.sum(sa.case((col(Delivery.state) == state, 1), else_=0)) for state in DeliveryState]
    query = (
        sa.select(col(Notice.id), col(Notice.state), *counts)
        .join(Delivery, col(Delivery.notice_id) == col(Notice.id))
        .where(col(Notice.state).in_(said), col(Notice.next_attempt_at).is_(None))
        .group_by(col(Notice.id), col(Notice.state))
        .order_by(col(Notice.id))
    )
    return [
        (notice_id, state)
        for notice_id, state, *n_in in session.execute(query)
        if state != state_of([state for state, n in zip(DeliveryState, n_in, strict=True) if n])
    ]


def count_waiting_since(session: Session, before: datetime) -> int:
    """How many deliveries that should have been made before an instant still wait."""
    query = select(sa.func.count()).select_from(Delivery)
    late = query.where(
        Delivery.state == DeliveryState.PENDING,
        col(Delivery.channel) != Channel.DIGEST,
        col(Delivery.next_attempt_at) < before,
    )
    return session.exec(late).one()


def may_be_made(now: datetime) -> sa.ColumnElement[bool]:
    """The condition that a delivery waits for its turn, which has come, and that no sender holds it.

    The claim of a sender that died ends after CLAIM_HOLDS.
    """
    is_unclaimed = sa.or_(col(Delivery.claimed_at).is_(None), col(Delivery.claimed_at) <= now - CLAIM_HOLDS)
    return sa.and_(
        col(Delivery.state) == DeliveryState.PENDING, col(Delivery.next_attempt_at) <= now, is_unclaimed
    )
