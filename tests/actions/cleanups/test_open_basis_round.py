"""A basis changed: exactly what rests on it is cleaned up, at once, and nothing joins later."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.extend_round import extend_round
from registry.actions.cleanups.open_basis_round import Declaration, open_basis_round
from registry.actions.cleanups.release_round import ReleaseFacts, release_round
from registry.actions.documents.record_event import record_event
from registry.domain.cleanups import BasisChange, Outcome, RoundKind
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind, Status
from registry.exports.plain_text import plain_text
from registry.storage.audit import entries_about
from registry.storage.bases import BasisKey, KnownBy
from registry.storage.cleanups.rounds import next_cleanup_due
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.timelines import span_on
from registry.storage.engine import Store, reading
from registry.storage.releases import Release
from tests.building.bases import register_based
from tests.building.documents import register_old
from tests.building.rounds import NOW, decide, decide_all, items
from tests.cast import Cast

TODAY = date(2026, 3, 5)
THE_LAW = BasisKey(KnownBy.TITLE, "示例省促进条例")
GONE = Declaration(BasisChange.REPEALED, date(2026, 3, 1), "示例省人大常委会公告第9号")
BASIS = "《示例省促进条例》自2026年3月1日起废止（示例省人大常委会公告第9号）"
RELEASED = ReleaseFacts(decided_on=TODAY, published_on=TODAY, meeting="区政府第4次常务会议")


def declare(store: Store, **changes: Any) -> tuple[int, int]:
    values: dict[str, Any] = {"name": "促进条例废止涉及文件即时清理", "now": NOW, **changes}
    return open_basis_round(store, OPERATOR, THE_LAW, GONE, **values)


def test_it_covers_exactly_what_rests_on_the_basis_and_is_alive(store: Store) -> None:
    first, second = (
        register_based(store, "关于甲的通知"),
        register_based(store, "关于乙的通知", authority_id=3),
    )
    register_old(store, "关于丙的通知")
    register_based(store, "关于丁的通知", is_published=False)
    round_id, n_documents = declare(store)
    assert n_documents == 2
    assert [item.document_id for item in items(store, round_id)] == [first, second]
    with reading(store) as session:
        cleanup = session.get_one(CleanupRound, round_id)
        assert (cleanup.kind, cleanup.cut_off_on, cleanup.basis) == (RoundKind.IMMEDIATE, TODAY, BASIS)
        (line,) = entries_about(session, f"cleanup:{round_id}")
        assert (line.act, line.fields["basis"], line.fields["n_documents"]) == ("open_basis_round", BASIS, 2)


def test_no_other_document_joins_it_later_and_what_ended_leaves(store: Store) -> None:
    stays, gone = register_based(store, "关于甲的通知"), register_based(store, "关于乙的通知")
    round_id, _ = declare(store)
    register_based(store, "关于丙的通知")
    assert extend_round(store, OPERATOR, round_id, now=NOW) == (0, 0)
    record_event(
        store, OPERATOR, gone, EventKind.REPEALED, effective_on=date(2026, 1, 1), source="某决定", now=NOW
    )
    assert extend_round(store, OPERATOR, round_id, now=NOW) == (0, 1)
    assert [item.document_id for item in items(store, round_id)] == [stays]


def test_its_list_is_released_and_the_two_years_are_not_begun_anew(store: Store) -> None:
    kept, ended = register_based(store, "关于甲的通知"), register_based(store, "关于乙的通知")
    other = register_old(store, "关于丙的通知")
    round_id, _ = declare(store)
    decide_all(store, round_id)
    decide(store, round_id, {ended: Outcome.REPEAL}, "所依据的条例已经废止")
    with reading(store) as session:
        assert check_round(session, round_id, TODAY) == []
        due_before = next_cleanup_due(session)
    release_round(store, OPERATOR, round_id, RELEASED, now=NOW)
    with reading(store) as session:
        assert next_cleanup_due(session) == due_before
        released = session.exec(select(Release)).one()
        statuses = [span_on(session, document_id, TODAY) for document_id in (kept, ended, other)]
        assert [span.status for span in statuses if span] == [
            Status.IN_FORCE,
            Status.REPEALED,
            Status.IN_FORCE,
        ]
        text = plain_text(released.docx)
    assert f"因{BASIS}，对以其为依据的现行行政规范性文件开展即时清理" in text
    assert "清理范围以附件所列和另行通知的文件为限" in text


def test_what_cannot_be_declared_is_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="没有现行文件"):
        declare(store)
    register_based(store, "关于甲的通知", is_published=False)
    with pytest.raises(Refusal, match="没有现行文件"):
        declare(store)
    register_based(store, "关于乙的通知")
    with pytest.raises(Refusal, match="出处"):
        open_basis_round(
            store,
            OPERATOR,
            THE_LAW,
            Declaration(BasisChange.AMENDED, TODAY, " "),
            name="即时清理",
            now=NOW,
        )
    declare(store)
    with pytest.raises(Refusal, match="换一个名称"):
        declare(store)
    with pytest.raises(Refusal, match="已经在清理：“促进条例废止涉及文件即时清理”"):
        declare(store, name="另一个名称")
    with pytest.raises(Denied):
        open_basis_round(store, cast.drafter, THE_LAW, GONE, name="即时清理", now=NOW)
