"""Ranges of days: their words, their parts, and the same days of the year before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.day_ranges import DayRange, between, quarter, quarter_of, read_quarter, year
from registry.domain.errors import Refusal

DAYS = st.dates(date(1950, 1, 1), date(9000, 1, 1))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (year(2026), "2026年"),
        (quarter(2026, 1), "2026年第一季度"),
        (quarter(2024, 4), "2024年第四季度"),
        (DayRange(date(2022, 1, 1), date(2026, 12, 31)), "2022年至2026年"),
        (DayRange(date(2026, 1, 5), date(2026, 3, 31)), "2026年1月5日至2026年3月31日"),
    ],
)
def test_a_range_is_said_as_people_say_it(days: DayRange, words: str) -> None:
    assert days.words == words


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (year(2026), year(2025)),
        (quarter(2024, 1), quarter(2023, 1)),
        (DayRange(date(2025, 2, 1), date(2025, 2, 28)), DayRange(date(2024, 2, 1), date(2024, 2, 29))),
        (DayRange(date(2024, 2, 1), date(2024, 2, 29)), DayRange(date(2023, 2, 1), date(2023, 2, 28))),
        (DayRange(date(2024, 2, 29), date(2024, 3, 1)), DayRange(date(2023, 2, 28), date(2023, 3, 1))),
    ],
)
def test_the_year_before_has_the_same_days(days: DayRange, before: DayRange) -> None:
    assert days.year_before() == before


@given(DAYS, DAYS)
def test_the_year_before_is_a_range(one: date, other: date) -> None:
    before = DayRange(min(one, other), max(one, other)).year_before()
    assert before.first <= before.last
    assert before.last.year == max(one, other).year - 1


@given(DAYS)
def test_every_day_lies_in_its_quarter_alone(day: date) -> None:
    holding = [n for n in range(1, 5) if quarter(day.year, n).has(day)]
    assert holding == [quarter_of(day)]


@pytest.mark.parametrize(
    "words",
    ["2025Q3", "2025q3", "2025-3", "2025-Q3", "2025/3", "2025年第三季度", "2025年3季度", "2025年三季度"],
)
def test_a_quarter_is_read_in_any_dress(words: str) -> None:
    assert read_quarter(words, 2026) == quarter(2025, 3)


def test_a_quarter_without_a_year_is_one_of_this_year() -> None:
    assert read_quarter("2", 2026) == read_quarter("第二季度", 2026) == quarter(2026, 2)


@pytest.mark.parametrize("words", ["", "5", "2026", "2026Q5", "2026Q0", "昨天", "0000Q1"])
def test_what_is_no_quarter_is_refused(words: str) -> None:
    with pytest.raises(Refusal):
        read_quarter(words, 2026)


def test_an_open_end_reaches_to_the_end_of_the_year() -> None:
    assert between(date(2026, 3, 5), None) == DayRange(date(2026, 3, 5), date(2026, 12, 31))
    assert between(None, date(2026, 3, 5)) == DayRange(date(2026, 1, 1), date(2026, 3, 5))


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 3, 5), date(2026, 3, 4)), (None, None), (date(1900, 1, 1), None), (None, date.max)],
)
def test_a_range_that_cannot_be_is_refused(first: date | None, last: date | None) -> None:
    with pytest.raises(Refusal):
        between(first, last)
