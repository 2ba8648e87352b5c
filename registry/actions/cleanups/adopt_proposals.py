"""Adopt the authorities' proposals where the office has not decided yet, all at once."""

from datetime import datetime

from sqlmodel import col, select

from registry.actions.cleanups._rounds import Decision, lock_round, require_run, write_outcomes
from registry.domain.roles import Actor
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.engine import Store, transaction


def adopt_proposals(
    store: Store, actor: Actor, round_id: int, *, authority_id: int | None = None, now: datetime
) -> int:
    """How many undecided items took the proposed outcome; only those of `authority_id` when given. Raises Refusal."""
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        require_run(actor, cleanup)
        query = select(CleanupItem).where(
            CleanupItem.round_id == round_id,
            col(CleanupItem.outcome).is_(None),
            col(CleanupItem.is_answered),
        )
        if authority_id is not None:
            query = query.where(CleanupItem.answering_id == authority_id)
        decisions = [
            Decision(item.id or 0, item.proposal)
            for item in session.exec(query.order_by(col(CleanupItem.id)))
        ]
        return write_outcomes(session, actor, cleanup, decisions, now).n_decided
