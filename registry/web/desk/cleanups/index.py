"""The list of cleanup rounds."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.roles import Permission
from registry.storage.cleanups.items import count_outcomes
from registry.storage.cleanups.rounds import next_cleanup_due, rounds
from registry.storage.engine import reading
from registry.web.access import current_store, needs


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """Every round with its number of documents and of undecided ones, and when the next periodic one is due."""
    with reading(current_store()) as session:
        counted = [(cleanup, count_outcomes(session, cleanup.id or 0)) for cleanup in rounds(session)]
        due_on = next_cleanup_due(session)
    listed = [(cleanup, sum(counts.values()), counts.get(None, 0)) for cleanup, counts in counted]
    return render_template("desk/cleanups/index.html", rounds=listed, due_on=due_on, today=today())
