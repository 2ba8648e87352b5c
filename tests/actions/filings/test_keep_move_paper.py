"""A move of a filing that we examine makes its paper, and keeps it in its own transaction."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.domain.errors import Refusal
from registry.domain.filings import Move
from registry.domain.notices import NoticeKind
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import moves_of
from registry.storage.notices import Notice
from registry.storage.papers import Paper, papers_of
from tests.building.documents import register
from tests.building.filings import TODAY, filing_of, submitted_filing
from tests.building.papers import words_of_paper
from tests.cast import Cast


def papers(store: Store, filing_id: int) -> list[Paper]:
    with reading(store) as session:
        return papers_of(session, SubjectKind.FILING, filing_id)


def test_registering_makes_the_notice_with_the_true_day(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    assert not papers(store, filing_id)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    (paper,) = papers(store, filing_id)
    assert (paper.kind, paper.number) == (PaperKind.REGISTRATION_NOTICE, "备登〔2026〕1号")
    assert (paper.signed_on, paper.made_at, paper.made_by) == (TODAY, now, cast.clerk.name)
    assert paper.authority_id == cast.authority_id
    text = words_of_paper(store, paper)
    assert "示范区农业农村局：" in text
    assert "于2026年3月5日报送备案的" in text
    assert "备案登记号为备〔2026〕1号，登记日期为2026年3月5日" in text
    assert "报送期限为2026年2月24日，实际逾期9日" in text


def test_the_notice_of_a_step_names_its_paper(store: Store, cast: Cast, now: datetime) -> None:
    made, elsewhere = submitted_filing(store, 3), submitted_filing(store, 4)
    move_filing(store, cast.clerk, made, Move.REGISTER, on=TODAY, now=now)
    move_filing(
        store, cast.clerk, elsewhere, Move.REGISTER, on=TODAY, paper_elsewhere="示司备登〔2026〕7号", now=now
    )
    (paper,) = papers(store, made)
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.FILING_REGISTERED).order_by(col(Notice.id))
        told = [(notice.facts["paper"], notice.facts["paper_path"]) for notice in session.exec(query)]
    assert told == [
        ("备案登记通知（备登〔2026〕1号）", f"/desk/papers/{paper.id}"),
        ("备案登记通知（示司备登〔2026〕7号）", ""),
    ]


def test_a_refused_move_takes_no_number(store: Store, cast: Cast, now: datetime) -> None:
    first, second = submitted_filing(store, 3), submitted_filing(store, 4)
    with pytest.raises(Refusal, match="晚于今天"):
        move_filing(store, cast.clerk, first, Move.REGISTER, on=date(2026, 4, 1), now=now)
    for filing_id in (first, second):
        move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    assert [papers(store, filing_id)[0].serial for filing_id in (first, second)] == [1, 2]


def test_a_paper_that_was_issued_by_hand_is_recorded_and_takes_no_number(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = submitted_filing(store)
    said = "示司备登〔2026〕7号，3月5日发出"
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, paper_elsewhere=f" {said} ", now=now)
    assert not papers(store, filing_id)
    with reading(store) as session:
        assert moves_of(session, filing_id)[-1].paper_elsewhere == said
    with pytest.raises(Refusal, match=f"已另行出具（{said}）"):
        make_paper(store, cast.clerk, PaperKind.REGISTRATION_NOTICE, filing_id, on=TODAY, now=now)


def test_a_move_has_one_paper_and_a_wrong_one_is_replaced(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    (wrong,) = papers(store, filing_id)
    with pytest.raises(Refusal, match="已经出具：备登〔2026〕1号"):
        make_paper(store, cast.clerk, PaperKind.REGISTRATION_NOTICE, filing_id, now=now)
    newer = replace_paper(store, cast.clerk, wrong.id or 0, "日期误写", now=now)
    assert (newer.move_id, newer.number) == (wrong.move_id, "备登〔2026〕2号")
    assert "（备登〔2026〕1号）" in words_of_paper(store, newer)


def test_a_move_without_a_paper_takes_no_words_about_one(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    with pytest.raises(Refusal, match="没有本机关的文书"):
        move_filing(
            store,
            cast.drafter,
            filing_id,
            Move.TAKE_BACK,
            on=TODAY,
            reason="误报",
            paper_elsewhere="有",
            now=now,
        )


def test_an_outgoing_filing_has_no_paper_of_ours(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = filing_of(store, register(store, cast.clerk, now, authority_id=cast.government_id))
    move_filing(store, cast.clerk, filing_id, Move.SUBMIT, on=TODAY, now=now)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, filing_no="市备〔2026〕8号", now=now)
    assert not papers(store, filing_id)
    with pytest.raises(Refusal, match="上级备案机关"):
        make_paper(store, cast.clerk, PaperKind.REGISTRATION_NOTICE, filing_id, now=now)


def test_a_paused_numbering_stops_the_move(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "刚恢复备份")
    with pytest.raises(Refusal, match="刚恢复备份"):
        move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now)
    assert not papers(store, filing_id)
