"""Keep how far a person has looked at a round: what changes afterwards is marked."""

from datetime import datetime

from registry.domain.roles import Actor, Permission, require
from registry.storage.cleanups.board import last_step
from registry.storage.cleanups.tables import CleanupLook
from registry.storage.engine import Store, transaction


def mark_looked(store: Store, actor: Actor, round_id: int, step_id: int, *, now: datetime) -> None:
    """Keeps the look up to the step that was the newest when the page was drawn."""
    require(actor, Permission.READ_ALL)
    if actor.user_id is None:
        return
    with transaction(store) as session:
        look = session.get(CleanupLook, (round_id, actor.user_id))
        if look is None:
            look = CleanupLook(round_id=round_id, user_id=actor.user_id, at=now)
        look.step_id = max(look.step_id, min(step_id, last_step(session, round_id)))
        look.at = now
        session.add(look)
