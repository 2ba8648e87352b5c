"""Cleanup rounds, the outcome of each document, and the findings a lead accepted with a reason."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.domain.cleanups import Outcome, RoundKind
from registry.storage.columns import Instant, word


class CleanupRound(SQLModel, table=True):
    """`authority_ids` is the scope, empty for every authority of this level."""

    __tablename__ = "cleanup_round"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, unique=True)
    kind: RoundKind = Field(sa_type=word(RoundKind, "kind"))
    cut_off_on: date
    authority_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    opened_at: datetime = Field(sa_type=Instant)
    answers_due_on: date | None = None
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    published_on: date | None = None
    next_due_on: date | None = None
    version: int = 1


class CleanupItem(SQLModel, table=True):
    __tablename__ = "cleanup_item"
    __table_args__ = (sa.UniqueConstraint("round_id", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "outcome"))
    reason: str = Field(default="", max_length=2000)
    responsible: str = Field(default="", max_length=200)
    deadline_on: date | None = None
    proposed_outcome: Outcome | None = Field(default=None, sa_type=word(Outcome, "proposed_outcome"))
    proposed_reason: str = Field(default="", max_length=2000)
    proposed_by: str = Field(default="", max_length=100)
    decided_by: str = Field(default="", max_length=100)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class AcceptedFinding(SQLModel, table=True):
    __tablename__ = "accepted_finding"
    __table_args__ = (sa.UniqueConstraint("round_id", "finding"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="cleanup_round.id")
    finding: str = Field(max_length=80)
    sentence: str = Field(max_length=1000)
    reason: str = Field(max_length=1000)
    by: str = Field(default="", max_length=100)
    at: datetime = Field(sa_type=Instant)
