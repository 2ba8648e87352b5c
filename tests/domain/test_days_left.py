"""The days until a deadline in words: calendar days, and the working days among them."""

from datetime import date

import pytest

from registry.domain.calendars import HolidayYear, WorkCalendar
from registry.domain.days_left import days_left, days_words

SPRING = HolidayYear(
    2025,
    1,
    {date(2025, 1, day): "春节" for day in (28, 29, 30, 31)} | {date(2025, 2, day): "春节" for day in (3, 4)},
    {date(2025, 1, 26): "春节", date(2025, 2, 8): "春节"},
)
CALENDAR = WorkCalendar({2025: SPRING, 2026: HolidayYear(2026, 1, {date(2026, 1, 1): "元旦"}, {})})


@pytest.mark.parametrize(
    ("today", "due_on", "words"),
    [
        ("2025-03-07", "2025-03-10", "还有3日（含1个工作日）"),  # Friday to Monday
        ("2025-03-08", "2025-03-10", "还有2日（含1个工作日）"),
        ("2025-03-03", "2025-03-04", "还有1日（含1个工作日）"),
        ("2025-03-07", "2025-03-09", "还有2日（都是休息日）"),
        ("2025-01-24", "2025-01-26", "还有2日（含1个工作日）"),  # a Sunday worked for the Spring Festival
        ("2025-01-27", "2025-02-05", "还有9日（含1个工作日）"),
        ("2025-03-10", "2025-03-10", "今天到期"),
        ("2025-03-09", "2025-03-09", "今天到期"),
        ("2025-03-12", "2025-03-10", "已逾期2日"),
        ("2025-12-31", "2026-01-02", "还有2日（含1个工作日）"),
        ("2026-12-25", "2026-12-28", "还有3日（含1个工作日）"),
        ("2026-12-25", "2026-12-29", "还有4日（预计含2个工作日）"),  # the next year's decree may move it
        ("2026-12-31", "2027-01-04", "还有4日（预计含2个工作日）"),
        ("2027-01-01", "2027-01-03", "还有2日（预计都是休息日）"),
        ("2027-01-05", "2027-01-04", "已逾期1日"),
    ],
)
def test_the_days_are_said_with_the_working_days_among_them(today: str, due_on: str, words: str) -> None:
    left = days_left(date.fromisoformat(due_on), date.fromisoformat(today), CALENDAR)
    assert left.words() == words


@pytest.mark.parametrize(
    ("n", "words"), [(180, "还有180日"), (1, "还有1日"), (0, "今天到期"), (-3, "已逾期3日")]
)
def test_where_only_calendar_days_count_no_working_days_are_said(n: int, words: str) -> None:
    assert days_words(n) == words
