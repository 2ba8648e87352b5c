"""Whether every job ran lately: shown on the desk and at /healthz, and watched by a job."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.domain.instants import time_words
from registry.jobs.timetable import JOBS, Job
from registry.storage.job_runs import JobRun, all_runs


@dataclass(frozen=True)
class JobHealth:
    """The last run of a job; `is_fresh` unless it never succeeded or its last success is too old."""

    name: str
    label: str
    is_fresh: bool
    sentence: str
    started_at: datetime | None = None
    finished_at: datetime | None = None
    succeeded_at: datetime | None = None
    n_failures: int = 0
    counts: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def health(session: Session, now: datetime) -> list[JobHealth]:
    """The health of every job, in the order of the timetable."""
    runs = all_runs(session)
    return [_health(job, runs.get(job.name), now) for job in JOBS]


def _health(job: Job, run: JobRun | None, now: datetime) -> JobHealth:
    if run is None:
        return JobHealth(job.name, job.label, False, "还没有运行过。")
    is_fresh = run.succeeded_at is not None and now - run.succeeded_at <= job.stale_after
    return JobHealth(
        job.name,
        job.label,
        is_fresh,
        _sentence(job, run, is_fresh),
        run.started_at,
        run.finished_at,
        run.succeeded_at,
        run.n_failures,
        run.counts,
        run.error,
    )


def _sentence(job: Job, run: JobRun, is_fresh: bool) -> str:
    last = f"上次于{local(run.succeeded_at)}运行成功" if run.succeeded_at else "从未成功运行"
    if run.error:
        return f"最近连续{run.n_failures}次失败：{run.error}（{last}）"
    if is_fresh:
        return f"{last}。"
    minutes = job.stale_after.seconds // 60
    return f"{last}，此后超过{minutes}分钟没有运行，请检查定时任务程序是否在运行。"


def local(instant: datetime) -> str:
    """An instant as the office reads it: 2026-03-05 10:00."""
    return time_words(instant)
