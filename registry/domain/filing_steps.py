"""What the moves of a filing come to: the deadline of its present step, and how the review clock stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from registry.domain.calendars import DueDate, WorkCalendar
from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED, MOVES, FilingState, Move
from registry.domain.review_clock import ClockTurn, ReviewClock, review_clock
from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date


class Made(Protocol):
    """A move that was made, on its true day."""

    @property
    def move(self) -> Move: ...
    @property
    def on(self) -> date: ...


@dataclass(frozen=True)
class MoveMade:
    """A move that was made or is to be made on a day."""

    move: Move
    on: date


@dataclass(frozen=True)
class FilingStep:
    """The deadline of the present step, None without one, and the review clock, None unless a review is under way."""

    due: DueDate | None
    clock: ReviewClock | None


_MOST_YEARS = 3  # a correction set further ahead is a slip of the pen
_NO_STEP = FilingStep(None, None)


def step_of(
    moves: Sequence[Made], profile: RuleProfile, clock_profile: RuleProfile, calendar: WorkCalendar
) -> FilingStep:
    """The step after these moves of a filing, in their order.

    Its own period follows `profile`, the review `clock_profile`: the rules that it began with.
    """
    last = MOVES[moves[-1].move] if moves else None
    if last is None or last.after in CONCLUDED:
        return _NO_STEP
    clock = review_clock(_turns(moves), clock_profile, calendar)
    if last.period:
        return FilingStep(last.period.due(moves[-1].on, profile, calendar), clock)
    return FilingStep(clock.due if clock else None, clock)


def _turns(moves: Sequence[Made]) -> list[ClockTurn]:
    rules = [(MOVES[made.move], made.on) for made in moves]
    return [ClockTurn(rule.clock, on, rule.waits_for) for rule, on in rules if rule.clock]


def runs_review(state: FilingState) -> bool:
    """Whether the deadline of a state is that of the review, whose clock runs then."""
    return state in MOVES[Move.EXTEND].before


def check_correct_by(move: Move, on: date, correct_by: date | None) -> None:
    """Raises Refusal unless the move may set this 改正期限."""
    if correct_by is None:
        return
    if not MOVES[move].sets_correction:
        raise Refusal(f"“{MOVES[move].word}”不设改正期限，只有提出审查意见时可以设。", "correct_by")
    if correct_by <= on:
        raise Refusal(
            f"改正期限{cn_date(correct_by)}应晚于提出审查意见之日（{cn_date(on)}），请核对。", "correct_by"
        )
    if correct_by.year - on.year > _MOST_YEARS:
        raise Refusal(f"改正期限{cn_date(correct_by)}距今超过{_MOST_YEARS}年，请核对年份。", "correct_by")
