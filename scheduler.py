"""The scheduler: runs the jobs by their timetable until it gets SIGTERM or SIGINT."""

import logging
import signal
import sys
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError

from registry import clock
from registry.config import read_settings
from registry.domain.errors import Refusal
from registry.jobs import JOBS, run_job
from registry.jobs.office import Office, office_of
from registry.storage.engine import open_store
from registry.storage.migrate import last_step, steps_taken

log = logging.getLogger("scheduler")


def main() -> int:
    """The exit code after it was stopped: 0, or 1 when the register was not ready at the start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    try:
        office = _open_office()
    except Refusal as refusal:
        log.error("%s", refusal.sentence)
        return 1
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    scheduler = _started(office)
    log.info("定时任务已启动：%s", "、".join(job.label for job in JOBS))
    stopping.wait()
    scheduler.shutdown(wait=True)
    log.info("定时任务已停止")
    return 0


def _open_office() -> Office:
    settings = read_settings()
    store = open_store(settings.database_url, settings.instance)
    try:
        is_ready = steps_taken(store) == last_step()
    except OperationalError as error:
        raise Refusal(f"数据库无法使用：{error.orig}。请检查 DATABASE_URL 与磁盘空间。") from error
    if not is_ready:
        raise Refusal(
            "登记系统尚未建立，或数据库结构不是当前版本；请先运行 registry init，已建立的请先运行 registry serve。"
        )
    return office_of(settings, store)


def _started(office: Office) -> BackgroundScheduler:
    # Missed runs need no repetition: each job works off everything that is due by now (STACK, traps).
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    for job in JOBS:
        scheduler.add_job(
            _tick,
            "interval",
            args=[office, job.name],
            seconds=job.every.total_seconds(),
            id=job.name,
            next_run_time=clock.now(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def _tick(office: Office, name: str) -> None:
    try:
        report = run_job(office, name, clock.now())
    except Exception:
        log.exception("%s: the run could not be recorded", name)
        return
    if report.did_something:
        log.info("%s: %s", name, report.sentence)


if __name__ == "__main__":
    sys.exit(main())
