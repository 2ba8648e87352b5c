"""Saved views: the filters, order and columns of a list that a user saved under a name."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant


class SavedView(SQLModel, table=True):
    """`page` is the endpoint of the list, `query` the part of its address after the question mark."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("user_id", "page", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    page: str = Field(max_length=60)
    name: str = Field(max_length=60)
    query: str = Field(default="", max_length=2000)
    saved_at: datetime = Field(sa_type=Instant)


def views_of(session: Session, user_id: int, page: str) -> list[SavedView]:
    """The views that a user saved of a list, by name."""
    query = select(SavedView).where(SavedView.user_id == user_id, SavedView.page == page)
    return list(session.exec(query.order_by(col(SavedView.name))).all())
