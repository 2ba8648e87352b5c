"""Counting days with a wall calendar, one day after another, as 民法典 201 to 203 say."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE = timedelta(1)
FRIDAY = 4


@dataclass
class WallCalendar:
    """The decreed years as they hang on the wall: year → (days off, weekend days that are worked)."""

    years: dict[int, tuple[frozenset[date], frozenset[date]]] = field(default_factory=dict)

    def hang(self, year: int, off: frozenset[date], worked: frozenset[date]) -> None:
        """Hangs up a year; a later decree of the same year takes the place of the earlier."""
        self.years[year] = (off, worked)

    def is_worked(self, day: date) -> bool:
        """Whether offices are open. A year's decree may also name days of the December before (元旦)."""
        sheets = [self.years[year] for year in {day.year, (day + 31 * ONE).year} if year in self.years]
        if any(day in worked for _, worked in sheets):
            return True
        return day.weekday() <= FRIDAY and not any(day in off for off, _ in sheets)

    def last_day(self, first: date, n: int, rolls: bool) -> date:
        """The last of n days; the first day is not counted. A day off gives way to the next that is worked."""
        day = first
        for _ in range(n):
            day += ONE
        while rolls and not self.is_worked(day):
            day += ONE
        return day

    def nth_worked_day(self, first: date, n: int) -> date:
        """The n-th day after the first on which offices are open."""
        day = first
        while n:
            day += ONE
            n -= self.is_worked(day)
        return day
