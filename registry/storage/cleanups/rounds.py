"""Cleanup rounds, the day of the next one, and the findings that a lead accepted with a reason."""

from datetime import date

from sqlmodel import Session, col, select

from registry.storage import office
from registry.storage.cleanups.tables import AcceptedFinding, CleanupRound


def rounds(session: Session) -> list[CleanupRound]:
    """Every round, the newest first."""
    return list(session.exec(select(CleanupRound).order_by(col(CleanupRound.id).desc())).all())


def round_named(session: Session, words: str) -> CleanupRound | None:
    """The round of this name, or of this id."""
    query = select(CleanupRound).where(CleanupRound.name == words.strip())
    by_name = session.exec(query).first()
    if by_name is None and words.strip().isdecimal():
        return session.get(CleanupRound, int(words))
    return by_name


def next_cleanup_due(session: Session) -> date | None:
    """The day by which the next periodic cleanup of the whole level is due; None when nothing sets it.

    It follows the newest released round that covered every authority (a round over some does not count for the
    others), else the setting for the first cleanup.
    """
    query = select(CleanupRound).where(col(CleanupRound.next_due_on).is_not(None))
    for cleanup in session.exec(query.order_by(col(CleanupRound.published_on).desc())):
        if not cleanup.authority_ids:
            return cleanup.next_due_on
    first = office.setting(session, "first_cleanup_due_on")
    return date.fromisoformat(first) if first else None


def accepted_findings(session: Session, round_id: int) -> list[AcceptedFinding]:
    query = select(AcceptedFinding).where(AcceptedFinding.round_id == round_id)
    return list(session.exec(query.order_by(col(AcceptedFinding.id))).all())
