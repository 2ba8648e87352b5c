"""The health check for monitoring (/healthz), and the icon in the tab of the browser."""

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
    """200 when everything works, else 503 with the names of the jobs that did not run.

    Anybody may ask, so it tells nothing else.
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
    """Whether the database can be read and is fully migrated."""
    try:
        return steps_taken(current_store()) == last_step()
    except SQLAlchemyError:
        return False


def _silent_jobs() -> list[str]:
    """The names of the jobs that never succeeded or not recently; without a scheduler, all of them."""
    with reading(current_store()) as session:
        return [job.name for job in health(session, now()) if not job.is_fresh]
