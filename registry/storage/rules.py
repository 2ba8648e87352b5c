"""Rule profiles in immutable versions with a JSON body; a filing keeps the id of the version it was computed with."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant


class RuleProfileVersion(SQLModel, table=True):
    __tablename__ = "rule_profile"
    __table_args__ = (sa.UniqueConstraint("name", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    version: int = 1
    body: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    added_at: datetime = Field(sa_type=Instant)


def newest_profiles(session: Session) -> list[RuleProfileVersion]:
    """The newest version of each profile, by name."""
    rows = session.exec(select(RuleProfileVersion).order_by(col(RuleProfileVersion.version))).all()
    return list({row.name: row for row in rows}.values())


def count_unconfirmed(session: Session) -> int:
    """How many profiles the office has not checked against their source."""
    return sum(not row.body.get("confirmed") for row in newest_profiles(session))
