"""`registry jobs` and `registry run-job`."""

from tests.cli.conftest import Run, done, printed


def test_jobs_that_never_ran_are_said_to_be_silent(registry: Run) -> None:
    result = registry("jobs", "--json")
    assert result.exit_code == 1
    assert {job["is_fresh"] for job in printed(result)} == {False}


def test_a_job_runs_as_of_an_instant(registry: Run) -> None:
    report = printed(done(registry("run-job", "queue_notices", "--now", "2026-11-22T09:00", "--json")))
    assert report["error"] == ""
    assert registry("run-job", "queue_notices", "--now", "昨天").exit_code == 2
