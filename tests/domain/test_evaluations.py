"""When the evaluation before the last valid day begins and is due, and what a whole one has to say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.errors import Refusal
from registry.domain.evaluations import QUESTIONS, Conclusion, begins_on, check_evaluation, due_of
from registry.domain.places import DEFAULT_PROFILES

PROFILE = DEFAULT_PROFILES[-1]
LAST_DAY = date(2027, 5, 31)
ANSWERS = dict.fromkeys(QUESTIONS, "是")


@pytest.mark.parametrize(
    ("months", "begins", "due"),
    [
        (6, date(2026, 11, 30), date(2027, 2, 28)),
        (3, date(2027, 2, 28), date(2027, 4, 30)),
        (1, date(2027, 4, 30), date(2027, 5, 31)),
    ],
)
def test_it_begins_the_months_of_the_profile_ahead_and_is_due_halfway(
    months: int, begins: date, due: date
) -> None:
    profile = replace(PROFILE, evaluation_months=months)
    assert begins_on(LAST_DAY, profile) == begins
    due_on, working = due_of(LAST_DAY, profile, begins)
    assert due_on == due
    assert "有效期至2027年5月31日" in working
    assert profile.source_of("evaluation_months") in working


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(1, 36))
def test_it_is_due_between_its_beginning_and_the_last_day(last_day: date, months: int) -> None:
    profile = replace(PROFILE, evaluation_months=months)
    begins = begins_on(last_day, profile)
    assert begins <= due_of(last_day, profile, begins)[0] <= last_day


def test_one_that_is_opened_late_is_not_late_at_once() -> None:
    opened = date(2027, 5, 1)
    due_on, working = due_of(LAST_DAY, PROFILE, opened)
    assert due_on == date(2027, 5, 16)
    assert "2027年5月1日开列时已经过半，取余下日数的一半；2027年5月16日前" in working
    assert due_of(LAST_DAY, PROFILE, LAST_DAY)[0] == LAST_DAY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        *[({"answers": {**ANSWERS, name: " "}}, name) for name in QUESTIONS],
        ({"answers": {**ANSWERS, "needed": "字" * 2001}}, "needed"),
        ({"conclusion": None}, "conclusion"),
        ({"reason": " "}, "reason"),
        ({"reason": "字" * 2001}, "reason"),
        ({"conclusion": Conclusion.EXTEND}, "extend_until"),
        ({"conclusion": Conclusion.EXTEND, "extend_until": LAST_DAY}, "extend_until"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changes: dict[str, object], field: str) -> None:
    whole = {"answers": ANSWERS, "conclusion": Conclusion.LAPSE, "reason": "任务已完成", "extend_until": None}
    check_evaluation(**whole, valid_until=LAST_DAY)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as caught:
        check_evaluation(**{**whole, **changes}, valid_until=LAST_DAY)  # type: ignore[arg-type]
    assert caught.value.field == field
