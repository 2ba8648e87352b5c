"""Mark notices in the user's own inbox as read."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.notice_lists import TAKEN_BACK
from registry.storage.notices import Notice


def mark_notices_read(
    store: Store, actor: Actor, notice_ids: Collection[int] | None = None, *, now: datetime
) -> int:
    """Marks these notices of the user, or all without ids; returns how many were unread until now."""
    require(actor, Permission.READ_OWN)
    query = sa.update(Notice).where(
        col(Notice.user_id) == actor.user_id,
        col(Notice.read_at).is_(None),
        col(Notice.state).not_in(TAKEN_BACK),
    )
    if notice_ids is not None:
        query = query.where(col(Notice.id).in_(notice_ids))
    with transaction(store) as session:
        return len(session.execute(query.values(read_at=now).returning(col(Notice.id))).all())
