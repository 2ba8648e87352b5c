"""Notices as people read them: one person's inbox, and the log of what was sent to whom."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.notices import NoticeState
from registry.storage.notices import Notice
from registry.storage.people import User

TAKEN_BACK = (NoticeState.SUPERSEDED, NoticeState.CANCELLED)


def inbox_of(user_id: int, *, is_unread: bool = False) -> Any:
    """The query of a person's notices that still hold, the unread first, then the newest."""
    query = sa.select(Notice).where(col(Notice.user_id) == user_id, col(Notice.state).not_in(TAKEN_BACK))
    if is_unread:
        query = query.where(col(Notice.read_at).is_(None))
    is_read = sa.case((col(Notice.read_at).is_(None), 0), else_=1)
    return query.order_by(is_read, col(Notice.created_at).desc(), col(Notice.id).desc())


def sending_log(state: NoticeState | None = None) -> Any:
    """The query of every notice with its recipient, the newest first."""
    query = sa.select(Notice, User).join(User, col(User.id) == col(Notice.user_id))
    if state is not None:
        query = query.where(col(Notice.state) == state)
    return query.order_by(col(Notice.id).desc())


def count_by_state(session: Session) -> dict[str, int]:
    """How many notices there are in each state."""
    query = sa.select(col(Notice.state), sa.func.count()).group_by(col(Notice.state))
    return dict(session.execute(query).all())
