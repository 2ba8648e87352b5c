"""Filings: one passage of one document through one track, and every move it made."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.domain.filings import Direction, FilingState, Move, Track
from registry.storage.columns import Instant, word


class Filing(SQLModel, table=True):
    """`profile_version` and `calendar_versions` say which rules the due date was computed with."""

    __table_args__ = (
        sa.Index("ix_filing_state_due", "state", "due_on"),
        sa.UniqueConstraint("filing_no", "direction"),
        sa.UniqueConstraint("document_id", "track", "passage"),
    )
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    authority_id: int = Field(foreign_key="authority.id", index=True)
    track: Track = Field(sa_type=word(Track, "track"))
    passage: int = 1
    direction: Direction = Field(sa_type=word(Direction, "direction"))
    state: FilingState = Field(sa_type=word(FilingState, "state"))
    start_on: date | None = None
    raw_due_on: date | None = None
    due_on: date | None = Field(default=None, index=True)
    working: str = Field(default="", max_length=1000)
    is_provisional: bool = False
    profile_id: int | None = Field(default=None, foreign_key="rule_profile.id")
    calendar_versions: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    first_submitted_on: date | None = None
    submitted_on: date | None = None
    registered_on: date | None = Field(default=None, index=True)
    filing_no: str | None = Field(default=None, max_length=100)
    step_due_on: date | None = None
    step_working: str = Field(default="", max_length=1000)
    concluded_on: date | None = None
    opinion: str = Field(default="", sa_type=sa.Text)
    is_historic: bool = False
    version: int = 1


class FilingMove(SQLModel, table=True):
    """One move of a filing; `on` is the true day, `recorded_at` when it was typed in (代录 may differ)."""

    __tablename__ = "filing_move"
    id: int | None = Field(default=None, primary_key=True)
    filing_id: int = Field(foreign_key="filing.id", index=True)
    move: Move = Field(sa_type=word(Move, "move"))
    before: FilingState = Field(sa_type=word(FilingState, "before"))
    after: FilingState = Field(sa_type=word(FilingState, "after"))
    on: date
    recorded_at: datetime = Field(sa_type=Instant)
    by: str = Field(default="", max_length=100)
    is_on_behalf: bool = False
    reason: str = Field(default="", sa_type=sa.Text)
