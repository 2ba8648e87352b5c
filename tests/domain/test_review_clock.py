"""The review clock: tables of cases counted by hand, and what holds of every clock."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.calendars import HolidayYear, WorkCalendar
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.review_clock import ClockStep, ClockTurn, ReviewClock, review_clock

START, STOP, RESUME, EXTEND = ClockStep
PROFILE = replace(DEFAULT_PROFILES[-1], source="示范规则")
_SPRING_FESTIVAL = {date(2026, 2, day): "春节" for day in range(15, 24)}
_TOMB_SWEEPING = {date(2026, 4, day): "清明节" for day in range(4, 7)}
_LABOUR_DAY = {date(2026, 5, day): "劳动节" for day in range(1, 6)}
CALENDAR = WorkCalendar(
    {
        2024: HolidayYear(2024, 1, {date(2024, 1, 1): "元旦"}, {}),
        2026: HolidayYear(
            2026,
            1,
            _SPRING_FESTIVAL | _TOMB_SWEEPING | _LABOUR_DAY,
            {date(2026, 2, 14): "春节", date(2026, 2, 28): "春节", date(2026, 5, 9): "劳动节"},
        ),
        2027: HolidayYear(2027, 1, {date(2027, 1, 1): "元旦"}, {}),
    }
)
STEPS = {"登记": START, "停": STOP, "续": RESUME, "延": EXTEND}


def clock_of(story: str, year: int = 2026) -> ReviewClock:
    """The clock of a story as “登记03-02 停03-10 续03-22”."""
    turns = []
    for part in story.split():
        name, month, day = part[:-5], int(part[-5:-3]), int(part[-2:])
        turns.append(ClockTurn(STEPS[name], date(year, month, day), "制定机关反馈" if name == "停" else ""))
    clock = review_clock(turns, PROFILE, CALENDAR)
    assert clock is not None
    return clock


@pytest.mark.parametrize(
    ("story", "raw", "due"),
    [
        ("登记03-02", "2026-04-01", "2026-04-01"),
        ("登记03-02 停03-10 续03-22", "2026-04-13", "2026-04-13"),
        ("登记01-16", "2026-02-15", "2026-02-24"),  # ends on the first day of the Spring Festival
        ("登记01-29 停02-10 续02-24", "2026-03-14", "2026-03-16"),  # stopped over the whole festival: 14 days
        ("登记01-29 停02-16 续02-20", "2026-03-04", "2026-03-04"),  # stopped and resumed within it
        ("登记03-02 延03-30", "2026-04-21", "2026-04-21"),  # extended two days before the end
        ("登记03-02 延04-01", "2026-04-21", "2026-04-21"),  # on its last day
        ("登记03-02 停03-10 续03-22 延04-10", "2026-05-03", "2026-05-06"),  # the end moves into Labour Day
        ("登记03-02 停03-10 续03-10", "2026-04-01", "2026-04-01"),  # answered on the day of the opinion
        ("登记03-02 停03-10 续03-22 停04-01 续04-11", "2026-04-23", "2026-04-23"),  # a second opinion
        ("登记03-02 停03-10 续03-22 停03-22 续03-25", "2026-04-16", "2026-04-16"),  # on the day of the answer
        (
            "登记03-02 停04-11 续04-21",
            "2026-04-11",
            "2026-04-13",
        ),  # stopped late: what ran over stays run over
        ("登记03-25 停04-10 续04-25", "2026-05-09", "2026-05-09"),  # a make-up Saturday: no rollover
    ],
)
def test_the_end_of_a_review_as_counted_by_hand(story: str, raw: str, due: str) -> None:
    counted = clock_of(story).due
    assert counted is not None
    assert (str(counted.raw_on), str(counted.due_on)) == (raw, due)


def test_a_leap_day_is_a_day_of_the_review() -> None:
    due = clock_of("登记01-30", year=2024).due
    assert due is not None
    assert due.raw_on == date(2024, 2, 29)
    stopped = clock_of("登记02-20 停02-28 续03-01", year=2024).due
    assert stopped is not None
    assert stopped.raw_on == date(2024, 3, 23)  # two days, of which one is the 29th


@pytest.mark.parametrize(
    ("story", "left", "words"),
    [
        ("登记03-02 停03-10", 22, "至2026-03-10已用8日，因制定机关反馈停止计时，还剩22日；依据：示范规则"),
        ("登记03-02 延03-09 停03-10", 42, "30日，延长20日，至2026-03-10已用8日"),
        ("登记03-02 停03-10 续03-22 停04-01", 12, "已用18日，因制定机关反馈停止计时，还剩12日"),
        ("登记03-02 停04-01", 0, "还剩0日；"),  # the last day
        ("登记03-02 停04-03", -2, "停止时已超过2日"),
        ("登记01-16 停02-24", -9, "还剩0日（届满为2026-02-15，顺延至2026-02-24，停止时尚未超过）"),
        ("登记01-16 停02-25", -10, "停止时已超过1日"),
        ("登记03-02 停03-02", 30, "已用0日"),
    ],
)
def test_a_stopped_clock_has_no_end_and_says_what_is_left(story: str, left: int, words: str) -> None:
    clock = clock_of(story)
    assert clock.due is None
    assert clock.stopped_since is not None
    assert clock.days_left(date(2026, 12, 31)) == left
    assert words in clock.working()


def test_the_working_tells_every_part_of_the_sum() -> None:
    assert clock_of("登记03-02").working() == (
        "自登记之日2026-03-02起算（次日为第1日），30日届满为2026-04-01，为工作日，无需顺延；依据：示范规则"
    )
    assert clock_of("登记03-02 停03-10 续03-22").working() == (
        "自登记之日2026-03-02起算（次日为第1日），30日，因制定机关反馈停止计时12日（2026-03-10至2026-03-22），"
        "届满为2026-04-13，为工作日，无需顺延；依据：示范规则"
    )
    assert (
        "30日，延长20日，因制定机关反馈停止计时12日"
        in clock_of("登记03-02 停03-10 续03-22 延04-10").working()
    )


def test_an_extension_that_rests_on_another_text_names_it() -> None:
    profile = replace(PROFILE, sources=(("review_extension_days", "示范规则第九条"),))
    clock = review_clock(
        [ClockTurn(START, date(2026, 3, 2)), ClockTurn(EXTEND, date(2026, 3, 5))], profile, CALENDAR
    )
    assert clock is not None
    assert "30日，延长20日（依据：示范规则第九条），届满为" in clock.working()


def test_many_stops_are_told_as_their_sum_and_the_working_stays_short() -> None:
    story = "登记01-05 " + " ".join(f"停{month:02}-10 续{month:02}-20" for month in range(1, 12))
    working = clock_of(story).working()
    assert "停止计时11次共110日（最近一次2026-11-10至2026-11-20）" in working
    assert len(working) < 200


def test_before_the_registration_there_is_no_clock() -> None:
    assert review_clock([], PROFILE, CALENDAR) is None
    assert review_clock([ClockTurn(EXTEND, date(2026, 3, 2))], PROFILE, CALENDAR) is None


def test_an_end_in_a_year_without_a_decree_is_provisional() -> None:
    clock = clock_of("登记12-20 停12-25 续12-31")
    assert clock.due is not None
    assert not clock.due.provisional
    later = review_clock([ClockTurn(START, date(2027, 12, 20))], PROFILE, CALENDAR)
    assert later is not None
    assert later.due is not None
    assert later.due.provisional


gaps = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)
starts = st.dates(date(2005, 1, 1), date(2030, 12, 31))


def turns_of(start: date, waits: list[tuple[int, int]]) -> list[ClockTurn]:
    """A clock that runs and stands still by turns: (days that it runs, days that it stands still)."""
    turns, day = [ClockTurn(START, start)], start
    for n_running, n_still in waits:
        day += timedelta(n_running)
        turns.append(ClockTurn(STOP, day, "补充材料"))
        day += timedelta(n_still)
        turns.append(ClockTurn(RESUME, day))
    return turns


def counted(turns: list[ClockTurn]) -> ReviewClock:
    clock = review_clock(turns, PROFILE, CALENDAR)
    assert clock is not None
    return clock


@given(starts, gaps)
def test_a_stop_of_n_days_moves_the_raw_end_by_n_days(start: date, waits: list[tuple[int, int]]) -> None:
    end = counted(turns_of(start, waits)).end
    assert end.raw_on == start + timedelta(30 + sum(still for _, still in waits))
    assert end.due_on == CALENDAR.next_working(end.raw_on)


@given(starts, gaps, st.integers(0, 10))
def test_it_does_not_matter_when_the_extension_came(
    start: date, waits: list[tuple[int, int]], at: int
) -> None:
    turns = turns_of(start, waits)
    at = min(at, len(turns) - 1)
    extended = [*turns[: at + 1], ClockTurn(EXTEND, turns[at].on), *turns[at + 1 :]]
    clock = counted(extended)
    assert clock.end.raw_on == counted(turns).end.raw_on + timedelta(20)
    assert clock == replace(counted([*turns, ClockTurn(EXTEND, turns[at].on)]))


@given(starts, gaps, st.integers(0, 60))
def test_days_used_are_the_days_on_which_the_clock_ran(
    start: date, waits: list[tuple[int, int]], n_after: int
) -> None:
    turns = turns_of(start, waits)
    today = turns[-1].on + timedelta(n_after)
    clock = counted(turns)
    assert clock.days_used(today) == sum(running for running, _ in waits) + n_after
    assert clock.days_left(clock.end.raw_on) == 0


@given(starts, gaps, st.integers(0, 40), st.integers(0, 400))
def test_while_it_stands_still_nothing_is_used(
    start: date, waits: list[tuple[int, int]], n_running: int, n_later: int
) -> None:
    turns = turns_of(start, waits)
    stopped = counted([*turns, ClockTurn(STOP, turns[-1].on + timedelta(n_running), "补充材料")])
    assert stopped.due is None
    assert stopped.stopped_since is not None
    since = stopped.stopped_since
    assert stopped.days_left(since + timedelta(n_later)) == stopped.days_left(since)
    resumed = counted([*turns, ClockTurn(STOP, since), ClockTurn(RESUME, since + timedelta(n_later))])
    assert resumed.end.raw_on == stopped.end.raw_on + timedelta(n_later)
