"""scheduler.py as a process: it runs every job, stops when told, and loses or doubles nothing when it is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry import clock
from registry.jobs import JOBS
from registry.storage.engine import Store, reading, transaction
from registry.storage.job_runs import JobRun, all_runs
from tests.jobs.office_days import register_published, told

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 60


@contextmanager
def scheduler(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment["REGISTRY_INSTANCE"] = str(folder)
    with (folder / "scheduler.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scheduler.py")], env=environment, cwd=folder, stderr=log
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def n_successes(store: Store) -> int:
    with reading(store) as session:
        return sum(run.succeeded_at is not None for run in all_runs(session).values())


def is_told(store: Store) -> bool:
    return told(store) != [] and n_successes(store) == len(JOBS)


@pytest.mark.slow
def test_it_runs_every_job_stops_when_told_and_doubles_nothing_when_killed(store: Store) -> None:
    twenty_days_ago = clock.now() - timedelta(days=20)
    register_published(store, published_on=twenty_days_ago.date(), now=twenty_days_ago)
    with scheduler(store.folder) as killed:
        wait_until(lambda: is_told(store))
        killed.kill()
    rows = told(store)
    with transaction(store) as session:
        session.execute(sa.delete(JobRun))
    with scheduler(store.folder) as process:
        wait_until(lambda: n_successes(store) == len(JOBS))
        assert process.poll() is None
        process.terminate()
        assert process.wait(timeout=PATIENCE_S) == 0
    assert told(store) == rows
    log = (store.folder / "scheduler.log").read_text("utf-8")
    assert "queue_notices: 新增" in log
    assert log.rstrip().endswith("定时任务已停止")


@pytest.mark.slow
def test_without_a_register_it_says_so_and_makes_no_file(tmp_path: Path) -> None:
    with scheduler(tmp_path) as process:
        assert process.wait(timeout=PATIENCE_S) == 1
    assert "请先运行 registry init" in (tmp_path / "scheduler.log").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["scheduler.log"]
