"""A round that the register moved away from is brought in line with it."""

from datetime import date

from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.extend_round import extend_round
from registry.actions.documents.record_event import record_event
from registry.domain.cleanups import Outcome
from registry.domain.findings import FindingRow
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.rounds import CUT_OFF, NOW, decide_all, item_of, items, start_round


def test_a_document_registered_later_bars_the_release_until_it_is_added(store: Store) -> None:
    first = register_old(store, "关于甲的通知")
    round_id = start_round(store)
    decide_all(store, round_id)
    late = register_old(store, "关于乙的通知")
    with reading(store) as session:
        (finding,) = check_round(session, round_id, CUT_OFF)
    assert (finding.code, finding.is_hard) == ("totals", True)
    assert finding.rows == (FindingRow(late, "关于乙的通知（文号未载）", late),)
    assert extend_round(store, OPERATOR, round_id, now=NOW) == (1, 0)
    assert item_of(store, round_id, late).outcome is None
    assert item_of(store, round_id, first).outcome is Outcome.RETAIN
    assert extend_round(store, OPERATOR, round_id, now=NOW) == (0, 0)


def test_a_document_that_left_the_scope_is_taken_out(store: Store) -> None:
    gone, stays = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知")
    round_id = start_round(store)
    decide_all(store, round_id)
    record_event(
        store, OPERATOR, gone, EventKind.REPEALED, effective_on=date(2024, 1, 1), source="补录", now=NOW
    )
    with reading(store) as session:
        totals = check_round(session, round_id, CUT_OFF)[0]
    assert totals.rows == (FindingRow(gone, "关于甲的通知（文号未载）", gone),)
    assert "移出" in totals.sentence
    assert extend_round(store, OPERATOR, round_id, now=NOW) == (0, 1)
    assert [item.document_id for item in items(store, round_id)] == [stays]
    with reading(store) as session:
        assert check_round(session, round_id, CUT_OFF) == []
