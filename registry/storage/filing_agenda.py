"""The filings of a day's agenda: by whose turn it is and by when, and since when they wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.filings import FilingState
from registry.domain.turns import Side, Turn, turns_of
from registry.storage.filing_lists import (
    FilingFilter,
    FilingRow,
    Window,
    filing_ids,
    is_to_correct,
    is_turn,
    is_within,
    late,
    listed_filings,
)
from registry.storage.filings import DEADLINE, Filing, FilingMove


@dataclass(frozen=True)
class Waiting:
    """The first filings of a part of the agenda, and how many there are in all."""

    rows: list[FilingRow]
    total: int


def filings_waiting(
    session: Session,
    turns: Collection[Turn],
    window: Window,
    *,
    authority_id: int | None = None,
    limit: int,
) -> Waiting:
    """The filings whose turn and deadline these are, the nearest deadline first."""
    if not turns:
        return Waiting([], 0)
    return _waiting(session, [is_turn(turns), is_within(window)], DEADLINE, authority_id, limit)


def corrections_waiting(
    session: Session, today: date, *, authority_id: int | None = None, limit: int
) -> Waiting:
    """The filings whose 改正期限 has passed or is near, the nearest first."""
    return _waiting(session, [is_to_correct(today)], col(Filing.correct_by), authority_id, limit)


def _waiting(
    session: Session, conditions: list[Any], due: Any, authority_id: int | None, limit: int
) -> Waiting:
    if authority_id is not None:
        conditions = [*conditions, col(Filing.authority_id) == authority_id]
    total = session.execute(sa.select(sa.func.count(col(Filing.id))).where(*conditions)).scalar_one()
    if not total:
        return Waiting([], 0)
    query = listed_filings().where(*conditions).order_by(sa.nulls_last(due), col(Filing.id)).limit(limit)
    return Waiting([(row[0], row[1], row[2]) for row in session.execute(query)], total)


def waiting_since(session: Session, filing_ids: Sequence[int]) -> dict[int, date]:
    """The day of the move that led each filing to its present state; none for a filing that nobody moved."""
    led = sa.select(col(FilingMove.filing_id), sa.func.max(col(FilingMove.on))).where(
        col(FilingMove.filing_id).in_(filing_ids), col(FilingMove.before) != col(FilingMove.after)
    )
    return {row[0]: row[1] for row in session.execute(led.group_by(col(FilingMove.filing_id)))}


def count_undated(session: Session, authority_id: int | None = None) -> int:
    """How many filings are owed without a due date, because 公布日期 is missing."""
    query = sa.select(sa.func.count(col(Filing.id))).where(
        col(Filing.state) == FilingState.OWED, col(Filing.due_on).is_(None)
    )
    if authority_id is not None:
        query = query.where(col(Filing.authority_id) == authority_id)
    return session.execute(query).scalar() or 0


def overdue_of_authorities(wanted: FilingFilter, today: date) -> sa.Select[Any]:
    """The query of the ids that a filter shows and whose step the authority has not done in time, the oldest first."""
    query = filing_ids(wanted, today).where(is_turn(turns_of(Side.AUTHORITY)), is_within(late(today)))
    return query.order_by(DEADLINE, col(Filing.id))
