"""The one table of moves."""

from dataclasses import fields

import pytest

from registry.domain.errors import Refusal
from registry.domain.filings import (
    CONCLUDED,
    DECIDED,
    MOVES,
    STATE_WORDS,
    TO_BE_SUBMITTED,
    Direction,
    FilingState,
    Move,
    Party,
    is_from_paper,
    is_on_behalf,
    moves_open,
    next_moves,
    party_of,
    task_word,
)
from registry.domain.moving import state_after
from registry.domain.review_clock import ClockStep
from registry.domain.roles import Actor, Role
from registry.domain.rules import RuleProfile

PATHS = [
    ("submit register start_review pass", FilingState.PASSED),
    ("submit defer submit register start_review pass", FilingState.PASSED),
    ("submit refuse", FilingState.REFUSED),
    ("submit register start_review opine answer correct", FilingState.CORRECTED),
    ("submit register start_review opine answer annul", FilingState.ANNULLED),
    ("submit register start_review opine answer suspend", FilingState.SUSPENDED),
    ("submit register start_review opine answer accept", FilingState.PASSED),
    ("submit register start_review opine answer opine_again answer correct", FilingState.CORRECTED),
    ("submit register start_review ask_supplement supplement extend pass", FilingState.PASSED),
    ("submit register extend start_review opine answer correct", FilingState.CORRECTED),
    ("withdraw", FilingState.WITHDRAWN),
    ("submit defer withdraw", FilingState.WITHDRAWN),
    ("submit take_back", FilingState.OWED),
    ("submit defer take_back submit register start_review pass", FilingState.PASSED),
]


@pytest.mark.parametrize(("path", "end"), PATHS)
def test_the_paths_of_the_process_lead_where_the_law_says(path: str, end: FilingState) -> None:
    state = FilingState.OWED
    for move in path.split():
        state = state_after(state, Move(move), "理由")
    assert state is end


@pytest.mark.parametrize("state", sorted(CONCLUDED))
@pytest.mark.parametrize("move", Move)
def test_nothing_moves_a_concluded_filing(state: FilingState, move: Move) -> None:
    with pytest.raises(Refusal, match="刷新"):
        state_after(state, move, "理由")


@pytest.mark.parametrize("move", [Move.DEFER, Move.REFUSE])
def test_deferring_and_refusing_need_a_reason(move: Move) -> None:
    with pytest.raises(Refusal) as refusal:
        state_after(FilingState.SUBMITTED, move, "  ")
    assert refusal.value.field == "reason"


def test_every_state_and_move_has_its_word() -> None:
    assert set(STATE_WORDS) == set(FilingState)
    assert set(MOVES) == set(Move)
    assert all(rule.word for rule in MOVES.values())


@pytest.mark.parametrize(
    ("role", "moves"),
    [
        (Role.CONTACT, [Move.TAKE_BACK]),
        (Role.CLERK, [Move.REGISTER, Move.DEFER, Move.REFUSE, Move.TAKE_BACK]),
        (Role.AUDITOR, []),
        (Role.VISITOR, []),
    ],
)
def test_who_may_move_a_submitted_filing(role: Role, moves: list[Move]) -> None:
    assert moves_open(FilingState.SUBMITTED, Actor("某人", role)) == moves


def test_only_a_lead_concludes_a_review() -> None:
    aside = [Move.ASK_SUPPLEMENT, Move.EXTEND]
    assert moves_open(FilingState.UNDER_REVIEW, Actor("经办人", Role.CLERK)) == [Move.ASK_SUPPLEMENT]
    assert moves_open(FilingState.UNDER_REVIEW, Actor("负责人", Role.LEAD)) == [*aside, Move.PASS, Move.OPINE]
    assert next_moves(FilingState.UNDER_REVIEW) == [Move.PASS, Move.OPINE]


def test_a_review_is_extended_once() -> None:
    lead = Actor("负责人", Role.LEAD)
    for state in (FilingState.REGISTERED, FilingState.UNDER_REVIEW, FilingState.FEEDBACK):
        assert state_after(state, Move.EXTEND, "案情复杂") is state
        assert Move.EXTEND in moves_open(state, lead)
        assert Move.EXTEND not in moves_open(state, lead, [Move.SUBMIT, Move.EXTEND])
        with pytest.raises(Refusal, match="只能“延长审查期限”一次"):
            state_after(state, Move.EXTEND, "案情复杂", made=[Move.EXTEND])


def test_the_clock_stops_where_a_review_waits_and_resumes_where_it_goes_on() -> None:
    stopped_in = {rule.after for rule in MOVES.values() if rule.clock is ClockStep.STOP}
    resumed_from = {
        state for rule in MOVES.values() if rule.clock is ClockStep.RESUME for state in rule.before
    }
    assert stopped_in == resumed_from == {FilingState.OPINION, FilingState.SUPPLEMENTING}
    assert all(rule.waits_for for rule in MOVES.values() if rule.clock is ClockStep.STOP)


def test_a_filing_is_concluded_where_no_move_leads_on() -> None:
    assert {
        FilingState.REFUSED,
        FilingState.PASSED,
        FilingState.CORRECTED,
        FilingState.ANNULLED,
        FilingState.SUSPENDED,
        FilingState.WITHDRAWN,
    } == CONCLUDED
    assert {FilingState.OWED, FilingState.DEFERRED} == TO_BE_SUBMITTED
    assert {FilingState.CORRECTED, FilingState.ANNULLED, FilingState.SUSPENDED} == DECIDED


@pytest.mark.parametrize(
    ("state", "party", "ahead", "task"),
    [
        (FilingState.OWED, Party.AUTHORITY, FilingState.SUBMITTED, "报送备案"),
        (FilingState.SUBMITTED, Party.CLERK, FilingState.REGISTERED, "形式审查"),
        (FilingState.DEFERRED, Party.AUTHORITY, FilingState.SUBMITTED, "报送补正材料"),
        (FilingState.REGISTERED, Party.CLERK, FilingState.UNDER_REVIEW, "开始审查"),
        (FilingState.UNDER_REVIEW, Party.LEAD, FilingState.PASSED, "提出审查结论"),
        (FilingState.SUPPLEMENTING, Party.AUTHORITY, FilingState.UNDER_REVIEW, "补充材料"),
        (FilingState.OPINION, Party.AUTHORITY, FilingState.FEEDBACK, "反馈处理情况"),
        (FilingState.FEEDBACK, Party.LEAD, FilingState.CORRECTED, "确认处理结果"),
    ],
)
def test_the_next_move_belongs_to_one_party_and_leads_on(
    state: FilingState, party: Party, ahead: FilingState, task: str
) -> None:
    assert {MOVES[move].by for move in next_moves(state)} == {party}
    assert party_of(state) is party
    assert MOVES[next_moves(state)[0]].after is ahead
    assert task_word(state) == task


@pytest.mark.parametrize("state", FilingState)
def test_the_first_of_the_next_moves_leads_to_an_end(state: FilingState) -> None:
    for _ in FilingState:
        if moves := next_moves(state):
            state = state_after(state, moves[0], "理由")
    assert state in CONCLUDED


def test_nobody_makes_a_next_move_of_a_concluded_filing() -> None:
    assert {(party_of(state), task_word(state)) for state in CONCLUDED} == {(None, "")}


def test_only_submitting_and_withdrawing_leave_an_owed_filing_and_withdrawing_is_never_next() -> None:
    lead = Actor("负责人", Role.LEAD)
    assert moves_open(FilingState.OWED, lead) == [Move.SUBMIT, Move.WITHDRAW]
    assert next_moves(FilingState.OWED) == [Move.SUBMIT]


@pytest.mark.parametrize("state", FilingState)
def test_a_contact_never_makes_an_obligation_vanish(state: FilingState) -> None:
    moves = moves_open(state, Actor("联络员", Role.CONTACT, authority_id=7))
    assert not {MOVES[move].after for move in moves} & CONCLUDED


@pytest.mark.parametrize("move", [Move.SUBMIT, Move.SUPPLEMENT, Move.ANSWER, Move.TAKE_BACK])
def test_the_office_makes_an_authority_s_move_on_its_behalf(move: Move) -> None:
    clerk, contact = Actor("经办人", Role.CLERK), Actor("联络员", Role.CONTACT, authority_id=7)
    assert (is_on_behalf(move, clerk), is_on_behalf(move, contact)) == (True, False)
    assert is_from_paper(move, Direction.INCOMING, clerk)
    assert not is_from_paper(move, Direction.OUTGOING, clerk)
    assert not is_on_behalf(Move.REGISTER, clerk)


def test_every_period_is_a_parameter_of_the_rule_profile() -> None:
    names = {field.name for field in fields(RuleProfile)}
    assert {rule.period.parameter for rule in MOVES.values() if rule.period} <= names
