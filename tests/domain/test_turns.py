"""Whose turn it is in a filing."""

import pytest

from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED, Direction, FilingState, Move
from registry.domain.moving import check_move, standing, waited_for
from registry.domain.roles import Actor, Role
from registry.domain.turns import Side, Whose, others_turns, own_turns, side_of, turns_asked, turns_of

S, IN, OUT = FilingState, Direction.INCOMING, Direction.OUTGOING
OFFICE = (Role.CLERK, Role.LEAD, Role.ADMIN, Role.AUDITOR)


def own(role: Role) -> frozenset[tuple[FilingState, Direction]]:
    return own_turns(Actor("某人", role, authority_id=None if role in OFFICE else 2))


def test_every_open_state_waits_for_one_side_and_a_concluded_one_for_none() -> None:
    for direction in Direction:
        for state in S:
            turn = (state, direction)
            assert [turn in turns_of(side) for side in Side].count(True) == (state not in CONCLUDED)
            assert bool(waited_for(*turn)) == (state not in CONCLUDED)


def test_what_goes_upward_the_office_hands_in_and_the_upper_reviewer_examines() -> None:
    assert side_of((S.OWED, OUT)) is Side.OFFICE
    assert side_of((S.OPINION, OUT)) is Side.OFFICE
    assert side_of((S.UNDER_REVIEW, OUT)) is Side.REVIEWER
    assert (S.OWED, OUT) in own(Role.CLERK)
    assert (S.SUBMITTED, OUT) not in own(Role.CLERK) | own(Role.LEAD)


def test_each_role_has_its_own_turns() -> None:
    assert own(Role.CLERK) >= {(S.SUBMITTED, IN), (S.REGISTERED, IN), (S.UNDER_REVIEW, IN)}
    assert own(Role.LEAD) == {(S.UNDER_REVIEW, IN), (S.FEEDBACK, IN)}
    assert own(Role.CONTACT) >= {(S.OWED, IN), (S.DEFERRED, IN), (S.OPINION, IN)}
    assert not own(Role.CONTACT) & {(S.SUBMITTED, IN), (S.FEEDBACK, IN)}
    assert own(Role.ADMIN) == own(Role.AUDITOR) == frozenset()


def test_no_turn_of_the_office_is_nobodys() -> None:
    assert own(Role.CLERK) | own(Role.LEAD) == turns_of(Side.OFFICE)


def test_a_lead_of_an_office_without_clerks_has_everything_of_the_office() -> None:
    lead = Actor("某人", Role.LEAD)
    assert own_turns(lead, acts_as_clerk=True) == turns_of(Side.OFFICE)
    assert others_turns(lead, acts_as_clerk=True) == turns_of(Side.AUTHORITY)
    assert turns_asked(Whose.OWN, lead, acts_as_clerk=True) == turns_of(Side.OFFICE)
    assert turns_asked(Whose.OTHERS, lead, acts_as_clerk=True) == turns_of(Side.AUTHORITY)


@pytest.mark.parametrize(
    ("state", "direction", "words"),
    [
        (S.OPINION, IN, "当前为“已提审查意见”，等待制定机关反馈处理情况"),
        (S.SUBMITTED, IN, "当前为“已报送”，等待法制机构形式审查"),
        (S.SUBMITTED, OUT, "当前为“已报送”，等待上级备案机关形式审查"),
        (S.OWED, OUT, "当前为“待报送”，等待法制机构报送备案"),
        (S.PASSED, IN, "当前为“准予备案”，已经办结"),
    ],
)
def test_the_state_is_told_with_who_acts_next(state: FilingState, direction: Direction, words: str) -> None:
    assert standing(state, direction) == words


def test_a_move_that_the_table_does_not_have_is_refused_with_the_present_state() -> None:
    with pytest.raises(Refusal, match="当前为“已提审查意见”，等待制定机关反馈处理情况；不能“予以登记”"):
        check_move(S.OPINION, Move.REGISTER)
