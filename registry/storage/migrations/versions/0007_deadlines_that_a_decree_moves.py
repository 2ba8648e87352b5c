"""What a step's deadline was computed with, each change of a deadline, and the year's end that waits for a decree."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.domain.calendars import DueDate, HolidayYear, WorkCalendar
from registry.domain.filings import Track
from registry.domain.owed_filings import filing_due
from registry.domain.rules import RuleProfile, from_json

revision = "0007"
down_revision = "0006"

_YEAR_END = (12, 29)


def upgrade() -> None:
    op.add_column("filing", sa.Column("step_profile_id", sa.Integer(), nullable=True))
    op.add_column(
        "filing", sa.Column("step_calendar_versions", sa.JSON(), server_default="{}", nullable=False)
    )
    op.create_table(
        "due_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("is_step", sa.Boolean(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("before_working", sa.String(length=1000), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=True),
        sa.Column("after_working", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_due_change_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_change")),
    )
    op.create_index(op.f("ix_due_change_filing_id"), "due_change", ["filing_id"], unique=False)
    _mark_year_ends()


_filing = sa.table(
    "filing",
    *(sa.column(name) for name in ("id", "track", "working", "profile_id")),
    *(sa.column(day, sa.Date) for day in ("start_on", "raw_due_on", "due_on")),
    *(sa.column(name, sa.Boolean) for name in ("is_historic", "is_provisional")),
    sa.column("calendar_versions", sa.JSON),
)
_profile = sa.table("rule_profile", sa.column("id"), sa.column("body", sa.JSON))
_holiday_year = sa.table(
    "holiday_year",
    *(sa.column(name) for name in ("year", "version")),
    *(sa.column(name, sa.JSON) for name in ("off", "work")),
)


def _mark_year_ends() -> None:
    """Days due on 29 to 31 December are 预计 where the next year was not decreed when they were computed.

    The day stays as it is. Where the next year is decreed by now and would not have moved it, it is certain.
    """
    connection = op.get_bind()
    rows = [
        row
        for row in connection.execute(
            sa.select(_filing).where(
                _filing.c.due_on.is_not(None),
                _filing.c.profile_id.is_not(None),
                _filing.c.is_historic.is_(False),
                _filing.c.is_provisional.is_(False),
            )
        )
        if (row.due_on.month, row.due_on.day) >= _YEAR_END
        and str(row.due_on.year + 1) not in row.calendar_versions
    ]
    if not rows:
        return
    profiles = {row.id: from_json(row.body) for row in connection.execute(sa.select(_profile))}
    decrees = sorted(
        (_decree(row) for row in connection.execute(sa.select(_holiday_year))), key=lambda d: d.version
    )
    for row in rows:
        due, versions = _due(row, profiles[row.profile_id], decrees)
        values = {
            "working": due.working(),
            "is_provisional": due.provisional,
            "calendar_versions": versions,
        }
        connection.execute(sa.update(_filing).where(_filing.c.id == row.id).values(**values))


def _due(row: Any, profile: RuleProfile, decrees: list[HolidayYear]) -> tuple[DueDate, dict[str, int]]:
    """The due date with the versions of the decreed years that it rests on."""
    versions: dict[str, int] = row.calendar_versions
    years = {decree.year: decree for decree in decrees if versions.get(str(decree.year)) == decree.version}
    newest = {decree.year: decree for decree in decrees}
    following = newest.get(row.due_on.year + 1)
    if following is not None:
        due = _computed(row, profile, years | {following.year: following})
        if (due.raw_on, due.due_on) == (row.raw_due_on, row.due_on):
            return due, versions | {str(following.year): following.version}
    return _computed(row, profile, years), versions


def _computed(row: Any, profile: RuleProfile, years: Mapping[int, HolidayYear]) -> DueDate:
    return filing_due(Track(row.track), row.start_on, profile, WorkCalendar(years))


def _decree(row: Any) -> HolidayYear:
    off = {date.fromisoformat(day): name for day, name in row.off.items()}
    work = {date.fromisoformat(day): name for day, name in row.work.items()}
    return HolidayYear(row.year, row.version, off, work)
