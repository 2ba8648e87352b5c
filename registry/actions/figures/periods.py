"""The period that a paper of figures is about, which must have begun when it is signed."""

from datetime import date

from sqlmodel import Session

from registry.domain.day_ranges import DayRange, read_period
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.storage import audit


def begun(subject: str, on: date) -> DayRange:
    """The days of the subject of a paper. Raises Refusal for what names no period, or a later one."""
    days = read_period(subject)
    if days.first > on:
        raise Refusal(f"{days.words}还没有开始，没有数字可以统计，请另选期间。")
    return days


def counted_on(session: Session) -> date | None:
    """The day of the newest act in the register: figures are of that day, and no paper of them is signed before it."""
    newest = audit.last_at(session)
    return day_of(newest) if newest else None


def whole_year(subject: str, on: date) -> DayRange:
    """The same for a paper of a year. Raises Refusal for a part of one."""
    days = begun(subject, on)
    if not (days.has_year(days.first.year) and len(days.years) == 1):
        raise Refusal(
            f"这种文书按年度出具，{days.words}不是一个整年，请写四位数的年份，如{days.first.year}。"
        )
    return days
