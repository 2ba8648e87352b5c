"""The jobs of the clock, one per file; the scheduler, the command line and the tests run them through run_job."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from registry.clock import running_from
from registry.domain.errors import Refusal
from registry.jobs import (
    check_texts,
    follow_index,
    follow_laws,
    make_pdfs,
    open_evaluations,
    prepare_rounds,
    queue_notices,
    renew_texts,
    send_digests,
    send_messages,
    send_notices,
    watch_health,
    work_intakes,
)
from registry.jobs.office import JobReport, Office
from registry.jobs.timetable import JOBS
from registry.storage import tables as tables  # a write needs every table that its foreign keys refer to
from registry.storage.engine import reading, transaction
from registry.storage.job_runs import JobRun, hold_run

__all__ = ["JOBS", "JobReport", "Office", "run_job"]

log = logging.getLogger(__name__)

_RUN: dict[str, Callable[[Office, datetime], JobReport]] = {
    "queue_notices": queue_notices.run,
    "send_notices": send_notices.run,
    "send_digests": send_digests.run,
    "send_messages": send_messages.run,
    "follow_index": follow_index.run,
    "renew_texts": renew_texts.run,
    "follow_laws": follow_laws.run,
    "open_evaluations": open_evaluations.run,
    "check_texts": check_texts.run,
    "make_pdfs": make_pdfs.run,
    "prepare_rounds": prepare_rounds.run,
    "work_intakes": work_intakes.run,
    "watch_health": watch_health.run,
}
# How often a run that did nothing is recorded: a job that ticks every two seconds must not write as often.
_IDLE_RECORDED_EVERY = timedelta(minutes=1)


def run_job(office: Office, name: str, now: datetime) -> JobReport:
    """The report of a run, which is recorded; a failure is in the report. Raises Refusal for an unknown name."""
    if name not in _RUN:
        raise Refusal(f"没有名为“{name}”的任务。可用的有：{'、'.join(_RUN)}。")
    clock = running_from(now)
    report = _attempt(office, name, now)
    if report.did_something or _is_to_be_recorded(office, name, now):
        _record(office, name, now, clock(), report)
    return report


def _attempt(office: Office, name: str, now: datetime) -> JobReport:
    try:
        return _RUN[name](office, now)
    except Refusal as refusal:
        sentence = refusal.sentence
    except OSError:
        log.exception("the job %s failed", name)
        sentence = "文件或网络无法使用，请检查磁盘空间和权限；详情见运行日志。"
    except Exception:
        log.exception("the job %s failed", name)
        sentence = "程序异常，没有运行完，详情见运行日志；请把日志交系统维护人员。"
    return JobReport(sentence=sentence, error=sentence)


def _is_to_be_recorded(office: Office, name: str, now: datetime) -> bool:
    with reading(office.store) as session:
        run = session.get(JobRun, name)
        if run is None or run.error or run.succeeded_at is None:
            return True
        return not timedelta() <= now - run.succeeded_at < _IDLE_RECORDED_EVERY


def _record(
    office: Office, name: str, started_at: datetime, finished_at: datetime, report: JobReport
) -> None:
    with transaction(office.store) as session:
        run = hold_run(session, name, started_at)
        run.started_at, run.finished_at = started_at, finished_at
        run.counts, run.error = dict(report.counts), report.error[:2000]
        if report.error:
            run.n_failures += 1
        else:
            run.n_failures, run.succeeded_at = 0, finished_at
        session.add(run)
