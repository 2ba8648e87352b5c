"""The page for machines that watch."""

from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

from registry.config import Settings
from registry.jobs import JOBS, run_job
from registry.jobs.office import Office
from registry.storage.engine import Store, open_store
from registry.web.app import create_app
from tests.cast import NOW


def run_all(store: Store, **earlier: timedelta) -> None:
    for job in JOBS:
        run_job(Office(store, "http://127.0.0.1:8000"), job.name, NOW - earlier.get(job.name, timedelta()))


def test_a_register_whose_jobs_run_is_well(client: FlaskClient, store: Store) -> None:
    run_all(store)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"ok": True, "database": True, "jobs": True, "silent_jobs": []}


def test_without_a_scheduler_it_is_not(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["silent_jobs"] == [job.name for job in JOBS]


def test_a_job_that_stopped_is_named(client: FlaskClient, store: Store) -> None:
    run_all(store, send_notices=timedelta(hours=1))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["silent_jobs"] == ["send_notices"]


def test_a_register_that_was_not_migrated_is_not(tmp_path: Path) -> None:
    blank = open_store(f"sqlite:///{tmp_path / 'blank.sqlite'}", tmp_path)
    answer = create_app(Settings(instance=tmp_path), blank).test_client().get("/healthz")
    blank.engine.dispose()
    assert answer.status_code == 503
    assert answer.json["database"] is False


def test_the_tab_has_its_sign(client: FlaskClient) -> None:
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert answer.mimetype == "image/svg+xml"
