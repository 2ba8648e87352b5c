"""Whether the system is well, for machines that watch it; and the sign in the browser's tab."""

from flask import Blueprint, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from registry.domain.roles import Permission
from registry.storage.migrate import last_step, steps_taken
from registry.web.access import current_store, needs

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@needs(Permission.READ_PUBLIC)
def healthz() -> ResponseReturnValue:
    """200 when everything named is well, else 503; it says no more than a stranger may know."""
    checks = {"database": _database_answers()}
    is_well = all(checks.values())
    return jsonify(ok=is_well, **checks), 200 if is_well else 503


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
