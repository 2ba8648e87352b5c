"""The list of imports."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.domain.intakes import INTAKE_STATE_WORDS
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.intakes import intakes_query
from registry.web.access import current_store, needs
from registry.web.paging import page_of


@needs(Permission.IMPORT_LEDGER)
def index() -> ResponseReturnValue:
    """Every import with its state and counts, the newest first."""
    with reading(current_store()) as session:
        page = page_of(session, intakes_query())
    return render_template("desk/intakes/index.html", page=page, state_words=INTAKE_STATE_WORDS)
