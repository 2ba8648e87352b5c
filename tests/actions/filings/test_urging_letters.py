"""督促报备函: one letter lists all that an authority has not filed in time, once a day."""

from datetime import date, datetime, timedelta

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.domain.papers.kinds import PaperKind
from registry.storage import office
from registry.storage.engine import Store, transaction
from registry.storage.papers import Paper
from tests.building.concurrent_acts import only_refusal, perform_at_once
from tests.building.filings import TODAY, owed_filing, submitted_filing
from tests.building.papers import paper_about, tables_of_paper, words_of_paper
from tests.cast import NOW, Cast

KIND = PaperKind.URGING_LETTER
HEADINGS = ["序号", "文件名称", "发文字号", "公布日期", "报送期限", "逾期日数"]


@pytest.fixture(autouse=True)
def office_named(store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "office_name", "示范区司法局")


def letter(store: Store, cast: Cast, on: date = TODAY, now: datetime = NOW) -> Paper:
    return make_paper(store, cast.clerk, KIND, cast.authority_id, on=on, now=now)


def lines(store: Store, paper: Paper) -> list[str]:
    return [line for line in words_of_paper(store, paper).split("\n") if line]


def test_a_letter_lists_what_is_overdue_and_nothing_else(store: Store, cast: Cast) -> None:
    for n in (1, 2):
        owed_filing(store, n)
    submitted_filing(store)
    paper = letter(store, cast)
    assert (paper.number, paper.authority_id, paper.about) == (
        "备函〔2026〕1号",
        cast.authority_id,
        "示范区农业农村局",
    )
    assert lines(store, paper) == [
        "关于督促报送行政规范性文件备案的函",
        "备函〔2026〕1号",
        "示范区农业农村局：",
        "截至2026年3月5日，你单位有2件行政规范性文件逾期没有报送备案，具体如下：",
        "逾期未报送备案的行政规范性文件清单",
        "请尽快按照规定报送备案。文件已经报送、不需要报送，或者所列情况有误的，请书面告知我单位。",
        "特此函达。",
        "示范区司法局",
        "2026年3月5日",
    ]
    assert tables_of_paper(store, paper) == [
        [
            HEADINGS,
            ["1", "示范区农机购置补贴办法之1", "示农〔2026〕1号", "2026.2.2", "2026.2.24", "9"],
            ["2", "示范区农机购置补贴办法之2", "示农〔2026〕2号", "2026.2.2", "2026.2.24", "9"],
        ]
    ]


def test_a_deferred_filing_is_told_from_those_never_handed_in(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.DEFER, on=TODAY, reason="缺起草说明", now=NOW)
    with pytest.raises(Refusal, match="截至2026年3月20日，示范区农业农村局没有逾期"):
        letter(store, cast, date(2026, 3, 20), NOW + timedelta(days=15))
    paper = letter(store, cast, date(2026, 3, 21), NOW + timedelta(days=16))
    assert "（其中1件已暂缓登记，逾期没有补正后重新报送，报送期限为补正期限）" in lines(store, paper)[3]
    ((_, row),) = tables_of_paper(store, paper)
    assert (row[1], row[4:]) == ("示范区农机购置补贴办法之3（待补正）", ["2026.3.20", "1"])


def test_many_documents_go_to_an_annex(store: Store, cast: Cast) -> None:
    for n in range(1, 12):
        owed_filing(store, n)
    paper = letter(store, cast)
    said = lines(store, paper)
    assert said[3] == "截至2026年3月5日，你单位有11件行政规范性文件逾期没有报送备案，清单见附件。"
    assert "附件：逾期未报送备案的行政规范性文件清单" in said
    (table,) = tables_of_paper(store, paper)
    assert (table[0], len(table)) == (HEADINGS, 12)


def test_a_day_has_one_letter_to_an_authority(store: Store, cast: Cast) -> None:
    owed_filing(store)
    first = letter(store, cast)
    with pytest.raises(Refusal, match="已经出具督促报备函备函〔2026〕1号，一天只出一份"):
        letter(store, cast)
    newer = replace_paper(store, cast.clerk, first.id or 0, "抬头有误", now=NOW)
    assert (newer.number, newer.replaces_id) == ("备函〔2026〕2号", first.id)
    assert letter(store, cast, date(2026, 3, 6), NOW + timedelta(days=1)).number == "备函〔2026〕3号"


def test_two_people_at_once_make_one_letter(store: Store, cast: Cast) -> None:
    owed_filing(store)
    outcomes = perform_at_once([lambda: letter(store, cast)] * 2)
    assert "一天只出一份" in only_refusal(outcomes)
    assert paper_about(store, KIND, cast.authority_id).number == "备函〔2026〕1号"


def test_whom_no_letter_can_reach_is_said(store: Store, cast: Cast) -> None:
    owed_filing(store)
    with pytest.raises(Denied):
        make_paper(store, cast.drafter, KIND, cast.authority_id, on=TODAY, now=NOW)
    for subject, sentence in (
        (99, "没有编号为99的制定机关"),
        (cast.other_authority_id, "没有逾期未报送备案"),
    ):
        with pytest.raises(Refusal, match=sentence):
            make_paper(store, cast.clerk, KIND, subject, on=TODAY, now=NOW)
