"""From a table's "so long ago" to a day on which an office works."""

from datetime import date, timedelta

from registry.demonstration.shapes import Ago, Season, When

_DAY = timedelta(days=1)
_HOLIDAYS = {(1, 1)} | {(5, day) for day in range(1, 6)} | {(10, day) for day in range(1, 8)}


def years_later(day: date, years: int) -> date:
    """The corresponding day, or the last of the month (民法典 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_valid_day(start: date, years: int) -> date:
    return years_later(start, years) - _DAY


def is_workday(day: date) -> bool:
    """Monday to Friday outside the holidays whose date never moves; the demonstration needs no decree."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def workday_before(day: date, days: int) -> date:
    """The last workday that lies at least so many days before; a negative count looks ahead."""
    day -= days * _DAY
    while not is_workday(day):
        day -= _DAY
    return day


def resolve(when: When, today: date) -> date:
    """The workday a table's entry means; the next one when it falls on a day off, but never after today."""
    if isinstance(when, date):
        return when
    day = _back(when, today)
    while not is_workday(day):
        day += _DAY
    return day if day <= today else workday_before(today, 0)


def first_of_month_after(day: date, days: int) -> date:
    """The first day of the first month that begins at least so many days later."""
    later = day + days * _DAY
    if later.day == 1:
        return later
    return date(later.year + later.month // 12, later.month % 12 + 1, 1)


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _back(when: Ago | Season, today: date) -> date:
    if isinstance(when, Season):
        return date(today.year - when.years, when.month, when.day)
    return years_later(today, -when.years) - when.days * _DAY
