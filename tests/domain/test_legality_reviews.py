"""合法性审核: the table of moves, whose they are, and what an opinion asks for."""

from itertools import product

import pytest

from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Refusal
from registry.domain.filings import Party
from registry.domain.legality_reviews import (
    ENDED,
    MOVES,
    OPINIONS,
    PASSED,
    RECORDS,
    Reviewer,
    ReviewMove,
    ReviewState,
    answers_in_words,
    check_materials,
    moves_open,
    party_of,
    standing,
    state_after,
    task_of,
    usual_reviewer,
    why_not_recorded,
)
from registry.domain.normal import lines_of
from registry.domain.roles import OPERATOR, Actor, Role

CONTACT = Actor("周起草", Role.CONTACT, 1, 2)
CLERK = Actor("陈经办", Role.CLERK, 2)
LEAD = Actor("林负责", Role.LEAD, 3)
AUDITOR = Actor("王监督", Role.AUDITOR, 4)
S, M = ReviewState, ReviewMove


def test_every_move_has_its_row_and_every_open_state_a_next_step() -> None:
    assert set(MOVES) == set(ReviewMove)
    assert {S.LAWFUL, S.FOLLOWED, S.UNLAWFUL, S.WITHDRAWN} == ENDED
    for state in set(ReviewState) - ENDED:
        assert party_of(state)
        assert task_of(state)
    assert all(party_of(state) is None for state in ENDED)


@pytest.mark.parametrize(
    ("state", "moves", "end"),
    [
        (S.UNSENT, (M.SUBMIT, M.ACCEPT, M.FIND_LAWFUL), S.LAWFUL),
        (S.UNSENT, (M.SUBMIT, M.RETURN, M.SUBMIT, M.ACCEPT), S.REVIEWING),
        (S.REVIEWING, (M.ASK, M.ANSWER, M.PROPOSE, M.ASK_CHANGES), S.TO_CHANGE),
        (S.TO_CHANGE, (M.REVISE, M.ASK_CHANGES, M.REVISE, M.CONFIRM_CHANGES), S.FOLLOWED),
        (S.TO_CHANGE, (M.REVISE, M.FIND_UNLAWFUL), S.UNLAWFUL),
        (S.UNSENT, (M.RECORD_FOLLOWED,), S.FOLLOWED),
    ],
)
def test_a_passage_walks_through_its_states(
    state: ReviewState, moves: tuple[ReviewMove, ...], end: ReviewState
) -> None:
    for move in moves:
        state = state_after(state, move, "说明")
    assert state is end


def test_only_a_contact_sends_only_a_clerk_accepts_only_a_lead_opines() -> None:
    assert M.SUBMIT in moves_open(S.UNSENT, CONTACT)
    assert moves_open(S.SUBMITTED, CONTACT) == [M.WITHDRAW]
    assert M.ACCEPT in moves_open(S.SUBMITTED, CLERK)
    assert not set(OPINIONS) & set(moves_open(S.REVIEWING, CLERK))
    assert M.FIND_LAWFUL in moves_open(S.REVIEWING, LEAD)
    assert all(not moves_open(state, AUDITOR) for state in ReviewState)
    assert all(not moves_open(state, OPERATOR) for state in ENDED)


def test_a_proposed_opinion_is_signed_as_it_is_or_given_back() -> None:
    assert party_of(S.REVIEWING, M.FIND_LAWFUL) is Party.LEAD
    assert set(moves_open(S.REVIEWING, LEAD, M.FIND_LAWFUL)) & {*OPINIONS, M.GIVE_BACK} == {
        M.FIND_LAWFUL,
        M.GIVE_BACK,
    }
    with pytest.raises(Refusal, match="经办人拟的是“合法”；不同意的请先退回重拟"):
        state_after(S.REVIEWING, M.FIND_UNLAWFUL, "不合法", M.FIND_LAWFUL)
    with pytest.raises(Refusal, match="还没有拟出的审核意见"):
        state_after(S.REVIEWING, M.GIVE_BACK, "再核")


def test_what_the_table_does_not_have_is_refused_with_who_acts_now() -> None:
    for state, move in product(ReviewState, ReviewMove):
        if state not in MOVES[move].before:
            with pytest.raises(Refusal, match="页面可能已过时，请刷新后再操作"):
                state_after(state, move, "说明")
    assert standing(S.ASKED) == "合法性审核当前为“待答复问题”，等待制定机关答复合法性审核的问题"
    with pytest.raises(Refusal, match="“提出问题”须写明问题"):
        state_after(S.REVIEWING, M.ASK, "  ")


def test_departments_review_their_own_drafts_and_the_office_the_government_s() -> None:
    assert usual_reviewer(AuthorityKind.GOVERNMENT) is Reviewer.OFFICE
    assert usual_reviewer(AuthorityKind.OFFICE) is Reviewer.OFFICE
    assert usual_reviewer(AuthorityKind.DEPARTMENT) is Reviewer.OWN_UNIT
    assert usual_reviewer(AuthorityKind.TOWNSHIP) is Reviewer.OFFICE
    assert all(MOVES[record].before == {S.UNSENT} for record in RECORDS)
    assert {MOVES[record].after for record in RECORDS} == PASSED | {S.UNLAWFUL}


def test_materials_are_handed_in_or_explained_away() -> None:
    check_materials(["送审稿", "起草说明"], ["送审稿"], ["起草说明"])
    with pytest.raises(Refusal, match="送审材料还缺起草说明、制定依据：请上传，或写明不适用的理由"):
        check_materials(["送审稿", "起草说明", "制定依据"], ["送审稿"], [])


def test_each_point_of_an_opinion_has_its_answer() -> None:
    points = lines_of("第三条删去罚款。\n\n 第五条补充依据。 \n")
    assert points == ["第三条删去罚款。", "第五条补充依据。"]
    said = answers_in_words(points, ["已删去", "已补充"])
    assert said == "1．第三条删去罚款。——已删去\n2．第五条补充依据。——已补充"
    with pytest.raises(Refusal, match="第2项意见还没有说明怎样修改"):
        answers_in_words(points, ["已删去", " "])
    with pytest.raises(Refusal, match="审核意见有2项，请逐项说明怎样修改（现有1项）"):
        answers_in_words(points, ["已删去"])


def test_the_own_unit_never_speaks_over_the_office() -> None:
    def why(usual: Reviewer, *, opined: bool = False, is_office: bool = False) -> str:
        return why_not_recorded(usual, has_office_opinion=opined, is_office=is_office)

    assert why(Reviewer.OWN_UNIT) == ""
    assert why(Reviewer.OFFICE, is_office=True) == ""
    assert "由法制机构审核，请送审" in why(Reviewer.OFFICE)
    for usual in Reviewer:
        assert "请修改后重新送审" in why(usual, opined=True, is_office=True)


def test_a_draft_not_sent_waits_for_being_sent() -> None:
    assert standing(ReviewState.UNSENT) == "合法性审核当前为“准备送审”，等待制定机关送审或者登记审核意见"
