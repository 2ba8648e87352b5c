"""Within a transaction: the days by which a filing and its steps are due, written with the rules they rest on."""

from collections.abc import Sequence
from datetime import date

from registry.domain.calendars import DueDate
from registry.domain.filings import MOVES, Move
from registry.domain.owed_filings import filing_due
from registry.storage.filings import Filing, FilingMove
from registry.storage.rulebook import Rulebook


def set_due(book: Rulebook, filing: Filing, published_on: date | None) -> None:
    """Writes the due date counted from 公布日期, or that it cannot be computed while that is missing."""
    filing.start_on = published_on
    if published_on is None:
        filing.raw_due_on = filing.due_on = None
        filing.working = "缺公布日期，备案期限无法计算，请补录公布日期。"
        filing.is_provisional = False
        return
    profile = book.profile_for(published_on)
    due = filing_due(filing.track, published_on, profile, book.calendar)
    filing.raw_due_on, filing.due_on = due.raw_on, due.due_on
    filing.working = due.working()
    filing.is_provisional = due.provisional
    filing.profile_id = book.id_of(profile)
    filing.calendar_versions = book.calendar_versions(due)


def step_due(book: Rulebook, filing: Filing, move: Move, on: date) -> DueDate | None:
    """When the step that a move begins has to be done; None when it has no period of its own."""
    period = MOVES[move].period
    return period.due(on, book.profile_for(filing.start_on or on), book.calendar) if period else None


def step_deadline(book: Rulebook, filing: Filing, move: Move, on: date) -> tuple[date | None, str]:
    """The deadline of the step that a move begins, and its working; None when that step has no period."""
    if MOVES[move].keeps_deadline:
        return filing.step_due_on, filing.step_working
    due = step_due(book, filing, move, on)
    return (due.due_on, due.working()) if due else (None, "")


def set_step_due(book: Rulebook, filing: Filing, move: Move, on: date) -> None:
    """Writes the deadline of the step that a move begins, with the rules it was computed with."""
    if MOVES[move].keeps_deadline:
        return
    filing.step_due_on, filing.step_working = step_deadline(book, filing, move, on)
    due = step_due(book, filing, move, on)
    filing.step_profile_id = book.id_of(book.profile_for(filing.start_on or on)) if due else None
    filing.step_calendar_versions = book.calendar_versions(due) if due else {}


def step_begun_by(moves: Sequence[FilingMove]) -> FilingMove | None:
    """The move that began the present step: the last one that does not let the running deadline go on."""
    return next((move for move in reversed(moves) if not MOVES[move.move].keeps_deadline), None)
