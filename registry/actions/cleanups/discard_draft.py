"""Discard a prepared round: it is not prepared again for the same day, while the reminders of that day go on."""

from datetime import datetime

from registry.actions.cleanups._drafts import lock_draft
from registry.actions.cleanups._rounds import subject_of
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.engine import Store, transaction


def discard_draft(
    store: Store, actor: Actor, round_id: int, *, version: int | None = None, now: datetime
) -> str:
    """The name of the draft that is gone. Raises Refusal when it was opened or changed meanwhile."""
    with transaction(store) as session:
        cleanup = lock_draft(session, actor, round_id, version)
        due_on = cleanup.due_on.isoformat() if cleanup.due_on else ""
        audit.record(
            session,
            now,
            actor.name,
            "discard_draft_round",
            subject_of(cleanup),
            name=cleanup.name,
            due_on=due_on,
        )
        session.delete(cleanup)
        return cleanup.name
