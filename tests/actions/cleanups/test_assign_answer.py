"""Another body answers for a document: where no heir exists, and never over an answer."""

import pytest
from sqlmodel import select

from registry.actions.cleanups.assign_answer import assign_answer
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Outcome
from registry.domain.errors import Hidden, Refusal
from registry.storage.audit import entries_about
from registry.storage.cleanups.tables import CleanupStep
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.rounds import NOW, Decision, answer, item_of, start_round, whole
from tests.cast import Cast


def test_the_body_named_by_the_office_answers(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    item_id = item_of(store, round_id, document_id).id or 0
    said = [Decision(item_id, whole(Outcome.RETAIN))]
    with pytest.raises(Hidden):
        propose_outcome(store, cast.stranger, round_id, said, now=NOW)
    assert assign_answer(store, cast.clerk, round_id, [item_id], 3, "职能已划转", now=NOW) == 1
    assert assign_answer(store, cast.clerk, round_id, [item_id], 3, "职能已划转", now=NOW) == 0
    with pytest.raises(Hidden):
        propose_outcome(store, cast.drafter, round_id, said, now=NOW)
    assert propose_outcome(store, cast.stranger, round_id, said, now=NOW).n_decided == 1
    with reading(store) as session:
        step = session.exec(select(CleanupStep)).first()
        acts = {entry.act: entry.fields for entry in entries_about(session, f"cleanup:{round_id}")}
    assert step is not None
    assert step.words == "改由示范区青石镇人民政府报送：职能已划转"
    assert acts["assign_answer"]["titles"] == ["《关于甲的通知》"]


def test_an_answer_is_not_moved_to_somebody_else(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    answer(store, round_id, {document_id: Outcome.RETAIN})
    item_id = item_of(store, round_id, document_id).id or 0
    with pytest.raises(Refusal, match="请先退回"):
        assign_answer(store, cast.clerk, round_id, [item_id], 3, "职能已划转", now=NOW)
    with pytest.raises(Refusal, match="请写明"):
        assign_answer(store, cast.clerk, round_id, [item_id], 3, " ", now=NOW)
    with pytest.raises(Refusal, match="现有的单位"):
        assign_answer(store, cast.clerk, round_id, [item_id], 99, "划转", now=NOW)
    with pytest.raises(Refusal, match="请勾选"):
        assign_answer(store, cast.clerk, round_id, [], 3, "划转", now=NOW)
