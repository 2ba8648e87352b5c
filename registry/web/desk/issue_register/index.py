"""The issue lists of a year: how many documents each authority issued, registered and filed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.issue_registers import EARLIEST_YEAR
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.issue_register.entries import years_listed
from registry.storage.issue_register.lists import summary
from registry.web.access import current_actor, current_store, needs

LATEST_YEAR = 9998


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """The figures of all authorities for a year; a contact sees the own authority only."""
    asked = request.args.get("year", type=int)
    year = asked if asked is not None and EARLIEST_YEAR <= asked <= LATEST_YEAR else today().year
    with reading(current_store()) as session:
        figures = summary(session, year, _own_authority_id())
        years = sorted({*years_listed(session, _own_authority_id()), year, today().year}, reverse=True)
    return render_template("desk/issue_register/index.html", year=year, years=years, summary=figures)


def _own_authority_id() -> int | None:
    """The authority of a contact; None for the office, which sees all."""
    actor = current_actor()
    return None if actor.may(Permission.READ_ALL) else actor.authority_id or 0
