"""Decide the outcomes of documents of a round, any number at once, or clear them."""

from collections.abc import Sequence
from datetime import datetime

from registry.actions.cleanups._rounds import Decided, Decision, lock_round, require_run, write_outcomes
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction

__all__ = ["Decided", "Decision", "decide_outcomes"]


def decide_outcomes(
    store: Store, actor: Actor, round_id: int, decisions: Sequence[Decision], *, now: datetime
) -> Decided:
    """How many items were written, and a sentence for each that somebody else changed meanwhile. Raises Refusal."""
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        require_run(actor, cleanup)
        return write_outcomes(session, actor, cleanup, decisions, now)
