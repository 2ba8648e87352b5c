"""Watch the health of the system, and tell the administrators once about each incident."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from registry.domain.instants import day_of
from registry.domain.notices import NoticeKind
from registry.domain.roles import Role
from registry.jobs.health import JobHealth, health, local
from registry.jobs.office import JobReport, Office
from registry.search.reader import current_reader
from registry.storage.changes import changes_after
from registry.storage.deliveries import count_waiting_since
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import count_unaddressed, queue_notices
from registry.storage.office import setting
from registry.storage.people import active_users

NAME = "watch_health"
MIN_FREE_MB = 500
INDEX_MAY_LAG = timedelta(minutes=15)
NOTICES_MAY_WAIT = timedelta(hours=2)


@dataclass(frozen=True)
class _Incident:
    """Something that is wrong. `mark` is the same while it lasts: its beginning, or the day when that is unknown."""

    subject: str
    heading: str
    sentence: str
    mark: str


def run(office: Office, now: datetime) -> JobReport:
    """Queues a notice of every new incident to every administrator."""
    with reading(office.store) as session:
        incidents = list(_incidents(session, office.store, now))
    n_queued = _tell(office.store, incidents, now) if incidents else 0
    sentences = [f"{incident.heading}：{incident.sentence}" for incident in incidents]
    counts = {"n_incidents": len(incidents), "n_queued": n_queued}
    return JobReport(counts, "；".join(sentences) or "一切正常。")


def _incidents(session: Session, store: Store, now: datetime) -> Iterator[_Incident]:
    yield from _little_space(store, now)
    states = {state.name: state for state in health(session, now)}
    if not states.pop(NAME).is_fresh:
        return  # the scheduler itself stood still: the other jobs are only now getting their turn
    for state in states.values():
        if not state.is_fresh:
            yield _silent_job(state)
    yield from _lagging_index(session, store, now)
    yield from _stuck_notices(session, now)


def _little_space(store: Store, now: datetime) -> Iterator[_Incident]:
    free_mb = shutil.disk_usage(store.folder).free // 2**20
    if free_mb < MIN_FREE_MB:
        sentence = f"存放数据的磁盘只剩{free_mb}MB，低于{MIN_FREE_MB}MB，请尽快清理；写满后将无法保存。"
        yield _Incident("disk", "磁盘空间不足", sentence, day_of(now).isoformat())


def _silent_job(state: JobHealth) -> _Incident:
    since = state.succeeded_at
    mark = since.strftime("%Y%m%dT%H%M%S") if since else "never"
    return _Incident(state.name, f"{state.label}没有按时运行", state.sentence, mark)


def _lagging_index(session: Session, store: Store, now: datetime) -> Iterator[_Incident]:
    reader = current_reader(store)
    missing = changes_after(session, reader.applied_seq if reader else 0, 1)
    if missing and missing[0].at < now - INDEX_MAY_LAG:
        sentence = f"{local(missing[0].at)}以来的变动还没有进入全文索引，检索结果可能不全。"
        yield _Incident("index", "全文索引落后", sentence, day_of(now).isoformat())


def _stuck_notices(session: Session, now: datetime) -> Iterator[_Incident]:
    is_paused = bool(setting(session, "sending_paused_because"))
    since = now - NOTICES_MAY_WAIT
    n_stuck = 0 if is_paused else count_unaddressed(session, since) + count_waiting_since(session, since)
    if n_stuck:
        sentence = f"{n_stuck}条通知超过2小时没有发出，请检查“发送通知”任务。"
        yield _Incident("unsent", "通知积压", sentence, day_of(now).isoformat())


def _tell(store: Store, incidents: list[_Incident], now: datetime) -> int:
    """How many notices were new."""
    with transaction(store) as session:
        admins = active_users(session, [Role.ADMIN])
        return sum(
            queue_notices(
                session,
                NoticeKind.JOB_FAILED,
                incident.subject,
                0,
                admins,
                threshold=incident.mark,
                due_on=None,
                facts={
                    "what": incident.heading,
                    "sentence": incident.sentence,
                    "as_of": local(now),
                    "path": "/desk/jobs",
                },
                now=now,
            )
            for incident in incidents
        )
