"""How long it is until a deadline, or how late: in calendar days, and how many of them are working days."""

from dataclasses import dataclass
from datetime import date

from registry.domain.calendars import ONE_DAY, WorkCalendar, undecreed


@dataclass(frozen=True)
class DaysLeft:
    """The days after today until a deadline, that day included; negative when it has passed.

    `n_working` are the working days among them, None where they do not matter; with `is_provisional` they rest on a
    year whose days off are not decreed yet.
    """

    n_days: int
    n_working: int | None = None
    is_provisional: bool = False

    def words(self) -> str:
        """还有3日（含1个工作日）, 今天到期, 已逾期2日."""
        if self.n_days < 0:
            return f"已逾期{-self.n_days}日"
        return f"还有{self.n_days}日{self._working_words()}" if self.n_days else "今天到期"

    def _working_words(self) -> str:
        if self.n_working is None:
            return ""
        estimate = "预计" if self.is_provisional else ""
        if not self.n_working:
            return f"（{estimate}都是休息日）"
        return f"（{estimate}含{self.n_working}个工作日）"


def days_left(due_on: date, today: date, calendar: WorkCalendar) -> DaysLeft:
    """The days left until a deadline, with the working days among them."""
    n_days = (due_on - today).days
    if n_days <= 0:
        return DaysLeft(n_days)
    days = (today + n * ONE_DAY for n in range(1, n_days + 1))
    n_working = sum(calendar.is_working(day) for day in days)
    return DaysLeft(n_days, n_working, bool(undecreed(calendar, today + ONE_DAY, due_on)))


def days_words(n_days: int) -> str:
    """The same words where only calendar days count: 还有12日."""
    return DaysLeft(n_days).words()
