"""When each job last ran, what it did, and whether it failed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant


class JobRun(SQLModel, table=True):
    """The last run of a job, and its last success; one row per job, so that ticks do not pile up."""

    __tablename__ = "job_run"
    name: str = Field(primary_key=True, max_length=60)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    succeeded_at: datetime | None = Field(default=None, sa_type=Instant)
    n_failures: int = 0
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    error: str = Field(default="", max_length=2000)


def all_runs(session: Session) -> dict[str, JobRun]:
    return {run.name: run for run in session.exec(select(JobRun).order_by(col(JobRun.name))).all()}
