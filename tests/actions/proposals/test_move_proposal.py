"""Moves of a proposal: who may, what each needs, what it writes, and that doubles are answered once."""

import hashlib
from datetime import date
from typing import Any

import pytest

from registry.actions.proposals.move_proposal import Details, move_proposal, withdraw_by_code
from registry.actions.proposals.sign_reply import sign_reply
from registry.domain.errors import Denied, Outdated, Refusal
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import ProposalMove, ProposalState, Result
from registry.domain.roles import OPERATOR
from registry.storage import office
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import papers_of
from registry.storage.review_proposals import (
    ProposalReply,
    ReviewProposal,
    merged_into,
    reply_of,
    steps_of,
    told_steps,
)
from tests.building.concurrent_acts import check_sound
from tests.building.proposals import NAME, PROPOSED, enter, examine
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)
RECEIVED = date(2026, 3, 2)


def move(store: Store, cast: Cast, proposal_id: int, move: ProposalMove, **details: Any) -> ReviewProposal:
    actor = details.pop("actor", cast.clerk)
    on, version = details.pop("on", TODAY), details.pop("version", None)
    return move_proposal(store, actor, proposal_id, move, Details(**details), on=on, version=version, now=NOW)


def test_the_whole_way_to_the_reply(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    proposal = sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    assert (proposal.state, proposal.concluded_on) == (ProposalState.REPLIED, TODAY)
    with reading(store) as session:
        assert [step.move for step in steps_of(session, proposal_id)] == [
            ProposalMove.ACCEPT,
            ProposalMove.EXAMINE,
            ProposalMove.REPLY,
        ]
        reply = session.get_one(ProposalReply, proposal_id)
        acts = [entry.act for entry in entries_about(session, f"proposal:{proposal_id}")]
        (paper,) = papers_of(session, SubjectKind.PROPOSAL, proposal_id)
        content = paper.docx or b""
    assert (paper.number, paper.signed_on) == ("审建〔2026〕1号", TODAY)
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert reply.text == "经审查，第三条应当修改。\n已要求制定机关处理。"
    assert acts == ["move_proposal"] * 3 + ["add_proposal"]
    check_sound(store)


def test_nothing_of_the_audit_tells_a_person_or_the_words(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    move(store, cast, proposal_id, ProposalMove.REFUSE, reason=f"{NAME}所提不属于规范性文件")
    with reading(store) as session:
        told = str([entry.fields for entry in entries_about(session, f"proposal:{proposal_id}")])
    assert NAME not in told
    assert PROPOSED.title not in told


@pytest.mark.parametrize(
    ("made", "details", "sentence"),
    [
        (ProposalMove.REFUSE, {}, "请写明不予受理的理由"),
        (ProposalMove.FORWARD, {"reason": "税务"}, "请写明转送给哪个机关"),
        (ProposalMove.FORWARD, {"receiver": "税务局"}, "请写明转送的理由"),
        (ProposalMove.ACCEPT, {"on": date(2026, 3, 6)}, "晚于今天"),
        (ProposalMove.ACCEPT, {"on": date(2026, 3, 1)}, "早于收到之日"),
        (ProposalMove.EXAMINE, {"result": Result.UPHELD, "draft": "无"}, "不能“提交审查结果和答复稿”"),
        (ProposalMove.REPLY, {}, "没有此项权限"),
        (ProposalMove.MERGE, {"reason": "重复", "into": "审建〔2026〕1号"}, "不能并入自己"),
        (ProposalMove.MERGE, {"reason": "重复", "into": "审建〔2026〕9号"}, "没有这个登记号"),
        (ProposalMove.MERGE, {"reason": "重复", "into": "示农〔2026〕1号"}, "没有这个登记号"),
        (ProposalMove.MERGE, {"reason": "重复"}, "没有这个登记号"),
        (ProposalMove.REFUSE, {"reason": "长" * 5_001}, "最多5000个字"),
        (ProposalMove.ACCEPT, {"version": 9}, "在您打开页面之后已经办理过"),
    ],
)
def test_a_move_that_cannot_be_made_is_refused_and_nothing_is_written(
    store: Store, cast: Cast, made: ProposalMove, details: dict[str, Any], sentence: str
) -> None:
    proposal_id = enter(store, cast.clerk)
    with pytest.raises(Refusal, match=sentence):
        move(store, cast, proposal_id, made, **details)
    with reading(store) as session:
        assert session.get_one(ReviewProposal, proposal_id).state is ProposalState.RECEIVED
        assert steps_of(session, proposal_id) == []


def test_who_is_not_of_the_office_makes_no_move(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    for actor in (cast.drafter, cast.visitor, cast.admin, cast.auditor):
        for made in ProposalMove:
            with pytest.raises(Denied):
                move(store, cast, proposal_id, made, actor=actor, reason="无")


def test_the_draft_needs_a_result_and_words_and_is_returned_with_a_reason(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    move(store, cast, proposal_id, ProposalMove.ACCEPT)
    for details in (
        {"draft": "无"},
        {"result": Result.UPHELD},
        {"result": Result.UPHELD, "draft": "长" * 10_001},
    ):
        with pytest.raises(Refusal):
            move(store, cast, proposal_id, ProposalMove.EXAMINE, **details)
    move(store, cast, proposal_id, ProposalMove.EXAMINE, result=Result.UPHELD, draft="未发现问题。")
    back = move(store, cast, proposal_id, ProposalMove.RETURN, actor=cast.lead, reason="理由不足")
    assert (back.state, back.draft) == (ProposalState.ACCEPTED, "未发现问题。")


def test_two_people_where_the_office_asks_for_two(store: Store, cast: Cast) -> None:
    with transaction(store) as session:
        office.set_setting(session, "two_person_signing", "yes")
    alone, both = enter(store, cast.clerk), enter(store, cast.clerk)
    examine(store, cast.lead, alone)
    with pytest.raises(Refusal, match="两人办理"):
        sign_reply(store, cast.lead, alone, on=TODAY, now=NOW)
    sign_reply(store, OPERATOR, alone, on=TODAY, now=NOW)
    examine(store, cast.clerk, both)
    sign_reply(store, cast.lead, both, on=TODAY, now=NOW)
    check_sound(store)


def test_one_person_alone_is_recorded_where_two_are_not_asked_for(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.lead, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    with reading(store) as session:
        assert steps_of(session, proposal_id)[-1].alone_because == "签发人参与起草了答复"
        assert "conclude_alone" in {e.act for e in entries_about(session, f"proposal:{proposal_id}")}


def test_a_reply_is_signed_once_and_from_the_draft_that_was_read(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    with pytest.raises(Outdated):
        sign_reply(store, cast.lead, proposal_id, on=TODAY, version=1, now=NOW)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    with pytest.raises(Refusal, match="已经办结"):
        sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)


def test_doubles_are_answered_once_also_in_a_chain(store: Store, cast: Cast) -> None:
    first, second, third = (enter(store, cast.clerk) for _ in range(3))
    move(store, cast, third, ProposalMove.MERGE, reason="重复", into="审建[2026]2号")
    move(store, cast, second, ProposalMove.MERGE, reason="重复", into="审建〔2026〕1号")
    with pytest.raises(Refusal, match="已经办结"):
        move(store, cast, first, ProposalMove.MERGE, reason="重复", into="审建〔2026〕2号")
    examine(store, cast.clerk, first, on=TODAY)
    sign_reply(store, cast.lead, first, on=TODAY, now=NOW)
    with reading(store) as session:
        assert [other.id for other in merged_into(session, first)] == [second, third]
        replies = [reply_of(session, session.get_one(ReviewProposal, key)) for key in (first, second, third)]
    assert [reply.proposal_id for reply in replies if reply] == [first] * 3
    assert all(replies)


def test_a_withdrawal_reopens_what_was_merged_into_it(store: Store, cast: Cast) -> None:
    first, second, third = (enter(store, cast.clerk, code=code) for code in ("A" * 20, None, None))
    move(store, cast, second, ProposalMove.ACCEPT)
    move(store, cast, third, ProposalMove.MERGE, reason="重复", into="审建〔2026〕2号")
    move(store, cast, second, ProposalMove.MERGE, reason="重复", into="审建〔2026〕1号")
    withdraw_by_code(store, "A" * 20, on=TODAY, now=NOW)
    with reading(store) as session:
        for proposal_id, state in ((second, ProposalState.ACCEPTED), (third, ProposalState.RECEIVED)):
            proposal = session.get_one(ReviewProposal, proposal_id)
            assert (proposal.state, proposal.merged_into_id, proposal.concluded_on) == (state, None, None)
            step = told_steps(session, proposal)[-1]
            assert "审建〔2026〕1号已撤回，这件恢复单独办理" in step.reason
        assert merged_into(session, first) == []
    move(store, cast, second, ProposalMove.WITHDRAW, reason="来信撤回")
    check_sound(store)


@pytest.mark.parametrize("made", [ProposalMove.REFUSE, ProposalMove.FORWARD])
def test_an_answer_to_the_other_is_told_to_who_was_merged_into_it(
    store: Store, cast: Cast, made: ProposalMove
) -> None:
    first, second = enter(store, cast.clerk), enter(store, cast.clerk)
    move(store, cast, second, ProposalMove.MERGE, reason="重复", into="审建〔2026〕1号")
    move(store, cast, first, made, reason="属于税务部门的规定", receiver="示范市税务局")
    with reading(store) as session:
        told = told_steps(session, session.get_one(ReviewProposal, second))
    assert [step.move for step in told] == [ProposalMove.MERGE, made]


def test_an_earlier_day_to_reply_by_is_not_merged_into_a_later_one(store: Store, cast: Cast) -> None:
    early = enter(store, cast.clerk, received_on=date(2026, 1, 5))
    late = enter(store, cast.clerk)
    with pytest.raises(Refusal, match="请反过来，把审建〔2026〕2号并入审建〔2026〕1号"):
        move(store, cast, early, ProposalMove.MERGE, reason="重复", into="审建〔2026〕2号")
    move(store, cast, late, ProposalMove.MERGE, reason="重复", into="审建〔2026〕1号")
