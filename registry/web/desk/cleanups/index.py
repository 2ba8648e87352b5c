"""The list of cleanup rounds."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.roles import Permission
from registry.storage.authorities import authority_names
from registry.storage.cleanups.items import count_outcomes
from registry.storage.cleanups.rounds import next_cleanup_due, rounds
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import may_see_round, sees_whole

STATES = {"draft": "草稿", "open": "进行中", "released": "已发布"}


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """The drafts and rounds that this person may see, and when the next periodic one is due."""
    state = request.args.get("state", "")
    own = None if current_actor().may(Permission.READ_ALL) else current_actor().authority_id
    with reading(current_store()) as session:
        seen = [cleanup for cleanup in rounds(session) if may_see_round(session, cleanup)]
        shown = [cleanup for cleanup in seen if state not in STATES or _state(cleanup) == state]
        counted = [
            (cleanup, count_outcomes(session, cleanup.id or 0, None if sees_whole(cleanup) else own))
            for cleanup in shown
        ]
        owners = authority_names(session, [cleanup.owner_id for cleanup in seen if cleanup.owner_id])
        due_on, own_due_on = (
            next_cleanup_due(session),
            next_cleanup_due(session, own) if own else None,
        )
    return render_template(
        "desk/cleanups/index.html",
        rounds=[(cleanup, sum(counts.values()), counts.get(None, 0)) for cleanup, counts in counted],
        drafts=[cleanup for cleanup in seen if cleanup.is_draft],
        owners=owners,
        states=STATES.items(),
        state=state if state in STATES else "",
        n_seen=len(seen),
        due_on=due_on,
        own_due_on=own_due_on,
        is_contact=own is not None,
        today=today(),
    )


def _state(cleanup: CleanupRound) -> str:
    if cleanup.is_draft:
        return "draft"
    return "released" if cleanup.released_at else "open"
