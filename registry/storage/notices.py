"""Notices: telling people is a row with a unique key, created exactly once, sent by a separate step."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.notices import NoticeState
from registry.storage.columns import Instant


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
