"""The page of the jobs."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from registry.jobs import JOBS, run_job
from registry.jobs.office import Office
from registry.storage.engine import Store
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]


def test_without_a_scheduler_everything_is_red_and_says_what_to_do(sign_in: SignIn) -> None:
    text = sign_in("clerk").get("/desk/jobs/").text
    assert "定时任务程序没有运行" in text
    assert "还没有运行过" in text
    assert "立即运行" in text.split("</table>")[0].split("<table>")[0]  # the advice
    assert "/run" not in text


def test_one_silent_job_is_named(sign_in: SignIn, store: Store) -> None:
    for job in JOBS:
        then = NOW - timedelta(hours=2) if job.name == "send_notices" else NOW
        run_job(Office(store, "http://127.0.0.1:8000"), job.name, then)
    text = sign_in("auditor").get("/desk/jobs/").text
    assert "1项任务不正常" in text
    assert "没有运行，请检查定时任务程序" in text


def test_an_admin_runs_a_job_now(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    assert "/desk/jobs/queue_notices/run" in admin.get("/desk/jobs/").text
    for job in JOBS:
        assert admin.post(f"/desk/jobs/{job.name}/run").status_code == 303
    assert "全部任务正常" in admin.get("/desk/jobs/").text
    assert admin.post("/desk/jobs/nonsense/run").status_code == 404


def test_nobody_else_does(sign_in: SignIn) -> None:
    for name in ("clerk", "lead", "auditor"):
        assert sign_in(name).post("/desk/jobs/queue_notices/run").status_code == 403
    assert sign_in("drafter").get("/desk/jobs/").status_code == 403
