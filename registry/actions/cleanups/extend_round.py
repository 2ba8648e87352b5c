"""Bring a round in line with the register: documents that came into its scope are added, others taken out."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.cleanups._returns import open_again
from registry.actions.cleanups._rounds import add_items, compare_scope, lock_round, require_run, subject_of
from registry.actions.cleanups.asking import tell_answering
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.cleanups.tables import (
    CleanupClash,
    CleanupCosign,
    CleanupItem,
    CleanupReturn,
    CleanupRound,
)
from registry.storage.engine import Store, transaction


def extend_round(store: Store, actor: Actor, round_id: int, *, now: datetime) -> tuple[int, int]:
    """How many documents were added and how many taken out. Raises Refusal."""
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        require_run(actor, cleanup)
        _, late, gone = compare_scope(session, cleanup)
        if not late and not gone:
            return 0, 0
        add_items(session, round_id, late)
        is_gone = col(CleanupItem.round_id) == round_id, col(CleanupItem.document_id).in_(gone)
        items = sa.select(col(CleanupItem.id)).where(*is_gone)
        session.execute(sa.delete(CleanupClash).where(col(CleanupClash.item_id).in_(items)))
        session.execute(sa.delete(CleanupCosign).where(col(CleanupCosign.item_id).in_(items)))
        session.execute(sa.delete(CleanupItem).where(*is_gone))
        cleanup.version += 1
        session.add(cleanup)
        audit.record(
            session,
            now,
            actor.name,
            "extend_round",
            subject_of(cleanup),
            n_added=len(late),
            n_removed=len(gone),
        )
        session.flush()
        _open_returns(session, actor, cleanup, late, now)
        tell_answering(session, cleanup, now)
        return len(late), len(gone)


def _open_returns(
    session: Session, actor: Actor, cleanup: CleanupRound, late: Sequence[int], now: datetime
) -> None:
    """Opens the signed return of every authority that now has a document to answer for which nobody signed."""
    answering = select(CleanupItem.answering_id).where(
        CleanupItem.round_id == cleanup.id, col(CleanupItem.document_id).in_(late)
    )
    signed = select(CleanupReturn).where(
        CleanupReturn.round_id == cleanup.id, col(CleanupReturn.authority_id).in_(answering)
    )
    for row in session.exec(signed.order_by(col(CleanupReturn.authority_id))).all():
        open_again(session, actor, cleanup, row, "补入了新的文件", now)
