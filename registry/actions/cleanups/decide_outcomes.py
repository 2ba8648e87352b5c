"""Decide the outcomes of documents of a round, any number at once, or clear them."""

from collections.abc import Sequence
from datetime import datetime

from registry.actions.cleanups._rounds import Decided, Decision, lock_round, write_outcomes
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction

__all__ = ["Decided", "Decision", "decide_outcomes"]


def decide_outcomes(
    store: Store, actor: Actor, round_id: int, decisions: Sequence[Decision], *, now: datetime
) -> Decided:
    """How many items were written, and a sentence for each that somebody else changed meanwhile. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        return write_outcomes(session, actor, lock_round(session, round_id), decisions, now)
