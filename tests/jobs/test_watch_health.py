"""The watch: an administrator is told once of each incident, and nothing while everything is well."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from registry.delivery.messages import render
from registry.domain.notices import NoticeKind
from registry.jobs import JOBS, run_job, watch_health
from registry.storage.engine import Store
from registry.storage.notices import Notice
from tests.jobs.office_days import PUBLIC_URL, at, notices, office, queue, register_published

START = at("03-05", "10:00")
ADMIN = 5


def minutes(*ends: int) -> Iterator[datetime]:
    """Every fifth minute from the first to the last, as the scheduler ticks."""
    return (START + timedelta(minutes=minute) for minute in range(*ends, 5))


def watch(store: Store, now: datetime) -> list[Notice]:
    """The notices that administrators have had so far, after one more run of the watch."""
    report = run_job(office(store), "watch_health", now)
    assert not report.error
    return [notice for notice in notices(store) if notice.kind == NoticeKind.JOB_FAILED]


def run_all(store: Store, now: datetime, *, but: str = "") -> None:
    for job in JOBS:
        if job.name not in (but, "watch_health"):
            run_job(office(store), job.name, now)


def all_fresh(*_: object) -> list[SimpleNamespace]:
    return [SimpleNamespace(name=job.name, is_fresh=True) for job in JOBS]


def test_nobody_is_told_anything_while_all_is_well(store: Store) -> None:
    for now in minutes(0, 90):
        run_all(store, now)
        assert not watch(store, now)


def test_a_job_that_stops_running_is_told_once_each_time(store: Store) -> None:
    run_all(store, START)
    for now in minutes(0, 120):
        run_all(store, now, but="send_notices")
        told = watch(store, now)
    (notice,) = told
    assert (notice.user_id, notice.subject, notice.is_urgent) == (ADMIN, "send_notices", True)
    assert notice.created_at == START + timedelta(minutes=20)
    assert "发送通知没有按时运行" in render(NoticeKind.JOB_FAILED, notice.facts, PUBLIC_URL).subject
    for now in minutes(120, 150):
        run_all(store, now)
    for now in minutes(150, 240):
        run_all(store, now, but="send_notices")
        told = watch(store, now)
    assert len(told) == 2


def test_a_week_without_the_server_is_no_incident_when_it_returns(store: Store) -> None:
    run_all(store, START)
    assert not watch(store, START)
    back = START + timedelta(days=7)
    assert not watch(store, back), "the watch ran first, before the others had their turn"
    run_all(store, back)
    assert not watch(store, back + timedelta(minutes=5))


def test_little_space_is_told_once_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100 * 2**20))
    for now in minutes(0, 60):
        run_all(store, now)
        told = watch(store, now)
    (notice,) = told
    assert "磁盘只剩100MB" in notice.facts["sentence"]
    assert len(watch(store, START + timedelta(days=1))) == 2


def test_an_index_that_does_not_follow_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run_all(store, START)
    register_published(store, now=START)
    watch(store, START)
    monkeypatch.setattr(watch_health, "health", all_fresh)
    assert not watch(store, START + timedelta(minutes=14))
    (notice,) = watch(store, START + timedelta(minutes=16))
    assert notice.facts["what"] == "全文索引落后"


def test_notices_that_are_not_sent_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    register_published(store, now=START)
    now = at("03-15", "10:00")
    queue(store, now)
    run_job(office(store), "follow_index", now)
    watch(store, now)
    monkeypatch.setattr(watch_health, "health", all_fresh)
    assert not watch(store, now + timedelta(minutes=119))
    (notice,) = watch(store, now + timedelta(minutes=121))
    assert notice.facts["what"] == "通知积压"
