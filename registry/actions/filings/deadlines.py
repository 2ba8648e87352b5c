"""Within a transaction: the days by which a filing and its steps are due, written with the rules they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.domain.filing_steps import Made, MoveMade, step_of
from registry.domain.filings import MOVES, Move
from registry.domain.owed_filings import filing_due
from registry.domain.review_clock import ClockStep
from registry.domain.rules import RuleProfile
from registry.storage.filings import Filing, moves_of
from registry.storage.rulebook import Rulebook, profile_of


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


@dataclass(frozen=True)
class StepRules:
    """The rules of a step, and those that the review of the filing began with; each with the id of its row."""

    step: tuple[int, RuleProfile]
    review: tuple[int, RuleProfile]
    book: Rulebook


def begin_step(session: Session, book: Rulebook, filing: Filing, moves: Sequence[Made]) -> None:
    """Writes the deadline of the step that the last of all moves begins, by the rules of the publication's day.

    A review keeps the rules that it began with (DESIGN, rules do not move the past).
    """
    last = moves[-1]
    newest = _of_publication(book, filing, last.on)
    begins_review = MOVES[last.move].clock is ClockStep.START
    kept = None if begins_review else filing.review_profile_id or filing.profile_id
    review = (kept, profile_of(session, book, kept)) if kept else newest
    write_step(filing, moves, StepRules(newest, review, book))


def renew_step(session: Session, book: Rulebook, filing: Filing, moves: Sequence[Made]) -> None:
    """Writes the deadline of the present step anew: with the calendar of `book`, by the rules that the filing keeps."""
    newest = _of_publication(book, filing, moves[-1].on)
    step_id = filing.step_profile_id or filing.profile_id or newest[0]
    review_id = filing.review_profile_id or filing.profile_id or newest[0]
    step, review = ((key, profile_of(session, book, key)) for key in (step_id, review_id))
    write_step(filing, moves, StepRules(step, review, book))


def restart_step(book: Rulebook, filing: Filing, moves: Sequence[Made]) -> None:
    """Writes the deadline of the present step anew after 公布日期 was corrected: by the rules of that day."""
    rules = _of_publication(book, filing, moves[-1].on)
    write_step(filing, moves, StepRules(rules, rules, book))


def write_step(filing: Filing, moves: Sequence[Made], rules: StepRules) -> None:
    """Writes what all moves come to: the deadline of the present step, and how the review clock stands."""
    step = step_of(moves, rules.step[1], rules.review[1], rules.book.calendar)
    clock, due = step.clock, step.due
    filing.step_due_on = due.due_on if due else None
    filing.step_working = due.working() if due else ""
    is_of_review = clock is not None and due is clock.due
    filing.step_profile_id = (rules.review if is_of_review else rules.step)[0] if due else None
    filing.step_calendar_versions = {
        year: version
        for end in (clock.end if clock else None, due)
        if end is not None
        for year, version in rules.book.calendar_versions(end).items()
    }
    stopped_since = clock.stopped_since if clock else None
    filing.clock_stopped_since = stopped_since
    filing.review_days_left = clock.days_left(stopped_since) if clock and stopped_since else None
    filing.clock_working = clock.working() if clock and stopped_since else ""
    filing.review_profile_id = rules.review[0] if clock else filing.review_profile_id
    filing.is_extended = any(MOVES[made.move].clock is ClockStep.EXTEND for made in moves)


def after_move(session: Session, book: Rulebook, filing: Filing, move: Move, on: date) -> Filing:
    """The filing as a move on a day would leave its deadlines; nothing is written."""
    moved = Filing.model_validate(filing.model_dump())
    begin_step(session, book, moved, [*moves_of(session, filing.id or 0), MoveMade(move, on)])
    return moved


def review_day_before_stop(session: Session, book: Rulebook, filing: Filing) -> date | None:
    """The review's deadline as it ran before its clock last stopped; nothing is written."""
    moves = moves_of(session, filing.id or 0)
    stops = [place for place, made in enumerate(moves) if MOVES[made.move].clock is ClockStep.STOP]
    if not stops or not stops[-1]:
        return None
    before = Filing.model_validate(filing.model_dump())
    begin_step(session, book, before, moves[: stops[-1]])
    return before.step_due_on


def _of_publication(book: Rulebook, filing: Filing, on: date) -> tuple[int, RuleProfile]:
    """The rules of the day of publication, of the move's while that is missing."""
    profile = book.profile_for(filing.start_on or on)
    return book.id_of(profile), profile
