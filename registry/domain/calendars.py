"""Working days, rollover, and the sentence that explains a due date.

Days are counted as 民法典 201–203 say: the first day is not counted, a month ends on its
corresponding day or its last one, and a period that would end on a day off ends on the
next day that is none. All dates are days of Asia/Shanghai.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ONE_DAY = timedelta(days=1)
MONDAY_TO_SUNDAY = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
SATURDAY = 5
_YEAR_END = (12, 29)

Unit = Literal["日", "工作日"]


@dataclass(frozen=True)
class HolidayYear:
    """The days the State Council decreed for one year: days off, and make-up workdays (补班)."""

    year: int
    version: int
    off: Mapping[date, str]
    work: Mapping[date, str]


@dataclass(frozen=True)
class WorkCalendar:
    """The decreed years; in all other years Monday to Friday are working days."""

    years: Mapping[int, HolidayYear]

    def is_decreed(self, year: int) -> bool:
        """Whether the year's days off have been decreed; an empty table is no decree."""
        return year in self.years and bool(self.years[year].off)

    def is_working(self, day: date) -> bool:
        if self.make_up_for(day):
            return True
        return day.weekday() < SATURDAY and not self._holiday(day)

    def why_off(self, day: date) -> str:
        """The holiday's name (春节), else 周六 or 周日; "" for a working day."""
        if self.is_working(day):
            return ""
        return self._holiday(day) or MONDAY_TO_SUNDAY[day.weekday()]

    def make_up_for(self, day: date) -> str:
        """The holiday for which a make-up workday is worked; "" for any other day."""
        return next((decree.work[day] for decree in self._decrees(day) if day in decree.work), "")

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def _holiday(self, day: date) -> str:
        return next((decree.off[day] for decree in self._decrees(day) if day in decree.off), "")

    def _decrees(self, day: date) -> list[HolidayYear]:
        # 元旦 of a year is sometimes decreed together with the last days of the year before.
        years = (day.year, day.year + 1) if day.month == 12 else (day.year,)
        return [self.years[year] for year in years if year in self.years]


@dataclass(frozen=True)
class DueDate:
    """A computed date with its working.

    `raw_on` is the last day of the period as counted; `working_on` is that day or the first
    working day after it; `day_off` names the holiday or weekday that makes `raw_on` a day off, `make_up_for`
    the holiday for which it is worked; `undecreed` are the years without a decree that the result rests on.
    `besides` are the words for what lengthened the period beyond its `amount`, `n_stopped` the working days of it.
    """

    label: str
    start_on: date
    amount: int
    unit: Unit
    source: str
    rollover: bool
    raw_on: date
    working_on: date
    day_off: str
    make_up_for: str
    undecreed: tuple[int, ...]
    besides: str = ""
    n_stopped: int = 0

    @property
    def due_on(self) -> date:
        return self.working_on if self.rollover else self.raw_on

    @property
    def n_days_moved(self) -> int:
        return (self.due_on - self.raw_on).days

    @property
    def provisional(self) -> bool:
        """预计: the result rests on a year whose days off are not decreed yet."""
        return bool(self.undecreed)

    def working(self) -> str:
        """The Chinese sentence that explains the date, from its first day to its source."""
        parts = (
            f"自{self.label}{self.start_on}起算{self._first_day()}",
            f"，{self._period()}{self._beside()}届满为{self._end()}",
            f"（预计：{self._not_decreed()}）" if self.undecreed else "",
            f"；依据：{self.source}" if self.source else "",
        )
        return "".join(parts)

    def _not_decreed(self) -> str:
        years = "、".join(f"{year}年" for year in self.undecreed)
        is_year_end = self.undecreed[0] > self.due_on.year
        return f"{years}放假安排尚未公布" + ("，可能调整此前的12月29日至31日" if is_year_end else "")

    def _first_day(self) -> str:
        return "（次日为第1日）" if self.unit == "日" else "（次日起计工作日）"

    def _period(self) -> str:
        return f"{self.amount}日" if self.unit == "日" else f"{self.amount}个工作日"

    def _beside(self) -> str:
        return f"{self.besides}，" if self.besides else ""

    def _end(self) -> str:
        if self.unit == "工作日":
            n_off = (self.due_on - self.start_on).days - self.amount - self.n_stopped
            return f"{self.due_on}" + (f"（其间休息日{n_off}天不计）" if n_off else "")
        if not self.rollover:
            return self._end_kept()
        if self.n_days_moved:
            return f"{self.raw_on}（{self.day_off}），顺延至{self.due_on}"
        if self.make_up_for:
            weekday = MONDAY_TO_SUNDAY[self.raw_on.weekday()]
            return f"{self.raw_on}（{weekday}，{self.make_up_for}补班），为补班工作日，不顺延"
        return f"{self.raw_on}，为工作日，无需顺延"

    def _end_kept(self) -> str:
        if not self.day_off:
            return f"{self.raw_on}，本规则遇休息日不顺延"
        return (
            f"{self.raw_on}（{self.day_off}），本规则遇休息日不顺延，"
            f"仍为{self.raw_on}（如顺延则为{self.working_on}）"
        )


def undecreed(calendar: WorkCalendar, first: date, last: date) -> tuple[int, ...]:
    """The years without a decree that the days from `first` to `last` rest on.

    29 to 31 December rest on the next year's decree too: those of 2008 and 2019 moved them (DOMAIN §3).
    """
    reaches_year_end = (last.month, last.day) >= _YEAR_END
    years = range(first.year, last.year + 1 + reaches_year_end)
    return tuple(year for year in years if not calendar.is_decreed(year))


def after_days(
    start: date,
    n: int,
    calendar: WorkCalendar,
    *,
    rollover: bool,
    label: str = "公布之日",
    source: str,
) -> DueDate:
    """The end of a period of n calendar days (日) after `start`."""
    raw_on = start + timedelta(days=n)
    working_on = calendar.next_working(raw_on)
    return DueDate(
        label=label,
        start_on=start,
        amount=n,
        unit="日",
        source=source,
        rollover=rollover,
        raw_on=raw_on,
        working_on=working_on,
        day_off=calendar.why_off(raw_on),
        make_up_for=calendar.make_up_for(raw_on),
        undecreed=undecreed(calendar, raw_on, working_on) if rollover else (),
    )


def after_working_days(
    start: date,
    n: int,
    calendar: WorkCalendar,
    *,
    label: str = "公布之日",
    source: str,
) -> DueDate:
    """The n-th working day (工作日) after `start`; it needs no rollover."""
    day = start
    for _ in range(n):
        day = calendar.next_working(day + ONE_DAY)
    return DueDate(
        label=label,
        start_on=start,
        amount=n,
        unit="工作日",
        source=source,
        rollover=True,
        raw_on=day,
        working_on=day,
        day_off="",
        make_up_for=calendar.make_up_for(day),
        undecreed=undecreed(calendar, start + ONE_DAY, day),
    )


def add_months(day: date, n: int) -> date:
    """The corresponding day n months later (earlier if negative), or the last of a month without it (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_valid_day(effective_on: date, months: int) -> date:
    """有效期至: the day before the corresponding day, or the last of a month that has none (民法典 202).

    From 29 February five years end on 28 February, six months from 31 August on the last of February. Days off never
    move it (DOMAIN §4).
    """
    end = add_months(effective_on, months)
    return end if ends_with_month(effective_on, months) else end - ONE_DAY


def ends_with_month(effective_on: date, months: int) -> bool:
    """Whether the month in which a period ends lacks the day on which it began: it then ends with the month."""
    return add_months(effective_on, months).day != effective_on.day


def last_day_words(effective_on: date, months: int) -> str:
    """Why a period ends on its last valid day, as the shown working says it."""
    end = add_months(effective_on, months)
    if ends_with_month(effective_on, months):
        return f"{end.year}年{end.month}月没有{effective_on.day}日，到月末为止"
    return "届满前一日为止"


def is_short_of_month_end(effective_on: date, last_on: date) -> bool:
    """Whether a last valid day looks like one counted from the first to the day before a month's last day.

    That sum is a day short where the month has no day that corresponds to the first (民法典 202).
    """
    end = last_on + ONE_DAY
    return end.day < effective_on.day and (end + ONE_DAY).day == 1


def period_words(months: int) -> str:
    """A period as papers name it: 5年, 18个月."""
    return f"{months}个月" if months % 12 else f"{months // 12}年"
