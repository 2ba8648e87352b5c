"""Deciding items: many at once, cleared again, and never over somebody else's fresh decision."""

from datetime import date

import pytest
from sqlmodel import col, select

from registry.actions.cleanups.adopt_proposals import adopt_proposals
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.release_round import release_round
from registry.domain.cleanups import Answer, Outcome, Stage
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.audit import entries_about
from registry.storage.cleanups.tables import CleanupStep
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.rounds import FACTS, NOW, decide_all, item_of, items, start_round
from tests.cast import Cast


def test_many_items_are_decided_with_one_audit_line_and_cleared_again(store: Store) -> None:
    ids = [register_old(store, f"关于第{n}件的通知") for n in range(3)]
    round_id = start_round(store)
    decisions = [
        Decision(item.id or 0, Answer(Outcome.REPEAL, " 依据已废止 ")) for item in items(store, round_id)
    ]
    decided = decide_outcomes(store, OPERATOR, round_id, decisions, now=NOW)
    assert (decided.n_decided, decided.n_unchanged, decided.refused) == (3, 0, {})
    assert item_of(store, round_id, ids[0]).reason == "依据已废止"
    assert decide_outcomes(store, OPERATOR, round_id, decisions, now=NOW).n_unchanged == 3
    cleared = Decision(item_of(store, round_id, ids[1]).id or 0)
    decide_outcomes(store, OPERATOR, round_id, [cleared], now=NOW)
    assert item_of(store, round_id, ids[1]).outcome is None
    with reading(store) as session:
        lines = [
            entry for entry in entries_about(session, f"cleanup:{round_id}") if entry.act == "decide_outcome"
        ]
    assert [len(line.fields["outcomes"]) for line in lines] == [1, 3]


def test_who_amends_and_by_when_belongs_to_an_amendment_only(store: Store) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    item_id = items(store, round_id)[0].id or 0
    amend = Decision(item_id, Answer(Outcome.TO_AMEND, "依据已修订", "农业农村局", date(2026, 6, 30)))
    decide_outcomes(store, OPERATOR, round_id, [amend], now=NOW)
    assert item_of(store, round_id, document_id).deadline_on == date(2026, 6, 30)
    retain = Decision(item_id, Answer(Outcome.RETAIN, "", "农业农村局", date(2026, 6, 30)))
    decide_outcomes(store, OPERATOR, round_id, [retain], now=NOW)
    assert item_of(store, round_id, document_id).deadline_on is None


def test_an_item_changed_meanwhile_is_named_and_the_others_are_saved(store: Store, cast: Cast) -> None:
    first, second = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知")
    round_id = start_round(store)
    seen = {item.document_id: item for item in items(store, round_id)}
    decide_outcomes(
        store,
        cast.lead,
        round_id,
        [Decision(seen[first].id or 0, Answer(Outcome.RETAIN), version=1)],
        now=NOW,
    )
    decisions = [
        Decision(item.id or 0, Answer(Outcome.REPEAL, "过时"), version=item.version) for item in seen.values()
    ]
    decided = decide_outcomes(store, cast.clerk, round_id, decisions, now=NOW)
    assert list(decided.refused) == [seen[first].id]
    assert (
        f"《关于甲的通知》刚被{cast.lead.name}改动（现为“继续有效”）" in decided.refused[seen[first].id or 0]
    )
    assert item_of(store, round_id, first).outcome is Outcome.RETAIN
    assert item_of(store, round_id, second).outcome is Outcome.REPEAL


def test_a_contact_proposes_for_its_own_authority_and_the_office_adopts(store: Store, cast: Cast) -> None:
    own, theirs = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知", authority_id=3)
    round_id = start_round(store)
    proposal = Decision(
        item_of(store, round_id, own).id or 0, Answer(Outcome.LAPSE, "任务已完成", successor="方案实施完毕")
    )
    assert propose_outcome(store, cast.drafter, round_id, [proposal], now=NOW).n_decided == 1
    foreign = Decision(item_of(store, round_id, theirs).id or 0, Answer(Outcome.RETAIN))
    with pytest.raises(Refusal):
        propose_outcome(store, cast.drafter, round_id, [foreign], now=NOW)
    with pytest.raises(Refusal):
        decide_outcomes(store, cast.drafter, round_id, [proposal], now=NOW)
    assert adopt_proposals(store, cast.clerk, round_id, authority_id=3, now=NOW) == 0
    assert adopt_proposals(store, cast.clerk, round_id, now=NOW) == 1
    adopted = item_of(store, round_id, own)
    assert (adopted.outcome, adopted.reason, adopted.decided_by) == (
        Outcome.LAPSE,
        "任务已完成",
        cast.clerk.name,
    )
    assert item_of(store, round_id, theirs).outcome is None
    late = propose_outcome(
        store, cast.drafter, round_id, [Decision(proposal.item_id, Answer(Outcome.RETAIN))], now=NOW
    )
    assert "已由法制机构确定" in late.refused[proposal.item_id]


def test_nothing_of_a_released_round_changes(store: Store, cast: Cast) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    decide_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    decision = [Decision(items(store, round_id)[0].id or 0, Answer(Outcome.REPEAL, "过时"))]
    with pytest.raises(Refusal, match="本轮已于2026年3月5日发布"):
        decide_outcomes(store, OPERATOR, round_id, decision, now=NOW)
    with pytest.raises(Refusal, match="本轮已于2026年3月5日发布"):
        propose_outcome(store, cast.drafter, round_id, decision, now=NOW)


def test_each_change_of_an_outcome_is_a_step_that_stays(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    item_id = item_of(store, round_id, document_id).id or 0
    lacking = Decision(item_id, Answer(Outcome.LAPSE, "任务已完成"))
    propose_outcome(store, cast.drafter, round_id, [lacking], now=NOW)
    assert not item_of(store, round_id, document_id).is_answered
    whole = Decision(item_id, Answer(Outcome.LAPSE, "任务已完成", successor="方案实施完毕"))
    propose_outcome(store, cast.drafter, round_id, [whole, whole], now=NOW)
    assert item_of(store, round_id, document_id).is_answered
    decide_outcomes(store, cast.clerk, round_id, [Decision(item_id, Answer(Outcome.REPEAL, "过时"))], now=NOW)
    with reading(store) as session:
        steps = session.exec(select(CleanupStep).order_by(col(CleanupStep.id))).all()
    assert [(step.stage, step.outcome, step.by) for step in steps] == [
        (Stage.PROPOSED, Outcome.LAPSE, cast.drafter.name),
        (Stage.PROPOSED, Outcome.LAPSE, cast.drafter.name),
        (Stage.DECIDED, Outcome.REPEAL, cast.clerk.name),
    ]
    assert Answer.from_kept(steps[1].answer) == whole.answer
