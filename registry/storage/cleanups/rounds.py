"""Cleanup rounds, the day of the next one, and the findings that a lead accepted with a reason."""

from datetime import date

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from registry.domain.cleanups import RoundKind
from registry.storage import office
from registry.storage.cleanups.tables import AcceptedFinding, CleanupRound


def rounds(session: Session) -> list[CleanupRound]:
    """Every round, the newest first, without the documents that each left out."""
    query = select(CleanupRound).options(defer(col(CleanupRound.left_out)))  # type: ignore[arg-type]
    return list(session.exec(query.order_by(col(CleanupRound.id).desc())).all())


def round_named(session: Session, words: str) -> CleanupRound | None:
    """The round of this name, or of this id."""
    query = select(CleanupRound).where(CleanupRound.name == words.strip())
    by_name = session.exec(query).first()
    if by_name is None and words.strip().isdecimal():
        return session.get(CleanupRound, int(words))
    return by_name


def last_periodic(session: Session, owner_id: int | None = None) -> CleanupRound | None:
    """The newest released periodic round over the whole level, or with `owner_id` that authority's own.

    A round over some authorities does not count for the others, nor one authority's own round for the level.
    """
    query = select(CleanupRound).where(
        col(CleanupRound.next_due_on).is_not(None), col(CleanupRound.owner_id) == owner_id
    )
    for cleanup in session.exec(query.order_by(col(CleanupRound.published_on).desc())):
        if owner_id is not None or not cleanup.authority_ids:
            return cleanup
    return None


def next_cleanup_due(session: Session, owner_id: int | None = None) -> date | None:
    """The day by which the next periodic cleanup is due, of the whole level or of an authority's own documents.

    It follows the last periodic release; before the first one it is what the office set: of the level in the settings,
    of an authority the day of its round that is not released. None when nothing sets it.
    """
    if last := last_periodic(session, owner_id):
        return last.next_due_on
    if owner_id is not None:
        waiting = unreleased_periodic(session, owner_id)
        return waiting.due_on if waiting else None
    first = office.setting(session, "first_cleanup_due_on")
    return date.fromisoformat(first) if first else None


def unreleased_periodic(session: Session, owner_id: int | None = None) -> CleanupRound | None:
    """The oldest periodic round that is prepared or open, over the whole level or an authority's own."""
    query = select(CleanupRound).where(
        CleanupRound.kind == RoundKind.PERIODIC,
        col(CleanupRound.released_at).is_(None),
        col(CleanupRound.owner_id) == owner_id,
    )
    for cleanup in session.exec(query.order_by(col(CleanupRound.id))):
        if owner_id is not None or not cleanup.authority_ids:
            return cleanup
    return None


def prepared_rounds(session: Session, owner_id: int | None = None) -> list[CleanupRound]:
    """The drafts that wait to be opened, the oldest first; with `owner_id` those of that authority's own rounds."""
    lean = defer(col(CleanupRound.left_out))  # type: ignore[arg-type]
    query = select(CleanupRound).where(col(CleanupRound.is_draft)).options(lean)
    if owner_id is not None:
        query = query.where(CleanupRound.owner_id == owner_id)
    return list(session.exec(query.order_by(col(CleanupRound.id))).all())


def open_for_answers(session: Session) -> list[CleanupRound]:
    """The rounds that are open and await answers by a day, the oldest first."""
    query = select(CleanupRound).where(
        col(CleanupRound.released_at).is_(None),
        ~col(CleanupRound.is_draft),
        col(CleanupRound.answers_due_on).is_not(None),
    )
    return list(session.exec(query.order_by(col(CleanupRound.id))).all())


def owners(session: Session) -> list[int]:
    """The authorities that have or had a periodic round of their own."""
    query = select(CleanupRound.owner_id).where(
        CleanupRound.kind == RoundKind.PERIODIC, col(CleanupRound.owner_id).is_not(None)
    )
    return sorted({owner_id for owner_id in session.exec(query) if owner_id is not None})


def accepted_findings(session: Session, round_id: int) -> list[AcceptedFinding]:
    query = select(AcceptedFinding).where(AcceptedFinding.round_id == round_id)
    return list(session.exec(query.order_by(col(AcceptedFinding.id))).all())
