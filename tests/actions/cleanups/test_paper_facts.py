"""The papers of a round agree with it, and the public ones name public documents only."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document as Docx

from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.paper_facts import SOURCES, check_round_paper
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.actions.cleanups.release_round import release_round
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.papers.make_paper import make_paper
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.documents import Disclosure
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.exports.papers.model import Table
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper
from tests.building.documents import register_old, register_secret
from tests.building.rounds import (
    CUT_OFF,
    FACTS,
    NOW,
    accept_all,
    decide,
    decided_round,
    item_of,
    register_for_each_outcome,
    start_round,
)
from tests.cast import Cast

ON = date(2026, 3, 5)
INTERNAL = PaperKind.CLEANUP_NOTICE, PaperKind.OPINION_SUMMARY, PaperKind.MEETING_MATERIAL


def facts_of(store: Store, kind: PaperKind, round_id: int, on: date = ON) -> PaperFacts:
    with reading(store) as session:
        return SOURCES[kind](session, str(round_id), on)


def rows_of(facts: PaperFacts) -> list[tuple[str, ...]]:
    blocks = [block for annex in facts.annexes for block in annex.blocks if isinstance(block, Table)]
    return [row for block in blocks for row in block.all_rows]


def text_of(store: Store, paper: Paper) -> str:
    with reading(store) as session:
        docx = Docx(io.BytesIO(session.get_one(Paper, paper.id).docx or b""))
    cells = [cell.text for table in docx.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in docx.paragraphs), *cells])


def propose_kept(store: Store, cast: Cast, round_id: int, item_id: int) -> None:
    answer = Decision(item_id, Answer(Outcome.RETAIN, "仍需执行"))
    propose_outcome(store, cast.drafter, round_id, [answer], now=NOW)


def examine(store: Store, round_id: int, outcomes: dict[int, Outcome]) -> None:
    """The office decides, whatever was proposed."""
    decisions = [
        Decision(item_of(store, round_id, key).id or 0, Answer(outcome, "工作任务已完成"))
        for key, outcome in outcomes.items()
    ]
    decide_outcomes(store, OPERATOR, round_id, decisions, now=NOW)


@pytest.fixture
def documents(store: Store) -> dict[Outcome, int]:
    return register_for_each_outcome(store)


def test_the_notice_says_what_whom_and_by_when(store: Store, documents: dict[Outcome, int]) -> None:
    round_id = start_round(store, answers_due_on=date(2026, 3, 20))
    facts = facts_of(store, PaperKind.CLEANUP_NOTICE, round_id)
    assert facts.values["清理事项"] == "2025年度行政规范性文件集中清理"
    assert facts.values["主送机关"] == "示范区农业农村局"
    assert facts.values["件数"] == str(len(documents))
    assert facts.values["报送期限"] == "2026年3月20日"
    assert facts.values["期限算法"] == "自2026年3月5日的次日起计，共11个工作日"
    shares, covered = facts.annexes
    assert rows_of(replace(facts, annexes=(shares,))) == [("示范区农业农村局", str(len(documents)))]
    assert len(rows_of(replace(facts, annexes=(covered,)))) == len(documents)


def test_a_paper_is_kept_with_its_number(store: Store, documents: dict[Outcome, int], cast: Cast) -> None:
    round_id = start_round(store)
    paper = make_paper(store, cast.clerk, PaperKind.CLEANUP_NOTICE, round_id, now=NOW)
    assert (paper.number, paper.subject) == ("清通〔2026〕1号", str(round_id))
    assert paper.title == "关于开展2025年度行政规范性文件集中清理工作的通知"
    with pytest.raises(Denied):
        make_paper(store, cast.drafter, PaperKind.CLEANUP_NOTICE, round_id, now=NOW)


def test_what_is_not_public_is_not_named_in_the_list_of_the_notice(store: Store) -> None:
    register_old(store, "关于公开事项的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于内部事项的通知", doc_no="示农〔2020〕2号", disclosure=Disclosure.WITHHELD)
    register_secret(store)
    facts = facts_of(store, PaperKind.CLEANUP_NOTICE, start_round(store))
    assert facts.values["件数"] == "3"
    assert facts.values["未列说明"] == "其中2件不公开，不列入目录，由各机关在系统中查看。"
    assert "内部事项" not in str(rows_of(facts))


def test_the_summary_puts_both_opinions_side_by_side(
    store: Store, documents: dict[Outcome, int], cast: Cast
) -> None:
    round_id = start_round(store)
    kept, ended = documents[Outcome.RETAIN], documents[Outcome.REPEAL]
    for document_id in (kept, ended):
        item = item_of(store, round_id, document_id)
        propose_kept(store, cast, round_id, item.id or 0)
    examine(store, round_id, {kept: Outcome.RETAIN, ended: Outcome.REPEAL})
    facts = facts_of(store, PaperKind.OPINION_SUMMARY, round_id)
    assert facts.values["自查情况"] == "已报送自查意见2件"
    assert facts.values["审查进展"] == "已提出审查意见2件，其中继续有效1件、废止1件"
    assert facts.values["不一致件数"] == "1"
    (disputed,) = [row for row in rows_of(facts) if row[-1] == "不一致"]
    assert "继续有效（仍需执行）" in disputed
    assert "废止（工作任务已完成）" in disputed
    assert len(rows_of(facts)) == len(documents)


def test_the_meeting_reads_what_is_in_dispute_and_counts_that_agree(
    store: Store, documents: dict[Outcome, int], cast: Cast
) -> None:
    round_id = start_round(store)
    item = item_of(store, round_id, documents[Outcome.REPEAL])
    propose_kept(store, cast, round_id, item.id or 0)
    with pytest.raises(Refusal, match="还没有一件文件有审查意见"):
        facts_of(store, PaperKind.MEETING_MATERIAL, round_id)
    examine(store, round_id, {document_id: outcome for outcome, document_id in documents.items()})
    facts = facts_of(store, PaperKind.MEETING_MATERIAL, round_id)
    assert facts.values["分类件数"] == "继续有效1件、修改1件、失效1件、废止1件、不属于规范性文件1件"
    assert facts.values["不一致文件"] == (
        "1．《关于repeal的通知》（示农〔2020〕4号）。示范区农业农村局的意见：继续有效（仍需执行）；"
        "审查意见：废止（工作任务已完成）。",
    )
    table = facts.values["机关件数表"]
    assert isinstance(table, Table)
    assert table.all_rows[-1] == ("", "5", "1", "1", "1", "1", "1")
    assert len(rows_of(facts)) == len(documents) == sum(1 for _ in facts.annexes)


def test_the_reading_follows_the_release_and_names_no_hidden_document(
    store: Store, documents: dict[Outcome, int], cast: Cast
) -> None:
    hidden = register_old(
        store, "关于内部事项的通知", doc_no="示农〔2020〕9号", disclosure=Disclosure.WITHHELD
    )
    round_id = decided_round(store, documents)
    decide(store, round_id, {hidden: Outcome.REPEAL})
    with reading(store) as session, pytest.raises(Refusal, match="还没有公布"):
        check_round_paper(session, PaperKind.POLICY_READING, str(round_id))
    accept_all(store, round_id)
    release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    paper = make_paper(store, cast.clerk, PaperKind.POLICY_READING, round_id, now=NOW)
    text = text_of(store, paper)
    assert "列入清理范围的文件共6件，其中继续有效1件、修改1件、失效1件、废止2件" in text
    assert "这些文件中有1件依法不予公开，不列入公布的目录。" in text
    assert "列为废止、失效的3件文件" in text
    assert "内部事项" not in text


def test_a_round_that_is_not_open_yet_has_no_papers(store: Store, documents: dict[Outcome, int]) -> None:
    round_id = start_round(store)
    with transaction(store) as session:
        session.get_one(CleanupRound, round_id).is_draft = True
    for kind in INTERNAL:
        with pytest.raises(Refusal, match="还没有开展"):
            facts_of(store, kind, round_id)


def test_a_reason_with_marks_does_not_break_the_paper(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于<b>&奇怪标题的通知", doc_no="示农〔2020〕1号")
    round_id, _ = open_round(
        store, OPERATOR, name="专项清理<b>", kind=RoundKind.SPECIAL, cut_off_on=CUT_OFF, now=NOW
    )
    decide(store, round_id, {document_id: Outcome.REPEAL}, reason="依据{{已废止}}&{% if %}<w:p>")
    for kind in INTERNAL:
        assert "<b>&奇怪标题" in text_of(store, make_paper(store, cast.clerk, kind, round_id, now=NOW))
