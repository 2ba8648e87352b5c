"""The period of 合法性审核: 5 to 15 working days from the day after receipt, without the days of questions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.calendars import HolidayYear, WorkCalendar
from registry.domain.errors import Refusal
from registry.domain.legality_clock import legality_clock, n_working, too_short
from registry.domain.legality_reviews import ReviewMove
from registry.domain.places import DEFAULT_PROFILES

M = ReviewMove
PROFILE = DEFAULT_PROFILES[-1]
NONSTOP = replace(PROFILE, legality_question_stops=False)
HOLIDAYS = {date(2026, 10, day): "国庆节" for day in range(1, 8)}
CALENDAR = WorkCalendar(
    {2026: HolidayYear(2026, 1, HOLIDAYS | {date(2026, 1, 1): "元旦"}, {date(2026, 10, 10): "国庆节"})}
)


@dataclass(frozen=True)
class Move:
    move: ReviewMove
    on: date


def moves(*made: tuple[ReviewMove, str]) -> list[Move]:
    return [Move(move, date.fromisoformat(on)) for move, on in made]


def test_it_ends_fifteen_working_days_after_receipt_with_its_working() -> None:
    clock = legality_clock(moves((M.SUBMIT, "2026-03-02"), (M.ACCEPT, "2026-03-04")), PROFILE, CALENDAR)
    assert clock
    assert clock.due
    assert clock.due.due_on == date(2026, 3, 23)
    assert clock.working() == (
        "自收到送审材料之日2026-03-02起算（次日起计工作日），15个工作日届满为2026-03-23（其间休息日6天不计）"
        "；依据：国办发〔2018〕115号"
    )


def test_a_question_stops_it_and_the_answer_resumes_it() -> None:
    asked = moves((M.SUBMIT, "2026-03-02"), (M.ACCEPT, "2026-03-03"), (M.ASK, "2026-03-05"))
    stopped = legality_clock(asked, PROFILE, CALENDAR)
    assert stopped
    assert stopped.due is None
    assert "自2026-03-05起停止计时" in stopped.working()
    answered = legality_clock([*asked, *moves((M.ANSWER, "2026-03-10"))], PROFILE, CALENDAR)
    assert answered
    assert answered.due
    assert answered.due.due_on == date(2026, 3, 26)
    assert (
        "因向起草单位提问停止计时3个工作日（2026-03-05至2026-03-10），届满为2026-03-26" in answered.working()
    )
    assert "其间休息日6天不计" in answered.working()
    runs_on = legality_clock(asked, NONSTOP, CALENDAR)
    assert runs_on
    assert runs_on.due
    assert runs_on.due.due_on == date(2026, 3, 23)


def test_a_draft_that_is_sent_again_or_revised_begins_a_new_period() -> None:
    again = moves((M.SUBMIT, "2026-03-02"), (M.RETURN, "2026-03-04"), (M.SUBMIT, "2026-03-09"))
    clock = legality_clock(again, PROFILE, CALENDAR)
    assert clock
    assert clock.end.start_on == date(2026, 3, 9)
    revised = moves((M.SUBMIT, "2026-03-02"), (M.ASK_CHANGES, "2026-03-12"), (M.REVISE, "2026-03-16"))
    recheck = legality_clock(revised, PROFILE, CALENDAR)
    assert recheck
    assert "自收到修改稿之日2026-03-16起算" in recheck.working()
    assert "待本单位核实" in recheck.working()


def test_an_opinion_before_the_fifth_working_day_is_hinted_at_unless_it_is_urgent() -> None:
    sent = moves((M.SUBMIT, "2026-09-29"))
    early = too_short(sent, date(2026, 10, 9), "", PROFILE, CALENDAR)
    assert "审核时间不足5个工作日（自2026年9月29日收到材料至2026年10月9日，计3个工作日" in early
    assert too_short(sent, date(2026, 10, 9), "应对突发疫情", PROFILE, CALENDAR) == ""
    assert too_short(sent, date(2026, 10, 12), "", PROFILE, CALENDAR) == ""
    revised = [*sent, *moves((M.REVISE, "2026-10-12"))]
    assert too_short(revised, date(2026, 10, 13), "", PROFILE, CALENDAR) == ""


def test_the_least_is_not_longer_than_the_most() -> None:
    with pytest.raises(Refusal, match="最短时间不能长于最长时间"):
        replace(PROFILE, legality_working_days_least=16)


@given(
    st.dates(date(2026, 1, 1), date(2026, 11, 1)),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4),
)
def test_the_end_is_the_day_on_which_the_last_counted_working_day_is_used(
    start: date, gaps: list[tuple[int, int]]
) -> None:
    made, day, stops = [Move(M.SUBMIT, start)], start, []
    for n_before, n_stopped in gaps:
        since = day + timedelta(n_before)
        day = since + timedelta(n_stopped)
        made += [Move(M.ASK, since), Move(M.ANSWER, day)]
        stops.append((since, day))
    clock = legality_clock(made, PROFILE, CALENDAR)
    assert clock
    assert clock.due
    assert clock.due.due_on == counted(start, stops, PROFILE.legality_working_days_most)
    plain = legality_clock(made, NONSTOP, CALENDAR)
    assert plain
    assert plain.end.due_on <= clock.due.due_on


def counted(start: date, stops: list[tuple[date, date]], most: int) -> date:
    """The day, walked to one by one."""
    day, n_used = start, 0
    while n_used < most:
        day += timedelta(1)
        is_stopped = any(since < day <= until for since, until in stops)
        n_used += CALENDAR.is_working(day) and not is_stopped
    return day


def test_working_days_between_two_days() -> None:
    assert n_working(date(2026, 9, 30), date(2026, 10, 12), CALENDAR) == 4  # 8, 9, the Saturday worked, 12
    assert n_working(date(2026, 3, 5), date(2026, 3, 2), CALENDAR) == 0


def test_many_questions_are_told_as_a_sum() -> None:
    made = [Move(M.SUBMIT, date(2026, 3, 2))]
    for n in range(0, 80, 2):
        day = date(2026, 3, 3) + timedelta(n)
        made += [Move(M.ASK, day), Move(M.ANSWER, day + timedelta(1))]
    clock = legality_clock(made, PROFILE, CALENDAR)
    assert clock
    assert "次共" in clock.working()
    assert len(clock.working()) < 400
