"""Notices as people read them: one person's inbox, and the log of what was sent to whom."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.deliveries import DeliveryState
from registry.domain.notices import NoticeKind, NoticeState
from registry.storage.deliveries import Delivery
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.storage.recipients import NO_CONTACT, NOBODY_WORDS

TAKEN_BACK = (NoticeState.SUPERSEDED, NoticeState.CANCELLED)
_HAS_FAILED = col(Notice.id).in_(
    sa.select(col(Delivery.notice_id)).where(col(Delivery.state) == DeliveryState.FAILED)
)


def inbox_of(user_id: int, *, is_unread: bool = False) -> Any:
    """The query of a person's notices that still hold, the unread first, then the newest."""
    query = sa.select(Notice).where(col(Notice.user_id) == user_id, col(Notice.state).not_in(TAKEN_BACK))
    if is_unread:
        query = query.where(col(Notice.read_at).is_(None))
    is_read = sa.case((col(Notice.read_at).is_(None), 0), else_=1)
    return query.order_by(is_read, col(Notice.created_at).desc(), col(Notice.id).desc())


@dataclass(frozen=True)
class SendingFilter:
    """`person` is a part of a recipient's name or mail address.

    The state 发送失败 finds every notice that one of its channels could not deliver, also when another did.
    """

    state: NoticeState | None = None
    kind: NoticeKind | None = None
    person: str = ""


def sending_log(wanted: SendingFilter) -> Any:
    """The query of the notices asked for, each with its recipient (None while it is held), the newest first."""
    query = sa.select(Notice, User).join(User, col(User.id) == col(Notice.user_id), isouter=True)
    if wanted.state is NoticeState.FAILED:
        query = query.where(_HAS_FAILED)
    elif wanted.state is not None:
        query = query.where(col(Notice.state) == wanted.state)
    if wanted.kind is not None:
        query = query.where(col(Notice.kind) == wanted.kind)
    if wanted.person:
        named = (col(one).contains(wanted.person, autoescape=True) for one in (User.name, User.email))
        query = query.where(sa.or_(*named))
    return query.order_by(col(Notice.id).desc())


def count_by_state(session: Session) -> dict[str, int]:
    """How many notices the log shows for each state."""
    query = sa.select(col(Notice.state), sa.func.count()).group_by(col(Notice.state))
    counts: dict[str, int] = dict(session.execute(query).all())
    failed = sa.select(sa.func.count()).select_from(Notice).where(_HAS_FAILED)
    return counts | {NoticeState.FAILED.value: session.execute(failed).scalar_one()}


def nobody_words(notice: Notice) -> str:
    """Why nobody gets a notice: 示范区农业农村局没有在用的联络员."""
    nobody = notice.key.rpartition(":")[2]
    whose = notice.facts.get("authority", "制定机关") if nobody == NO_CONTACT else ""
    return f"{whose}{NOBODY_WORDS.get(nobody, '没有收件人')}"


def held_notices(session: Session) -> list[tuple[str, int]]:
    """(why nobody gets them, how many) of the notices that are held, the most first."""
    query = sa.select(Notice).where(col(Notice.state) == NoticeState.HELD)
    return Counter(nobody_words(notice) for notice in session.execute(query).scalars()).most_common()
