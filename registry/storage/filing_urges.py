"""Urges (催报): on which day somebody urged an authority about an overdue filing, at most once a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant


class FilingUrge(SQLModel, table=True):
    """A filing about which its authority was urged on a day."""

    __tablename__ = "filing_urge"
    __table_args__ = (sa.UniqueConstraint("filing_id", "on", name="uq_filing_urge_once_a_day"),)
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id")
    on: date
    by: str = Field(default="", max_length=100)
    recorded_at: datetime = Field(sa_type=Instant)


def urges_of(session: Session, filing_id: int) -> list[FilingUrge]:
    """The urges about a filing, the first one first."""
    query = select(FilingUrge).where(FilingUrge.filing_id == filing_id)
    return list(session.exec(query.order_by(col(FilingUrge.on))).all())


def last_urges(session: Session, filing_ids: Collection[int]) -> dict[int, date]:
    """The last day on which each of these filings was urged; none for one that never was."""
    last = sa.select(col(FilingUrge.filing_id), sa.func.max(col(FilingUrge.on))).where(
        col(FilingUrge.filing_id).in_(filing_ids)
    )
    return {row[0]: row[1] for row in session.execute(last.group_by(col(FilingUrge.filing_id)))}


def add_urges(session: Session, urges: Sequence[FilingUrge]) -> None:
    """Adds the urges in one statement; a filing that was urged on that day already breaks the transaction."""
    if urges:
        session.execute(sa.insert(FilingUrge), [urge.model_dump(exclude={"id"}) for urge in urges])
