"""The period of a 合法性审核: working days from the day after receipt, without those in which the drafter is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from registry.domain.calendars import DueDate, WorkCalendar, after_working_days
from registry.domain.legality_reviews import MOVES, ReviewMove
from registry.domain.review_clock import ClockStep, Stop
from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date

_RECEIVED, _REVISED = "收到送审材料之日", "收到修改稿之日"
_MOST_TOLD = 3  # of more stops the working gives the sum: it has to fit its column
_OF_RECHECK = "复核的期限没有另行规定，比照审核期限掌握，待本单位核实"


class Made(Protocol):
    """A move that was made, on its true day."""

    @property
    def move(self) -> ReviewMove: ...
    @property
    def on(self) -> date: ...


@dataclass(frozen=True)
class LegalityClock:
    """The period of a review: since when, the stops that are over, since when it stands still, and its end.

    `end` is counted without the stop that still lasts.
    """

    started_on: date
    stops: tuple[Stop, ...]
    stopped_since: date | None
    end: DueDate

    @property
    def due(self) -> DueDate | None:
        """The end of the period; None while it stands still."""
        return self.end if self.stopped_since is None else None

    def working(self) -> str:
        """The Chinese sentence that explains the end, or since when the period stands still."""
        if self.stopped_since is None:
            return self.end.working()
        return f"向起草单位提问，自{self.stopped_since}起停止计时；答复之后继续计算，此前{self.end.working()}"

    def days_used(self, on: date, calendar: WorkCalendar) -> int:
        """The working days of the period up to a day, without those of the stops."""
        until = min(on, self.stopped_since) if self.stopped_since else on
        stopped = sum(n_working(stop.since, min(stop.until, until), calendar) for stop in self.stops)
        return n_working(self.started_on, until, calendar) - stopped


def legality_clock(
    moves: Sequence[Made], profile: RuleProfile, calendar: WorkCalendar
) -> LegalityClock | None:
    """The clock after these moves, in their order; None before the draft was received.

    A draft that is sent again, or revised, begins a new period.
    """
    begun: Made | None = None
    stops: list[Stop] = []
    stopping: date | None = None
    for made in moves:
        match MOVES[made.move].clock:
            case ClockStep.START:
                begun, stops, stopping = made, [], None
            case ClockStep.STOP if profile.legality_question_stops:
                stopping = stopping or made.on
            case ClockStep.RESUME if stopping:
                stops.append(Stop(stopping, made.on, "起草单位答复"))
                stopping = None
    if begun is None:
        return None
    end = _end(begun, stops, profile, calendar)
    return LegalityClock(begun.on, tuple(stops), stopping, end)


def too_short(
    moves: Sequence[Made], on: date, emergency_because: str, profile: RuleProfile, calendar: WorkCalendar
) -> str:
    """The hint that an opinion of this day comes before the least number of working days; "" when it does not.

    It does not concern an emergency, nor a revised draft.
    """
    clock = legality_clock(moves, profile, calendar)
    is_revised = any(made.move is ReviewMove.REVISE for made in moves)
    if clock is None or is_revised or emergency_because.strip():
        return ""
    n_days, least = clock.days_used(on, calendar), profile.legality_working_days_least
    if n_days >= least:
        return ""
    return (
        f"审核时间不足{least}个工作日（自{cn_date(clock.started_on)}收到材料至{cn_date(on)}，计{n_days}个工作日；"
        f"依据：{profile.source_of('legality_working_days_least')}）。属于突发事件应对或者紧急命令的，送审时写明。"
    )


def n_working(since: date, until: date, calendar: WorkCalendar) -> int:
    """The working days after `since` up to `until`; none when it does not lie later."""
    days = range(1, (until - since).days + 1)
    return sum(calendar.is_working(since + timedelta(n)) for n in days)


def _end(begun: Made, stops: Sequence[Stop], profile: RuleProfile, calendar: WorkCalendar) -> DueDate:
    """A stop moves the end by its working days, unless the period had ended before."""
    amount = profile.legality_working_days_most
    is_recheck = begun.move is ReviewMove.REVISE
    source = profile.source_of("legality_working_days_most")
    label, source = (_REVISED, f"{source}（{_OF_RECHECK}）") if is_recheck else (_RECEIVED, source)
    due = after_working_days(begun.on, amount, calendar, label=label, source=source)
    n_stopped, counted = 0, list[tuple[int, Stop]]()
    for stop in stops:
        n_days = n_working(stop.since, stop.until, calendar)
        if stop.since >= due.due_on or not n_days:
            continue
        n_stopped += n_days
        counted.append((n_days, stop))
        due = after_working_days(begun.on, amount + n_stopped, calendar, label=label, source=source)
    besides = f"，因向起草单位提问停止计时{_told(counted)}" if counted else ""
    return replace(due, amount=amount, besides=besides, n_stopped=n_stopped)


def _told(counted: Sequence[tuple[int, Stop]]) -> str:
    if len(counted) > _MOST_TOLD:
        n_days = sum(n for n, _ in counted)
        return f"{len(counted)}次共{n_days}个工作日（{counted[0][1].since}至{counted[-1][1].until}之间）"
    return "、".join(f"{n_days}个工作日（{stop.since}至{stop.until}）" for n_days, stop in counted)
