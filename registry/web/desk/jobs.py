"""The scheduled jobs: when each last ran, which are overdue, and running one now."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now
from registry.domain.roles import Permission
from registry.jobs import JOBS, run_job
from registry.jobs.health import health
from registry.jobs.office import office_of
from registry.storage.engine import reading
from registry.web.access import current_settings, current_store, needs

pages = Blueprint("jobs", __name__, url_prefix="/jobs")


@pages.get("/")
@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        jobs = health(session, now())
    every = {job.name: job.every for job in JOBS}
    return render_template("desk/jobs/index.html", jobs=jobs, every=every)


@pages.post("/<name>/run")
@needs(Permission.RUN_JOB)
def run(name: str) -> ResponseReturnValue:
    if name not in {job.name for job in JOBS}:
        abort(404)
    report = run_job(office_of(current_settings(), current_store()), name, now())
    flash(report.sentence or "已运行，没有需要处理的事项。", "error" if report.error else "success")
    return redirect(url_for("desk.jobs.index"), 303)
