"""责令改正通知: only when a day of the opinion has passed, and only for what is still to be corrected."""

from datetime import UTC, date, datetime

import pytest

from registry.actions.documents.record_event import record_event
from registry.actions.filings.judge_answers import judge_answers
from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.papers.kinds import PaperKind
from registry.domain.validity import EventKind
from registry.domain.worksheets import Verdict
from registry.storage import office
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing
from tests.building.filings import TODAY, answered_filing, filing_in, stored_filing
from tests.building.papers import words_of_paper
from tests.building.worksheets import answer, signed_filing
from tests.cast import NOW, Cast

LATER, NOW_LATER = date(2026, 5, 6), datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
OPINION = "上位法依据：第三条与上位法不一致，应当删去。\n内容适当性：第五条罚款过高。"


@pytest.fixture(autouse=True)
def office_named(store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "office_name", "示范区司法局")


def order(store: Store, cast: Cast, filing_id: int, on: date = LATER) -> list[str]:
    """The lines of an order, from its title to its signature."""
    paper = make_paper(store, cast.lead, PaperKind.CORRECTION_ORDER, filing_id, on=on, now=NOW_LATER)
    return [line for line in words_of_paper(store, paper).split("\n") if line][:-2]


def test_an_order_names_the_opinion_the_days_and_what_is_to_be_corrected(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    day = date(2026, 5, 1)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=OPINION, correct_by=day, now=NOW)
    assert order(store, cast, filing_id) == [
        "关于责令改正规范性文件的通知",
        "备通〔2026〕1号",
        "示范区农业农村局：",
        "对你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号），我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日）。",
        "书面反馈处理情况的期限为2026年4月7日，至2026年5月6日我单位没有收到你单位的反馈。",
        "改正的期限为2026年5月1日，至2026年5月6日我单位没有确认该文件已经改正。",
        "现责令你单位对下列问题予以改正：",
        "一、关于上位法依据",
        "第三条与上位法不一致，应当删去。",
        "二、关于内容适当性",
        "第五条罚款过高。",
        "三、改正要求",
        "请按照审查意见修改或者废止该文件，立即改正，并将改正情况书面告知我单位。",
    ]


def test_a_day_that_has_not_passed_is_what_the_order_sets(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    day = date(2026, 6, 1)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=OPINION, correct_by=day, now=NOW)
    with pytest.raises(Refusal, match="都还没有过"):
        order(store, cast, filing_id, date(2026, 4, 7))
    said = order(store, cast, filing_id, date(2026, 4, 8))
    assert "改正的期限" not in "".join(said)
    assert said[-1].endswith("，最迟于2026年6月1日改正，并将改正情况书面告知我单位。")


def test_after_an_answer_only_the_day_of_the_correction_counts(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    day = date(2026, 5, 1)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=OPINION, correct_by=day, now=NOW)
    move_filing(store, cast.drafter, filing_id, Move.ANSWER, on=TODAY, reason="将修改", now=NOW)
    said = order(store, cast, filing_id)
    assert said[3].endswith("，你单位于2026年3月5日反馈了处理情况。")
    assert said[4] == "改正的期限为2026年5月1日，至2026年5月6日我单位没有确认该文件已经改正。"
    assert said[5] == "现责令你单位对下列问题予以改正："
    with pytest.raises(Refusal, match="没有定改正期限"):
        order(store, cast, answered_filing(store, 4))


def headings(lines: list[str]) -> list[str]:
    return [line for line in lines if line[1:2] == "、"]


def test_advice_and_what_was_accepted_is_not_ordered(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    assert headings(order(store, cast, filing_id)) == [
        "一、关于上位法依据",
        "二、关于制定权限",
        "三、改正要求",
    ]
    answer(store, cast.drafter, filing_id)
    with transaction(store) as session:
        session.get_one(Filing, filing_id).correct_by = date(2026, 5, 1)
    judge_answers(store, cast.clerk, filing_id, {2: Verdict.ACCEPTED}, seen={2: Verdict.OPEN}, now=NOW)
    assert headings(order(store, cast, filing_id)) == ["一、关于上位法依据", "二、改正要求"]


def test_a_document_that_was_amended_since_is_looked_at_first(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="opine")
    document_id = stored_filing(store, filing_id).document_id
    record_event(
        store,
        cast.clerk,
        document_id,
        EventKind.AMENDED,
        effective_on=date(2026, 5, 4),
        source="示农〔2026〕9号",
        now=NOW_LATER,
    )
    with pytest.raises(Refusal, match="自2026年5月4日起修改，在审查意见之后"):
        order(store, cast, filing_id)


@pytest.mark.parametrize(
    "state", [FilingState.SUBMITTED, FilingState.UNDER_REVIEW, FilingState.PASSED, FilingState.CORRECTED]
)
def test_without_an_open_opinion_there_is_no_order(store: Store, cast: Cast, state: FilingState) -> None:
    with pytest.raises(Refusal, match="还没有办结的备案，才能责令改正"):
        order(store, cast, filing_in(store, state))


def test_the_lead_alone_makes_and_replaces_it(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="opine")
    for actor in (cast.clerk, cast.drafter):
        with pytest.raises(Denied):
            make_paper(store, actor, PaperKind.CORRECTION_ORDER, filing_id, on=LATER, now=NOW_LATER)
    made = make_paper(store, cast.lead, PaperKind.CORRECTION_ORDER, filing_id, on=LATER, now=NOW_LATER)
    newer = replace_paper(store, cast.lead, made.id or 0, "文号有误", now=NOW_LATER)
    assert (newer.number, newer.replaces_id) == ("备通〔2026〕2号", made.id)
