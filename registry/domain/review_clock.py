"""The review clock: the days of a review that are used, since when it stands still, and the day on which it ends.

It starts on the day of 予以登记, stands still while the authority answers or supplements, and may be extended
(DOMAIN §3, §6). How many days it has comes from the rule profile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from registry.domain.calendars import DueDate, WorkCalendar, after_days
from registry.domain.rules import Period, RuleProfile

REVIEW_PERIOD = Period("review_days", "登记之日")
_MOST_TOLD = 3  # of more stops the working gives the sum: it has to fit a notice and its column


class ClockStep(StrEnum):
    """What a move of a filing does to the review clock."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    EXTEND = "extend"


@dataclass(frozen=True)
class ClockTurn:
    """A step of the clock on its true day; a stop says what the review waits for."""

    step: ClockStep
    on: date
    waits_for: str = ""


@dataclass(frozen=True)
class Stop:
    """Days during which the clock stood still; the review goes on from `until`."""

    since: date
    until: date
    waited_for: str

    @property
    def n_days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True)
class ReviewClock:
    """The clock of one review.

    `n_days` is what the rules allow, the extension included; `stops` are those that are over. `end` is where the
    period ends, counted without the stop that still lasts.
    """

    started_on: date
    n_days: int
    extended_on: date | None
    stops: tuple[Stop, ...]
    stopped_since: date | None
    waits_for: str
    end: DueDate

    @property
    def due(self) -> DueDate | None:
        """The end of the period; None while the clock stands still."""
        return self.end if self.stopped_since is None else None

    def days_used(self, today: date) -> int:
        """The days of the review up to today, or up to the stop that still lasts, without those of the stops."""
        until = self.stopped_since or today
        return (until - self.started_on).days - sum(stop.n_days for stop in self.stops)

    def days_left(self, today: date) -> int:
        """The days that are left as counted, negative when more were used; a rollover is no day of the period."""
        return self.n_days - self.days_used(today)

    def working(self) -> str:
        """The Chinese sentence that explains the end, or how many days were left when the clock stopped."""
        if self.stopped_since is None:
            return self.end.working()
        since = self.stopped_since
        used = f"，至{since}已用{self.days_used(since)}日，因{self.waits_for}停止计时，{self._left()}"
        source = f"；依据：{self.end.source}" if self.end.source else ""
        return f"自登记之日{self.started_on}起算，{self.end.amount}日{self.end.besides}{used}{source}"

    def _left(self) -> str:
        assert self.stopped_since is not None
        days = self.days_left(self.stopped_since)
        if days >= 0:
            return f"还剩{days}日"
        n_late = (self.stopped_since - self.end.due_on).days
        if n_late > 0:
            return f"停止时已超过{n_late}日"
        return f"还剩0日（届满为{self.end.raw_on}，顺延至{self.end.due_on}，停止时尚未超过）"


def review_clock(
    turns: Iterable[ClockTurn], profile: RuleProfile, calendar: WorkCalendar
) -> ReviewClock | None:
    """The clock after its turns, in their order; None before it starts."""
    started_on = extended_on = stopping = None
    stops: list[Stop] = []
    for turn in turns:
        match turn.step:
            case ClockStep.START:
                started_on = turn.on
            case ClockStep.EXTEND:
                extended_on = extended_on or turn.on
            case ClockStep.STOP:
                stopping = stopping or turn
            case ClockStep.RESUME if stopping:
                stops.append(Stop(stopping.on, turn.on, stopping.waits_for))
                stopping = None
    if started_on is None:
        return None
    return ReviewClock(
        started_on=started_on,
        n_days=profile.review_days + (profile.review_extension_days if extended_on else 0),
        extended_on=extended_on,
        stops=tuple(stops),
        stopped_since=stopping.on if stopping else None,
        waits_for=stopping.waits_for if stopping else "",
        end=_end(started_on, extended_on, stops, profile, calendar),
    )


def _end(
    started_on: date,
    extended_on: date | None,
    stops: Sequence[Stop],
    profile: RuleProfile,
    calendar: WorkCalendar,
) -> DueDate:
    """Every day of a stop moves the end of the period by a day; only then it rolls over (DOMAIN §4)."""
    extension = profile.review_extension_days if extended_on else 0
    due = after_days(
        started_on,
        profile.review_days + extension + sum(stop.n_days for stop in stops),
        calendar,
        rollover=profile.rollover,
        label=REVIEW_PERIOD.label,
        source=profile.source_of(REVIEW_PERIOD.parameter),
    )
    besides = (f"，延长{extension}日{_own_source(profile)}" if extension else "") + _stopped(stops)
    return replace(due, amount=profile.review_days, besides=besides)


def _own_source(profile: RuleProfile) -> str:
    """（依据：…） when the extension rests on another text than the period."""
    source = profile.source_of("review_extension_days")
    return f"（依据：{source}）" if source != profile.source_of("review_days") else ""


def _stopped(stops: Sequence[Stop]) -> str:
    """The stops in words; "" for none that took a day."""
    stops = [stop for stop in stops if stop.n_days]
    if len(stops) > _MOST_TOLD:
        n_days, last = sum(stop.n_days for stop in stops), stops[-1]
        return f"，停止计时{len(stops)}次共{n_days}日（最近一次{last.since}至{last.until}）"
    return "".join(
        f"，因{stop.waited_for}停止计时{stop.n_days}日（{stop.since}至{stop.until}）" for stop in stops
    )
