"""Counting days: the vectors of DOMAIN §4 and what must hold for any day."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.calendars import (
    HolidayYear,
    WorkCalendar,
    add_months,
    after_days,
    after_working_days,
    is_short_of_month_end,
    last_day_words,
    last_valid_day,
)

SOURCE = "试点办法第十条"


def days(year: int, *spans: tuple[str, str, str]) -> dict[date, str]:
    """Every day of the spans (name, first, last as MM-DD) with its name."""
    named = {}
    for name, first, last in spans:
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
        while day <= end:
            named[day] = name
            day += timedelta(days=1)
    return named


def decree(
    year: int, off: tuple[tuple[str, str, str], ...], work: tuple[tuple[str, str], ...]
) -> HolidayYear:
    made_up = days(year, *((name, day, day) for name, day in work))
    return HolidayYear(year, 1, days(year, *off), made_up)


DECREES = (
    decree(
        2020,
        (("元旦", "01-01", "01-01"), ("春节", "01-24", "02-02"), ("劳动节", "05-01", "05-05")),
        (("春节", "01-19"), ("劳动节", "04-26"), ("劳动节", "05-09")),
    ),
    decree(
        2024,
        (
            ("元旦", "01-01", "01-01"),
            ("春节", "02-10", "02-17"),
            ("中秋节", "09-15", "09-17"),
            ("国庆节", "10-01", "10-07"),
        ),
        (("春节", "02-04"), ("春节", "02-18"), ("中秋节", "09-14"), ("国庆节", "09-29"), ("国庆节", "10-12")),
    ),
    decree(
        2025,
        (
            ("元旦", "01-01", "01-01"),
            ("春节", "01-28", "02-04"),
            ("清明节", "04-04", "04-06"),
            ("劳动节", "05-01", "05-05"),
            ("国庆节、中秋节", "10-01", "10-08"),
        ),
        (
            ("春节", "01-26"),
            ("春节", "02-08"),
            ("劳动节", "04-27"),
            ("国庆节、中秋节", "09-28"),
            ("国庆节、中秋节", "10-11"),
        ),
    ),
    decree(
        2026,
        (("元旦", "01-01", "01-03"), ("春节", "02-15", "02-23")),
        (("元旦", "01-04"), ("春节", "02-14"), ("春节", "02-28")),
    ),
)
CALENDAR = WorkCalendar({holidays.year: holidays for holidays in DECREES})

any_day = st.dates(date(1990, 1, 1), date(2040, 12, 31))
any_amount = st.integers(1, 90)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("published", "raw", "due", "why"),
    [
        ("2025-03-03", "2025-03-18", "2025-03-18", ""),
        ("2025-03-01", "2025-03-16", "2025-03-17", "周日"),
        ("2025-01-14", "2025-01-29", "2025-02-05", "春节"),
        ("2025-01-11", "2025-01-26", "2025-01-26", ""),
        ("2025-04-12", "2025-04-27", "2025-04-27", ""),
        ("2024-09-14", "2024-09-29", "2024-09-29", ""),
        ("2025-04-16", "2025-05-01", "2025-05-06", "劳动节"),
        ("2025-09-16", "2025-10-01", "2025-10-09", "国庆节、中秋节"),
        ("2025-12-17", "2026-01-01", "2026-01-04", "元旦"),
        ("2026-02-01", "2026-02-16", "2026-02-24", "春节"),
        ("2024-02-14", "2024-02-29", "2024-02-29", ""),
    ],
)
def test_fifteen_days_roll_over_days_off(published: str, raw: str, due: str, why: str) -> None:
    answer = after_days(day(published), 15, CALENDAR, rollover=True, source=SOURCE)
    assert (answer.raw_on, answer.due_on, answer.day_off) == (day(raw), day(due), why)
    assert answer.n_days_moved == (day(due) - day(raw)).days
    assert not answer.provisional


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [("2025-01-23", 5, "2025-02-06"), ("2025-04-24", 7, "2025-05-07"), ("2025-09-19", 15, "2025-10-16")],
)
def test_working_days_skip_holidays_and_count_make_up_days(start: str, n: int, due: str) -> None:
    assert after_working_days(day(start), n, CALENDAR, source=SOURCE).due_on == day(due)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2020-02-29", 60, "2025-02-28"),
        ("2025-08-31", -6, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2025-11-30", 0, "2025-11-30"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: str, n: int, end: str) -> None:
    assert add_months(day(start), n) == day(end)


def test_five_years_from_the_first_of_august_end_on_the_last_of_july() -> None:
    assert last_valid_day(day("2020-08-01"), 60) == day("2025-07-31")


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2020-02-29", 60, "2025-02-28"),
        ("2020-02-29", 48, "2024-02-28"),
        ("2020-02-29", 24, "2022-02-28"),
        ("2020-02-29", 18, "2021-08-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-01-31", 3, "2024-04-30"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-01-29", 1, "2024-02-28"),
        ("2023-01-29", 1, "2023-02-28"),
        ("2024-05-31", 18, "2025-11-30"),
        ("2024-05-31", 12, "2025-05-30"),
        ("2019-02-28", 60, "2024-02-27"),
        ("2020-03-01", 60, "2025-02-28"),
    ],
)
def test_a_month_without_the_first_day_ends_the_validity_on_its_last(
    start: str, months: int, last: str
) -> None:
    assert last_valid_day(day(start), months) == day(last)


def test_the_working_says_why_a_validity_ends_with_the_month() -> None:
    assert last_day_words(day("2020-02-29"), 60) == "2025年2月没有29日，到月末为止"
    assert last_day_words(day("2020-02-29"), 48) == "届满前一日为止"


@pytest.mark.parametrize(
    ("start", "last", "is_short"),
    [
        ("2020-02-29", "2025-02-27", True),
        ("2020-02-29", "2025-02-28", False),
        ("2020-02-29", "2024-02-28", False),
        ("2020-02-28", "2025-02-27", False),
        ("2024-08-31", "2024-11-29", True),
        ("2024-08-31", "2025-08-30", False),
    ],
)
def test_a_validity_that_is_a_day_short_is_told(start: str, last: str, is_short: bool) -> None:
    assert is_short_of_month_end(day(start), day(last)) is is_short


def test_days_off_never_move_an_expiry_date() -> None:
    assert last_valid_day(day("2020-05-02"), 60) == day("2025-05-01")
    assert last_valid_day(day("2024-02-01"), 24) == day("2026-01-31")


def test_a_day_says_why_it_is_off() -> None:
    assert CALENDAR.why_off(day("2025-01-28")) == "春节"
    assert CALENDAR.why_off(day("2025-03-15")) == "周六"
    assert CALENDAR.why_off(day("2025-03-16")) == "周日"
    assert CALENDAR.why_off(day("2025-01-26")) == ""
    assert CALENDAR.make_up_for(day("2025-01-26")) == "春节"


def test_a_year_without_a_decree_has_plain_weeks() -> None:
    assert not CALENDAR.is_decreed(2027)
    assert CALENDAR.is_working(day("2027-10-01"))
    assert not CALENDAR.is_working(day("2027-10-02"))


def test_an_empty_table_is_no_decree() -> None:
    assert not WorkCalendar({2027: HolidayYear(2027, 1, {}, {})}).is_decreed(2027)


def test_a_decree_may_name_the_last_days_of_the_year_before() -> None:
    new_year = HolidayYear(2023, 1, {day("2022-12-30"): "元旦"}, {day("2022-12-31"): "元旦"})
    calendar = WorkCalendar({2023: new_year})
    assert calendar.why_off(day("2022-12-30")) == "元旦"
    assert calendar.is_working(day("2022-12-31"))


@pytest.mark.parametrize(
    ("start", "rollover", "sentence"),
    [
        ("2025-04-16", True, "15日届满为2025-05-01（劳动节），顺延至2025-05-06"),
        ("2025-03-03", True, "15日届满为2025-03-18，为工作日，无需顺延"),
        ("2025-01-11", True, "15日届满为2025-01-26（周日，春节补班），为补班工作日，不顺延"),
        (
            "2026-12-25",
            True,
            "15日届满为2027-01-09（周六），顺延至2027-01-11（预计：2027年放假安排尚未公布）",
        ),
        (
            "2025-04-16",
            False,
            "15日届满为2025-05-01（劳动节），本规则遇休息日不顺延，仍为2025-05-01（如顺延则为2025-05-06）",
        ),
        ("2025-03-03", False, "15日届满为2025-03-18，本规则遇休息日不顺延"),
    ],
)
def test_a_due_date_explains_itself(start: str, rollover: bool, sentence: str) -> None:
    answer = after_days(day(start), 15, CALENDAR, rollover=rollover, source=SOURCE)
    assert answer.working() == f"自公布之日{start}起算（次日为第1日），{sentence}；依据：{SOURCE}"


def test_working_days_explain_the_days_they_skip() -> None:
    skipping = after_working_days(day("2025-01-23"), 5, CALENDAR, label="收到之日", source=SOURCE)
    assert skipping.working() == (
        "自收到之日2025-01-23起算（次日起计工作日），5个工作日届满为2025-02-06（其间休息日9天不计）；依据：试点办法第十条"
    )
    plain = after_working_days(day("2025-03-10"), 4, CALENDAR, source="")
    assert plain.working() == "自公布之日2025-03-10起算（次日起计工作日），4个工作日届满为2025-03-14"


def test_only_years_that_decide_make_a_date_provisional() -> None:
    before_year_end = after_days(day("2026-12-13"), 15, CALENDAR, rollover=True, source=SOURCE)
    assert (before_year_end.due_on, before_year_end.provisional) == (day("2026-12-28"), False)
    assert after_days(day("2026-12-17"), 15, CALENDAR, rollover=True, source=SOURCE).undecreed == (2027,)
    assert not after_days(day("2026-12-17"), 15, CALENDAR, rollover=False, source=SOURCE).provisional
    assert after_working_days(day("2026-12-30"), 3, CALENDAR, source=SOURCE).undecreed == (2027,)


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-12-14", "2026-12-29"), ("2026-12-16", "2026-12-31"), ("2025-12-14", "2025-12-29")],
)
def test_the_last_days_of_december_rest_on_the_decree_of_the_next_year(start: str, due: str) -> None:
    answer = after_days(day(start), 15, CALENDAR, rollover=True, source=SOURCE)
    assert answer.due_on == day(due)
    assert answer.provisional is not CALENDAR.is_decreed(day(due).year + 1)


def test_rolling_over_or_counting_past_the_last_days_of_december_is_expected_only() -> None:
    calendar = WorkCalendar({2024: CALENDAR.years[2024]})
    rolled = after_days(day("2024-12-13"), 15, calendar, rollover=True, source=SOURCE)
    assert (rolled.raw_on, rolled.due_on, rolled.undecreed) == (day("2024-12-28"), day("2024-12-30"), (2025,))
    counted = after_working_days(day("2024-12-25"), 3, calendar, source=SOURCE)
    assert (counted.due_on, counted.undecreed) == (day("2024-12-30"), (2025,))
    assert "（预计：2025年放假安排尚未公布，可能调整此前的12月29日至31日）" in counted.working()
    assert not after_working_days(day("2024-12-23"), 4, calendar, source=SOURCE).provisional


@given(any_day, any_amount)
def test_a_rolled_date_is_a_working_day_on_or_after_the_raw_one(start: date, n: int) -> None:
    answer = after_days(start, n, CALENDAR, rollover=True, source=SOURCE)
    assert answer.due_on >= answer.raw_on == start + timedelta(days=n)
    assert CALENDAR.is_working(answer.due_on)
    assert bool(answer.day_off) == (answer.due_on != answer.raw_on)


@given(any_day, any_amount)
def test_without_rollover_the_raw_day_stands(start: date, n: int) -> None:
    answer = after_days(start, n, CALENDAR, rollover=False, source=SOURCE)
    assert (answer.due_on, answer.n_days_moved) == (answer.raw_on, 0)


@given(any_day, st.integers(0, 60), any_amount, st.booleans())
def test_a_later_start_is_never_due_earlier(start: date, later: int, n: int, rollover: bool) -> None:
    first = after_days(start, n, CALENDAR, rollover=rollover, source=SOURCE)
    second = after_days(start + timedelta(days=later), n, CALENDAR, rollover=rollover, source=SOURCE)
    assert first.due_on <= second.due_on


@given(any_day, st.integers(1, 30))
def test_working_days_land_on_a_working_day_and_count_to_n(start: date, n: int) -> None:
    answer = after_working_days(start, n, CALENDAR, source=SOURCE)
    passed = (start + timedelta(days=k) for k in range(1, (answer.due_on - start).days + 1))
    assert CALENDAR.is_working(answer.due_on)
    assert sum(CALENDAR.is_working(day) for day in passed) == n


@given(any_day, st.integers(-400, 400))
def test_months_keep_the_day_or_end_with_the_month(start: date, n: int) -> None:
    end = add_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(any_day, st.integers(1, 240))
def test_only_a_day_counted_short_looks_short(start: date, months: int) -> None:
    assert not is_short_of_month_end(start, last_valid_day(start, months))
