"""Running a job: recorded, without raising, and marked when it has not succeeded for long."""

from datetime import timedelta
from pathlib import Path

import pytest

from registry import jobs
from registry.domain.errors import Refusal
from registry.jobs import JOBS, JobReport, run_job
from registry.jobs.health import health
from registry.storage.engine import Store, reading
from registry.storage.job_runs import JobRun, all_runs
from tests.jobs.office_days import at, office

NOW = at("03-05", "10:00")


def run_of(store: Store, name: str) -> JobRun:
    with reading(store) as session:
        return all_runs(session)[name]


def test_the_timetable_names_every_job() -> None:
    folder = Path(jobs.__file__).parent
    runnable = {
        path.stem for path in folder.glob("*.py") if "def run(office: Office" in path.read_text("utf-8")
    }
    assert [job.name for job in JOBS] == list(jobs._RUN)
    assert set(jobs._RUN) == runnable
    assert all(job.every < job.stale_after for job in JOBS)


def test_every_job_runs_on_a_new_register_and_is_recorded(store: Store) -> None:
    for job in JOBS:
        assert not run_job(office(store), job.name, NOW).error
    with reading(store) as session:
        states = health(session, NOW + timedelta(minutes=1))
    assert [state.name for state in states] == [job.name for job in JOBS]
    assert all(state.is_fresh for state in states)
    assert states[0].sentence == "上次于2026年3月5日 10:00运行成功。"


def test_an_unknown_job_is_refused_by_name(store: Store) -> None:
    with pytest.raises(Refusal, match=r"没有名为“tidy”的任务.*queue_notices"):
        run_job(office(store), "tidy", NOW)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refusal("另一个程序正在更新。"), "另一个程序正在更新。"),
        (
            OSError(28, "No space left on device"),
            "文件或网络无法使用，请检查磁盘空间和权限；详情见运行日志。",
        ),
        (ValueError("odd\nmore"), "程序异常，没有运行完，详情见运行日志；请把日志交系统维护人员。"),
    ],
)
def test_a_failure_is_a_sentence_and_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    run_job(office(store), "queue_notices", NOW)

    def fail(*_: object) -> JobReport:
        raise error

    with monkeypatch.context() as broken:
        broken.setitem(jobs._RUN, "queue_notices", fail)
        for minute in (5, 10):
            report = run_job(office(store), "queue_notices", NOW + timedelta(minutes=minute))
            assert report.error == report.sentence == sentence
    run = run_of(store, "queue_notices")
    assert (run.n_failures, run.error) == (2, sentence)
    assert run.succeeded_at
    assert run.succeeded_at < NOW + timedelta(minutes=1)
    run_job(office(store), "queue_notices", NOW + timedelta(minutes=15))
    assert (run_of(store, "queue_notices").n_failures, run_of(store, "queue_notices").error) == (0, "")


def test_a_run_without_work_is_recorded_once_a_minute(store: Store) -> None:
    run_job(office(store), "follow_index", NOW)
    first = run_of(store, "follow_index").finished_at
    run_job(office(store), "follow_index", NOW + timedelta(seconds=30))
    assert run_of(store, "follow_index").finished_at == first
    run_job(office(store), "follow_index", NOW + timedelta(seconds=90))
    assert run_of(store, "follow_index").finished_at != first


def test_a_job_without_a_recent_success_is_not_fresh(store: Store) -> None:
    with reading(store) as session:
        assert {state.sentence for state in health(session, NOW)} == {"还没有运行过。"}
    run_job(office(store), "send_notices", NOW)
    for minutes, is_fresh in ((14, True), (16, False)):
        with reading(store) as session:
            state = health(session, NOW + timedelta(minutes=minutes))[1]
        assert state.is_fresh is is_fresh
    assert "此后超过15分钟没有运行" in state.sentence
