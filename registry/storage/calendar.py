"""Decreed holiday years in immutable versions: some are added at init, one by the office each autumn."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select


class HolidayYearVersion(SQLModel, table=True):
    """`off` (holidays) and `work` (make-up workdays, 补班) map ISO days to the name of the holiday."""

    __tablename__ = "holiday_year"
    __table_args__ = (sa.UniqueConstraint("year", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    year: int
    version: int = 1
    off: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    work: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    source: str = Field(default="", max_length=300)


def newest_years(session: Session) -> list[HolidayYearVersion]:
    """The newest version of each decreed year."""
    rows = session.exec(select(HolidayYearVersion).order_by(col(HolidayYearVersion.version))).all()
    return list({row.year: row for row in rows}.values())
