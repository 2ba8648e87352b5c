"""What is announced: public documents only, long enough, once, and nothing that changes afterwards."""

from datetime import date

import pytest

from registry.actions.cleanups.announce_consultation import announce_consultation, draft_list, drafted_words
from registry.actions.papers.make_paper import make_paper
from registry.domain.cleanups import Outcome
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind
from registry.storage.audit import entries_about
from registry.storage.cleanups.consultations import consultation_of
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from tests.actions.cleanups.test_paper_facts import text_of
from tests.building.consultations import CLOSES, HIDDEN, announce, consulted_round
from tests.building.documents import register_old
from tests.building.rounds import NOW, decide, start_round
from tests.cast import Cast


def test_the_public_documents_are_frozen_with_their_outcome_and_reason(store: Store) -> None:
    round_id, document_id = consulted_round(store)
    decide(store, round_id, {document_id: Outcome.REPEAL})
    consultation = announce(store, round_id)
    (row,) = consultation.rows
    assert (row["document_id"], row["outcome"], row["reason"]) == (document_id, "repeal", "工作任务已完成")
    assert (consultation.opens_on, consultation.closes_on) == (date(2026, 3, 5), CLOSES)
    decide(store, round_id, {document_id: Outcome.RETAIN})
    with reading(store) as session:
        kept = consultation_of(session, round_id)
        assert kept is not None
        assert kept.rows == [row]
        assert "announce_consultation" in [
            entry.act for entry in entries_about(session, f"cleanup:{round_id}")
        ]


def test_what_is_drafted_names_the_days_and_counts_what_is_hidden(store: Store) -> None:
    round_id, _ = consulted_round(store)
    with reading(store) as session:
        cleanup = session.get_one(CleanupRound, round_id)
        draft = draft_list(session, cleanup, date(2026, 3, 5))
        title, text = drafted_words(session, cleanup, draft, draft.least.due_on)
    assert draft.problems == ()
    assert draft.least.due_on == CLOSES
    assert title == "关于公开征求2025年度行政规范性文件集中清理目录意见的公告"
    assert "自2026年3月5日起，至2026年3月16日止" in text
    assert "另有2件依法不予公开" in text
    assert "内部" not in text


def test_a_document_that_touches_the_market_asks_for_thirty_days(store: Store) -> None:
    round_id, document_id = consulted_round(store)
    with transaction(store) as session:
        session.get_one(Document, document_id).touches_market = True
    with pytest.raises(Refusal, match="最早到2026年4月7日截止") as refused:  # 30 days end on 4 April, 清明节
        announce(store, round_id)
    assert refused.value.field == "closes_on"
    assert announce(store, round_id, closes_on=date(2026, 4, 7)).closes_on == date(2026, 4, 7)


def test_an_undecided_list_a_draft_round_and_a_second_announcement_are_refused(store: Store) -> None:
    register_old(store, "关于公开事项的通知", doc_no="示农〔2020〕1号")
    round_id = start_round(store)
    with pytest.raises(Refusal, match="还有1件公开的文件没有审查意见"):
        announce(store, round_id)
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).is_draft = True
    with pytest.raises(Refusal, match="还是草稿，没有开展"):
        announce(store, round_id)


def test_a_list_is_announced_once(store: Store) -> None:
    round_id, _ = consulted_round(store)
    announce(store, round_id)
    with pytest.raises(Refusal, match="已经公布"):
        announce(store, round_id)


def test_a_reason_that_names_what_is_hidden_stops_the_announcement(store: Store) -> None:
    round_id, document_id = consulted_round(store)
    decide(store, round_id, {document_id: Outcome.REPEAL}, reason=f"已被《{HIDDEN}》（示农〔2020〕2号）替代")
    with pytest.raises(Refusal, match="会泄露涉密或者不公开的信息"):
        announce(store, round_id)


@pytest.mark.parametrize("field", ["title", "text"])
@pytest.mark.parametrize(
    "words", [f"不含《{HIDDEN}》。", "不含示农〔2020〕2号。", "不含密-1号文件。", "机密★3年"]
)
def test_the_offices_own_words_must_not_name_what_is_hidden(store: Store, field: str, words: str) -> None:
    round_id, _ = consulted_round(store)
    with pytest.raises(Refusal, match="涉密或者不公开的信息请删去") as refused:
        announce(store, round_id, **{field: words})
    assert refused.value.field == field
    assert announce(store, round_id, text="《关于公开事项的通知》（示农〔2020〕1号）等拟废止。").text


def test_only_who_runs_the_round_announces(store: Store, cast: Cast) -> None:
    round_id, _ = consulted_round(store)
    for actor in (cast.drafter, cast.auditor, cast.visitor):
        with pytest.raises(Denied):
            announce_consultation(store, actor, round_id, title="x", text="x", closes_on=CLOSES, now=NOW)


def test_the_announcement_is_a_paper_with_the_list_and_its_days(store: Store, cast: Cast) -> None:
    round_id, _ = consulted_round(store)
    with pytest.raises(Refusal, match="还没有公布征求意见稿"):
        make_paper(store, cast.clerk, PaperKind.DRAFT_LIST_NOTICE, round_id, now=NOW)
    announce(store, round_id)
    paper = make_paper(store, cast.clerk, PaperKind.DRAFT_LIST_NOTICE, round_id, now=NOW)
    text = text_of(store, paper)
    assert paper.number == "清告〔2026〕1号"
    assert "自2026年3月5日起，至2026年3月16日止（含当日）。" in text
    assert "7个工作日届满为2026年3月16日" in text
    assert "另有2件依法不予公开或者尚未公开，不列入征求意见稿。" in text
    assert "关于公开事项的通知" in text
    assert HIDDEN not in text
