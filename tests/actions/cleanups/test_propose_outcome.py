"""Proposing: kept as it is typed, refused item by item, never over what somebody else wrote meanwhile."""

from datetime import date

import pytest

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Hidden
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.engine import Store, transaction
from tests.building.documents import register_old
from tests.building.rounds import NOW, item_of, start_round
from tests.cast import Cast


@pytest.fixture
def item(store: Store) -> CleanupItem:
    document_id = register_old(store, "关于甲的通知")
    return item_of(store, start_round(store), document_id)


def now_of(store: Store, item: CleanupItem) -> CleanupItem:
    return item_of(store, item.round_id, item.document_id)


def test_part_of_an_answer_is_kept_and_does_not_count(store: Store, cast: Cast, item: CleanupItem) -> None:
    part = Answer(Outcome.TO_AMEND, clause="第三条")
    done = propose_outcome(
        store, cast.drafter, item.round_id, [Decision(item.id or 0, part, item.version)], now=NOW
    )
    kept = now_of(store, item)
    assert (done.n_decided, kept.proposal, kept.is_answered) == (1, part, False)
    whole = Answer(Outcome.TO_AMEND, "依据已改", "农业农村局", date(2026, 6, 30), "第三条")
    propose_outcome(
        store, cast.drafter, item.round_id, [Decision(item.id or 0, whole, kept.version)], now=NOW
    )
    assert now_of(store, item).is_answered


def test_what_somebody_else_wrote_meanwhile_stays(store: Store, cast: Cast, item: CleanupItem) -> None:
    first = Decision(item.id or 0, Answer(Outcome.RETAIN), item.version)
    second = Decision(item.id or 0, Answer(Outcome.REPEAL, "过时"), item.version)
    propose_outcome(store, cast.drafter, item.round_id, [first], now=NOW)
    done = propose_outcome(store, cast.drafter, item.round_id, [second], now=NOW)
    assert done.refused == {
        item.id: f"《关于甲的通知》刚被{cast.drafter.name}改动（现为“继续有效”），您填写的没有保存，请核对后再定。"
    }
    assert now_of(store, item).proposed_outcome is Outcome.RETAIN
    assert propose_outcome(store, cast.drafter, item.round_id, [first], now=NOW).n_unchanged == 1


def test_an_item_that_is_refused_does_not_stop_the_others(
    store: Store, cast: Cast, item: CleanupItem
) -> None:
    long = Decision(item.id or 0, Answer(Outcome.RETAIN, "长" * 2001))
    gone = Decision(99, Answer(Outcome.RETAIN))
    done = propose_outcome(store, cast.drafter, item.round_id, [long, gone], now=NOW)
    assert "理由有2001字，超过2000字" in done.refused[item.id or 0]
    assert "已不在本轮清理范围内" in done.refused[99]


def test_what_the_office_decided_is_settled_until_it_is_sent_back(
    store: Store, cast: Cast, item: CleanupItem
) -> None:
    decide_outcomes(
        store, cast.clerk, item.round_id, [Decision(item.id or 0, Answer(Outcome.RETAIN))], now=NOW
    )
    proposal = [Decision(item.id or 0, Answer(Outcome.REPEAL, "过时", successor="新办法"))]
    done = propose_outcome(store, cast.drafter, item.round_id, proposal, now=NOW)
    assert "已由法制机构确定" in done.refused[item.id or 0]
    with transaction(store) as session:
        session.get_one(CleanupItem, item.id).sent_back_because = "请说明理由"
    assert propose_outcome(store, cast.drafter, item.round_id, proposal, now=NOW).n_decided == 1
    assert now_of(store, item).sent_back_because == ""


def test_nobody_is_asked_in_a_draft_round_nor_for_another_authority(
    store: Store, cast: Cast, item: CleanupItem
) -> None:
    proposal = [Decision(item.id or 0, Answer(Outcome.RETAIN))]
    with pytest.raises(Hidden):
        propose_outcome(store, cast.stranger, item.round_id, proposal, now=NOW)
    with transaction(store) as session:
        session.get_one(CleanupRound, item.round_id).is_draft = True
    with pytest.raises(Hidden):
        propose_outcome(store, cast.drafter, item.round_id, proposal, now=NOW)
    assert now_of(store, item).proposed_outcome is None
