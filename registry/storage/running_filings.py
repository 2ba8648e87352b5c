"""Filings whose present step is due: by index, so that the cost follows what is due and not the register."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.filings import CONCLUDED, FilingState
from registry.domain.reminders import CORRECTING
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove

_LATER_STEPS = sorted(set(FilingState) - CONCLUDED - {FilingState.OWED})


def running_until(until: date) -> sa.Select[Filing, Document]:
    """The query of the open filings with a deadline that is not after a day, ids ascending."""
    state = col(Filing.state)
    is_due = sa.or_(  # spelled out for the indexes
        sa.and_(state == FilingState.OWED, col(Filing.due_on) <= until),
        sa.and_(state.in_(_LATER_STEPS), col(Filing.step_due_on) <= until),
        sa.and_(state.in_(sorted(CORRECTING)), col(Filing.correct_by) <= until),
    )
    return (
        sa.select(Filing, Document)
        .join(Document, col(Filing.document_id) == col(Document.id))
        .where(is_due)
        .order_by(col(Filing.id))
    )


def moves_by_filing(session: Session, ids: Sequence[int]) -> dict[int, list[FilingMove]]:
    """The moves of these filings, each filing's first one first."""
    moves: dict[int, list[FilingMove]] = {filing_id: [] for filing_id in ids}
    for part in batches(ids):
        query = select(FilingMove).where(col(FilingMove.filing_id).in_(part)).order_by(col(FilingMove.id))
        for move in session.exec(query):
            moves[move.filing_id].append(move)
    return moves
