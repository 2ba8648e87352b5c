"""Within a transaction: the deadline of a 合法性审核, computed from its moves and the rules of the day of receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from registry.domain.legality_clock import Made, legality_clock
from registry.domain.legality_reviews import OPEN, UNDER_REVIEW, ReviewMove, ReviewState
from registry.storage.legality_reviews import LegalityReview, moves_of
from registry.storage.rulebook import Rulebook, profile_of


@dataclass(frozen=True)
class MoveToMake:
    """A move that is being made on a day."""

    move: ReviewMove
    on: date


def set_deadline(session: Session, book: Rulebook, review: LegalityReview, moves: Sequence[Made]) -> None:
    """Sets the deadline that the review has after these moves; none while nobody's period runs."""
    runs = review.state in UNDER_REVIEW or review.state is ReviewState.ASKED
    clock = None
    if runs and review.received_on:
        if review.profile_id is None:
            review.profile_id = book.id_of(book.profile_for(review.received_on))
        profile = profile_of(session, book, review.profile_id)
        clock = legality_clock(moves, profile, book.calendar)
    due = clock.due if clock else None
    review.due_on = due.due_on if due else None
    review.is_provisional = bool(due and due.provisional)
    review.due_working = clock.working() if clock else ""
    review.clock_stopped_since = clock.stopped_since if clock else None


def renew_deadlines(session: Session, book: Rulebook) -> int:
    """The number of open reviews whose deadline moved when computed anew, after the days off of a year were decreed."""
    query = select(LegalityReview).where(col(LegalityReview.state).in_(sorted(OPEN)))
    n_moved = 0
    for review in session.exec(query.order_by(col(LegalityReview.id)).with_for_update(key_share=True)).all():
        before = review.due_on, review.due_working
        set_deadline(session, book, review, moves_of(session, review.id or 0))
        if before != (review.due_on, review.due_working):
            review.version += 1
            session.add(review)
            n_moved += before[0] != review.due_on
    return n_moved
