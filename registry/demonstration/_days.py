"""Days of the demonstration: the working day that an entry of its tables stands for, and days counted from it."""

from datetime import date, timedelta

from registry.demonstration.shapes import Ago, Season, When

_DAY = timedelta(days=1)
_HOLIDAYS = {(1, 1)} | {(5, day) for day in range(1, 6)} | {(10, day) for day in range(1, 8)}


def years_later(day: date, years: int) -> date:
    """The corresponding day so many years later, 28 February for 29 February (民法典 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def is_workday(day: date) -> bool:
    """Whether a day is Monday to Friday and outside the holidays of fixed date; decreed days off are ignored."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def workday_before(day: date, days: int) -> date:
    """The last workday that lies at least so many days before `day`; negative days lie after it."""
    day -= days * _DAY
    while not is_workday(day):
        day -= _DAY
    return day


def resolve(when: When, today: date) -> date:
    """The day of a table's entry, moved to the next workday when it is a day off, but never after today."""
    if isinstance(when, date):
        return when
    day = _back(when, today)
    while not is_workday(day):
        day += _DAY
    return day if day <= today else workday_before(today, 0)


def first_of_month_after(day: date, days: int) -> date:
    """The first day of the next month that begins at least so many days after `day`."""
    later = day + days * _DAY
    if later.day == 1:
        return later
    return date(later.year + later.month // 12, later.month % 12 + 1, 1)


def chinese_date(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _back(when: Ago | Season, today: date) -> date:
    """The day of an entry before it is moved to a workday."""
    if isinstance(when, Season):
        return date(today.year - when.years, when.month, when.day)
    return years_later(today, -when.years) - when.days * _DAY
