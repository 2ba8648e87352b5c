"""Reminders of a filing's steps: whose each is, when it is told, and to whom lateness climbs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.filings import CONCLUDED, MOVES, Direction, FilingState, Move
from registry.domain.notices import NoticeKind, Threshold
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.reminders import (
    Audience,
    Rung,
    RunningStep,
    begun_by,
    furthest_reminder,
    reminds_of,
    running_steps,
)

PROFILE = DEFAULT_PROFILES[-1]
DUE = date(2026, 11, 20)
LONG_AGO = date(2000, 1, 1)
CONTACTS, HEADS, CLERKS, LEADS = Audience.CONTACTS, Audience.HEADS, Audience.CLERKS, Audience.LEADS
OF_AUTHORITY = ((CONTACTS, None), (HEADS, 7), (CLERKS, 7), (LEADS, 14))
OF_CLERKS = ((CLERKS, None), (LEADS, 14))
IN, OUT = Direction.INCOMING, Direction.OUTGOING


@dataclass(frozen=True)
class Made:
    """A move as `begun_by` looks at it."""

    move: Move
    before: FilingState
    after: FilingState
    correct_by: date | None = None


def step(state: FilingState, direction: Direction = IN, profile: object = PROFILE) -> RunningStep:
    (running,) = running_steps(state, direction, DUE, None, profile)  # type: ignore[arg-type]
    return running


def reached(running: RunningStep, audience: Audience, today: date, since: date = LONG_AGO) -> list[str]:
    (rung,) = [rung for rung in running.rungs if rung.audience is audience]
    return [threshold.label for threshold in running.thresholds(rung, today, since)]


@pytest.mark.parametrize(
    ("state", "direction", "kind", "task", "rungs"),
    [
        ("owed", IN, "filing_due", "报送备案", OF_AUTHORITY),
        ("deferred", IN, "filing_due", "报送补正材料", OF_AUTHORITY),
        ("submitted", IN, "step_due", "形式审查", OF_CLERKS),
        ("registered", IN, "step_due", "审查", OF_CLERKS),
        ("under_review", IN, "step_due", "审查", OF_CLERKS),
        ("opinion", IN, "step_due", "反馈处理情况", OF_AUTHORITY),
        ("supplementing", IN, "step_due", "补充材料", OF_AUTHORITY),
        ("supplementing", OUT, "step_due", "补充材料", OF_CLERKS),
        ("feedback", IN, "step_due", "确认处理结果", ((LEADS, None),)),
        ("owed", OUT, "filing_due", "报送备案", OF_CLERKS),
        ("deferred", OUT, "filing_due", "报送补正材料", OF_CLERKS),
        ("opinion", OUT, "step_due", "反馈处理情况", OF_CLERKS),
    ],
)
def test_a_step_is_told_to_whom_it_belongs(
    state: str, direction: Direction, kind: str, task: str, rungs: tuple[tuple[Audience, int | None], ...]
) -> None:
    running = step(FilingState(state), direction)
    assert (running.due.value, running.task) == (kind, task)
    assert running.rungs == tuple(Rung(*rung) for rung in rungs)


@pytest.mark.parametrize("state", ["submitted", "registered", "under_review", "feedback"])
def test_the_steps_of_an_upper_reviewer_remind_nobody(state: str) -> None:
    assert not running_steps(FilingState(state), OUT, DUE, None, PROFILE)
    assert not reminds_of(NoticeKind.STEP_DUE, FilingState(state), OUT)


@pytest.mark.parametrize("state", sorted(CONCLUDED))
@pytest.mark.parametrize("direction", list(Direction))
def test_nothing_runs_once_a_filing_is_concluded(state: FilingState, direction: Direction) -> None:
    assert not running_steps(state, direction, DUE, DUE, PROFILE)
    assert not any(reminds_of(kind, state, direction) for kind in NoticeKind if kind.is_reminder)


@pytest.mark.parametrize("state", [FilingState.OPINION, FilingState.FEEDBACK])
def test_a_correction_runs_beside_the_step(state: FilingState) -> None:
    other = DUE + timedelta(30)
    of_step, correction = running_steps(state, IN, DUE, other, PROFILE)
    assert (of_step.due_on, correction.due_on) == (DUE, other)
    assert (correction.due, correction.task) == (NoticeKind.CORRECTION_DUE, "改正")
    assert correction.rungs == tuple(Rung(*rung) for rung in OF_AUTHORITY)


@pytest.mark.parametrize(
    ("days_after_due", "contacts", "heads", "clerks", "leads"),
    [
        (-6, [], [], [], []),
        (-5, ["5"], [], [], []),
        (-1, ["5", "1"], [], [], []),
        (6, ["5", "1", "0"], [], [], []),
        (7, ["5", "1", "0", "late-7"], ["late-7"], ["late-7"], []),
        (15, ["5", "1", "0", "late-7", "late-14"], ["late-7", "late-14"], ["late-7", "late-14"], ["late-14"]),
    ],
)
def test_lateness_climbs_by_days(
    days_after_due: int, contacts: list[str], heads: list[str], clerks: list[str], leads: list[str]
) -> None:
    today = DUE + timedelta(days_after_due)
    for state in (FilingState.OWED, FilingState.OPINION):
        running = step(state)
        told = [reached(running, audience, today) for audience in Audience]
        assert told == [contacts, heads, clerks, leads]


def test_a_climb_begins_on_its_own_day_and_goes_on_with_the_rhythm() -> None:
    profile = replace(PROFILE, late_head_days=10, step_late_every=7)
    running = step(FilingState.OPINION, profile=profile)
    today = DUE + timedelta(22)
    assert reached(running, HEADS, today) == ["late-10", "late-14", "late-21"]
    assert reached(running, CONTACTS, today)[3:] == ["late-7", "late-14", "late-21"]
    head = running.rungs[1]
    assert running.told_on(head) == DUE + timedelta(10)


def test_before_and_late_are_of_different_kinds() -> None:
    running = step(FilingState.SUBMITTED)
    *before, late = running.thresholds(running.rungs[0], DUE + timedelta(7), LONG_AGO)
    assert {threshold.kind for threshold in before} == {NoticeKind.STEP_DUE}
    assert late == Threshold(NoticeKind.STEP_OVERDUE, -7, DUE + timedelta(7))


def test_a_reminder_entered_twice_is_one_notice() -> None:
    running = step(FilingState.OWED, profile=replace(PROFILE, filing_reminders=(5, 5, 0)))
    assert reached(running, CONTACTS, DUE) == ["5", "0"]


def test_no_threshold_from_before_the_step_was_known_is_owed() -> None:
    running = step(FilingState.SUBMITTED)
    assert reached(running, CLERKS, DUE, since=DUE - timedelta(1)) == ["1", "0"]
    assert reached(running, CLERKS, DUE + timedelta(400), since=DUE + timedelta(400)) == []


@given(st.integers(-50, 200), st.integers(0, 40), st.integers(-50, 200), st.sampled_from(sorted(FilingState)))
def test_a_later_day_owes_at_least_what_an_earlier_day_owed(
    first: int, gap: int, since: int, state: FilingState
) -> None:
    earlier, start = DUE + timedelta(first), DUE + timedelta(since)
    for running in running_steps(state, IN, DUE, DUE, PROFILE):
        for rung in running.rungs:
            owed = running.thresholds(rung, earlier, start)
            later = running.thresholds(rung, earlier + timedelta(gap), start)
            assert later[: len(owed)] == owed
            assert all(start <= threshold.reached_on <= earlier for threshold in owed)


def made(*moves: Move) -> list[Made]:
    """These moves from 待报送 on."""
    line, state = [], FilingState.OWED
    for move in moves:
        after = MOVES[move].after or state
        line.append(Made(move, state, after))
        state = after
    return line


@pytest.mark.parametrize(
    ("moves", "begins"),
    [
        ((), None),
        ((Move.SUBMIT,), 0),
        ((Move.SUBMIT, Move.TAKE_BACK), None),
        ((Move.SUBMIT, Move.DEFER), 1),
        ((Move.SUBMIT, Move.DEFER, Move.SUBMIT), 2),
        ((Move.SUBMIT, Move.REGISTER), 1),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW), 1),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW, Move.OPINE), 3),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW, Move.OPINE, Move.ANSWER), 4),
        ((Move.SUBMIT, Move.REGISTER, Move.EXTEND, Move.START_REVIEW), 1),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW, Move.ASK_SUPPLEMENT), 3),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW, Move.ASK_SUPPLEMENT, Move.SUPPLEMENT), 4),
        ((Move.SUBMIT, Move.REGISTER, Move.START_REVIEW, Move.OPINE, Move.ANSWER, Move.EXTEND), 4),
    ],
)
def test_the_examination_is_one_step_and_every_other_state_begins_another(
    moves: tuple[Move, ...], begins: int | None
) -> None:
    line = made(*moves)
    state = line[-1].after if line else FilingState.OWED
    assert begun_by(state, line) is (None if begins is None else line[begins])


def test_a_correction_belongs_to_the_opinion_that_set_it() -> None:
    line = made(
        *map(Move, ["submit", "register", "start_review", "opine", "answer", "opine_again", "answer"])
    )
    line[3] = replace(line[3], correct_by=DUE)
    assert begun_by(FilingState.FEEDBACK, line, correcting=True) is line[3], "the second opinion set none"


def test_the_search_reaches_as_far_as_any_profile_reminds() -> None:
    far = replace(PROFILE, step_reminders=(20, 3))
    assert furthest_reminder([PROFILE, far]) == 20
    assert furthest_reminder([]) == 0
