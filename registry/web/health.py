"""Whether the system is well, for machines that watch it; and the sign in the browser's tab."""

from flask import Blueprint, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from registry.clock import now
from registry.domain.roles import Permission
from registry.jobs.health import health
from registry.storage.engine import reading
from registry.storage.migrate import last_step, steps_taken
from registry.web.access import current_store, needs

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@needs(Permission.READ_PUBLIC)
def healthz() -> ResponseReturnValue:
    """200 when everything is well, else 503 with the names of the jobs that did not run.

    It says no more than a stranger may know.
    """
    has_database = _database_answers()
    silent = _silent_jobs() if has_database else []
    is_well = has_database and not silent
    answer = {"ok": is_well, "database": has_database, "jobs": not silent, "silent_jobs": silent}
    return jsonify(answer), 200 if is_well else 503


@pages.get("/favicon.ico")
@needs(Permission.READ_PUBLIC)
def favicon() -> ResponseReturnValue:
    return redirect(url_for("static", filename="seal.svg"))


def _database_answers() -> bool:
    """Whether the database can be read and has taken every migration step."""
    try:
        return steps_taken(current_store()) == last_step()
    except SQLAlchemyError:
        return False


def _silent_jobs() -> list[str]:
    """The names of the jobs whose last success is missing or too old; all of them without a scheduler."""
    with reading(current_store()) as session:
        return [job.name for job in health(session, now()) if not job.is_fresh]
