"""Tell those who answer in a round that it was opened, where they were not told yet."""

from datetime import datetime

from registry.actions.cleanups._rounds import lock_round, require_run, subject_of
from registry.actions.cleanups.asking import tell_answering
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.engine import Store, transaction


def tell_round(store: Store, actor: Actor, round_id: int, *, now: datetime) -> int:
    """How many notices were queued: none for who has one of this day already. Raises Refusal."""
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        require_run(actor, cleanup)
        n_notices = tell_answering(session, cleanup, now)
        if n_notices:
            audit.record(session, now, actor.name, "tell_round", subject_of(cleanup), n_notices=n_notices)
        return n_notices
