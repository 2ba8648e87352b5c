"""When each job last ran, what it did, and whether it failed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant
from registry.storage.engine import is_postgresql


class JobRun(SQLModel, table=True):
    """The last run of a job, and its last success: one row per job, not one per run."""

    __tablename__ = "job_run"
    name: str = Field(primary_key=True, max_length=60)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    succeeded_at: datetime | None = Field(default=None, sa_type=Instant)
    n_failures: int = 0
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    error: str = Field(default="", max_length=2000)


def hold_run(session: Session, name: str, now: datetime) -> JobRun:
    """The row of a job, locked until the transaction ends. The first run makes it, also of two schedulers at once."""
    insert = postgresql_insert if is_postgresql(session) else sqlite_insert
    table = JobRun.__table__  # type: ignore[attr-defined]
    first = {"name": name, "started_at": now, "n_failures": 0, "counts": {}, "error": ""}
    session.execute(insert(table).values(first).on_conflict_do_nothing(index_elements=["name"]))
    return session.exec(select(JobRun).where(JobRun.name == name).with_for_update()).one()


def all_runs(session: Session) -> dict[str, JobRun]:
    return {run.name: run for run in session.exec(select(JobRun).order_by(col(JobRun.name))).all()}
