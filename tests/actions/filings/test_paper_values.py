"""The words of the paper of each move, from the register."""

from datetime import date, timedelta

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import replace_paper
from registry.domain.decisions import Decision
from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, FilingState, Move
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import SubjectKind
from registry.domain.validity import EventKind
from registry.storage import office
from registry.storage.documents.tables import DocumentEvent
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.papers import papers_of
from tests.building.documents import register_nth
from tests.building.filings import REASON, TODAY, answered_filing, filing_in, owed_filing, submitted_filing
from tests.building.papers import words_of_paper
from tests.cast import NOW, Cast

NEVER = {FilingState.OWED, FilingState.SUBMITTED, FilingState.WITHDRAWN}  # no paper of the office yet


@pytest.fixture(autouse=True)
def office_named(store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "office_name", "示范区司法局")


def last_words(store: Store, filing_id: int) -> list[str]:
    """The title, the number and the body of the newest paper of a filing, without the signature."""
    with reading(store) as session:
        paper = papers_of(session, SubjectKind.FILING, filing_id)[-1]
    lines = [line for line in words_of_paper(store, paper).split("\n") if line]
    assert lines[-2:] == [
        "示范区司法局",
        f"{paper.signed_on.year}年{paper.signed_on.month}月{paper.signed_on.day}日",
    ]
    return lines[:-2]


def move(store: Store, cast: Cast, filing_id: int, made: Move, reason: str = "", **more: object) -> list[str]:
    move_filing(store, cast.lead, filing_id, made, on=TODAY, reason=reason, now=NOW, **more)  # type: ignore[arg-type]
    return last_words(store, filing_id)


def test_a_registration_is_on_time_or_says_that_nobody_can_tell(store: Store, cast: Cast) -> None:
    on_time, undated = owed_filing(store, 4), submitted_filing(store)
    move_filing(store, cast.lead, on_time, Move.SUBMIT, on=date(2026, 2, 20), now=NOW)
    assert move(store, cast, on_time, Move.REGISTER)[-2:] == [
        "报送期限为2026年2月24日，属按期报送。",
        "特此通知。",
    ]
    with transaction(store) as session:
        session.get_one(Filing, undated).due_on = None
    said = move(store, cast, undated, Move.REGISTER)
    assert said[-2:] == ["该文件的报送期限不能确定，请核实公布日期后告知我单位。", "特此通知。"]
    assert "逾期" not in "".join(said)


def test_a_deferral_names_each_point_and_the_day(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    assert move(store, cast, filing_id, Move.DEFER, "缺起草说明\n制定依据没有加盖公章") == [
        "规范性文件暂缓登记通知",
        "备通〔2026〕1号",
        "示范区农业农村局：",
        "你单位于2026年3月5日报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）收悉。经形式审查，报送的材料需要补正，暂缓登记。需要补正的内容如下：",
        "1.缺起草说明。",
        "2.制定依据没有加盖公章。",
        "请于2026年3月20日前（含当日）补正后重新报送。",
        "特此通知。",
    ]


def test_a_refusal_gives_its_reason(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    assert move(store, cast, filing_id, Move.REFUSE, "该文件是内部管理制度，不属于行政规范性文件") == [
        "规范性文件不予备案登记通知",
        "备通〔2026〕1号",
        "示范区农业农村局：",
        "你单位于2026年3月5日报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）收悉。经形式审查，决定不予登记。理由如下：",
        "该文件是内部管理制度，不属于行政规范性文件。",
        "特此通知。",
    ]


def test_a_supplement_says_that_the_clock_stands_still(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    assert move(store, cast, filing_id, Move.ASK_SUPPLEMENT, "听证笔录；征求意见汇总") == [
        "规范性文件备案补正通知书",
        "备通〔2026〕1号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）正在审查。为查明有关情况，请补充以下材料：",
        "1.听证笔录。",
        "2.征求意见汇总。",
        "请于2026年3月20日前（含当日）补充报送。补充材料期间，审查期限停止计算。",
    ]


def test_an_extension_names_both_days_and_the_basis(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    assert move(store, cast, filing_id, Move.EXTEND, "需要征求有关部门意见") == [
        "延长规范性文件备案审查期限通知",
        "备通〔2026〕1号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）正在审查。因下列情况，需要延长审查期限：",
        "需要征求有关部门意见。",
        "审查期限由2026年4月7日延长至2026年4月24日（依据：福建省人民政府令第219号《福建省行政规范性文件备案审查办法》）。",
        "特此通知。",
    ]


def test_an_opinion_numbers_its_findings_and_ends_with_what_is_asked(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    opinion = "上位法依据：第三条与上位法不一致，\n建议删去。\n内容适当性：第五条罚款过高。"
    assert move(store, cast, filing_id, Move.OPINE, opinion, correct_by=date(2026, 5, 1)) == [
        "规范性文件备案审查意见书",
        "备审〔2026〕1号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）收悉。经审查，提出以下意见：",
        "一、关于上位法依据",
        "第三条与上位法不一致，",
        "建议删去。",
        "二、关于内容适当性",
        "第五条罚款过高。",
        "三、处理要求",
        "请对照上述意见研究处理，需要修改或者废止的，按规定程序办理，最迟于2026年5月1日改正，并于2026年4月7日前（含当日）将处理情况书面告知我单位。",
    ]


def test_a_second_opinion_names_the_first(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    assert move(store, cast, filing_id, Move.OPINE_AGAIN, "上位法依据：第三条仍未修改。") == [
        "规范性文件备案再次审查意见书",
        "备审〔2026〕2号",
        "示范区农业农村局：",
        "对你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号），我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日），你单位于2026年3月5日反馈了处理情况。",
        "你单位反馈的处理情况为：",
        "第三条与上位法不一致",
        "经再次审查，提出以下意见：",
        "一、关于上位法依据",
        "第三条仍未修改。",
        "二、处理要求",
        "请对照上述意见研究处理，需要修改或者废止的，按规定程序办理，并于2026年4月7日前（含当日）将处理情况书面告知我单位。",
    ]


def test_a_second_opinion_names_the_paper_that_replaced_the_first(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    with reading(store) as session:
        old = papers_of(session, SubjectKind.FILING, filing_id)[-1]
    replace_paper(store, cast.lead, old.id or 0, "误写", now=NOW + timedelta(days=20))
    move_filing(store, cast.lead, filing_id, Move.OPINE_AGAIN, on=TODAY, reason="仍未修改", now=NOW)
    assert "我单位曾出具审查意见书（备审〔2026〕2号，2026年3月25日），" in last_words(store, filing_id)[3]


def test_a_second_opinion_names_a_first_that_was_issued_by_hand(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    said = "示司备审〔2026〕3号，2026年3月8日发出"
    move_filing(
        store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason=REASON, paper_elsewhere=said, now=NOW
    )
    move_filing(store, cast.lead, filing_id, Move.ANSWER, on=TODAY, reason="已研究", now=NOW)
    assert f"我单位曾出具审查意见书（{said}），你单位" in "".join(
        move(store, cast, filing_id, Move.OPINE_AGAIN, REASON)
    )


def test_a_deferral_that_is_replaced_keeps_its_day_of_submission(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    before = move(store, cast, filing_id, Move.DEFER, "缺起草说明")
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=TODAY, now=NOW)
    move_filing(store, cast.drafter, filing_id, Move.TAKE_BACK, on=TODAY, reason="误报", now=NOW)
    with reading(store) as session:
        old = papers_of(session, SubjectKind.FILING, filing_id)[-1]
    replace_paper(store, cast.lead, old.id or 0, "误写", now=NOW)
    assert last_words(store, filing_id)[3] == before[3]


def test_a_paper_without_a_day_of_submission_is_refused(store: Store, cast: Cast) -> None:
    filing_id = submitted_filing(store)
    with transaction(store) as session:
        session.get_one(Filing, filing_id).first_submitted_on = None
    with pytest.raises(Refusal, match="须写明报送日期"):
        move(store, cast, filing_id, Move.DEFER, "缺起草说明")


def test_a_passed_filing_has_its_conclusion(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store, upto="start_review")
    assert move(store, cast, filing_id, Move.PASS) == [
        "规范性文件备案审查结论",
        "备审〔2026〕1号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）已经审查完毕，结论为：准予备案。",
        "经审查，未发现该文件存在应当纠正的问题。",
    ]


def test_an_accepted_explanation_takes_the_opinion_back(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    assert move(store, cast, filing_id, Move.ACCEPT, "说明有上位法依据") == [
        "规范性文件备案审查结论",
        "备审〔2026〕2号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）已经审查完毕，结论为：准予备案。",
        "我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日），你单位于2026年3月5日反馈了处理情况。经研究，采纳你单位的说明，原审查意见随之撤回。理由如下：",
        "说明有上位法依据。",
    ]


def test_a_correction_names_the_act_with_its_number_and_day(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    by = register_nth(store, 9)
    decided = Decision(EventKind.AMENDED, TODAY, "示农规〔2026〕9号", by)
    assert move(store, cast, filing_id, Move.CORRECT, decision=decided) == [
        "规范性文件备案审查结论",
        "备审〔2026〕2号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）已经审查完毕，结论为：已改正。",
        "我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日），你单位于2026年3月5日反馈了处理情况。经审查，确认已经改正。",
        "该文件自2026年3月5日起修改，依据《示范区农机购置补贴办法之9》（示农〔2026〕9号，2026年2月2日公布）。",
    ]


def test_a_correction_names_an_act_without_a_day_that_was_recorded_since(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    with transaction(store) as session:
        document_id = session.get_one(Filing, filing_id).document_id
        amended = {"kind": EventKind.AMENDED, "recorded_at": NOW, "source": "示农规〔2026〕9号"}
        session.add(DocumentEvent(document_id=document_id, **amended))
    words = move(store, cast, filing_id, Move.CORRECT)
    assert words[-1] == "该文件已修改，依据示农规〔2026〕9号。"


def test_a_correction_without_an_act_says_so(store: Store, cast: Cast) -> None:
    filing_id = answered_filing(store)
    assert move(store, cast, filing_id, Move.CORRECT) == [
        "规范性文件备案审查结论",
        "备审〔2026〕2号",
        "示范区农业农村局：",
        "你单位报送备案的《示范区农机购置补贴办法之3》（示农〔2026〕3号）（备案登记号：备〔2026〕1号）已经审查完毕，结论为：已改正。",
        "我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日），你单位于2026年3月5日反馈了处理情况。经审查，确认已经改正。",
        "改正的文件尚未登记，请在公布后按规定报送备案。",
    ]


@pytest.mark.parametrize(
    ("made", "kind", "word"),
    [(Move.ANNUL, EventKind.ANNULLED, "撤销"), (Move.SUSPEND, EventKind.SUSPENDED, "停止执行")],
)
def test_an_end_names_who_decided_it(
    store: Store, cast: Cast, made: Move, kind: EventKind, word: str
) -> None:
    filing_id = answered_filing(store)
    decided = Decision(kind, TODAY, "示范区人民政府示政〔2026〕3号")
    assert move(store, cast, filing_id, made, "与上位法抵触，责令后未改正", decision=decided)[4:] == [
        f"我单位曾出具审查意见书（备审〔2026〕1号，2026年3月5日）。因下列情况，该文件已经{word}：",
        "与上位法抵触，责令后未改正。",
        f"该文件自2026年3月5日起{word}，依据示范区人民政府示政〔2026〕3号。",
    ]


@pytest.mark.parametrize("state", [state for state in FilingState if state not in NEVER], ids=str)
def test_a_paper_made_later_says_what_that_of_the_move_said(
    store: Store, cast: Cast, state: FilingState
) -> None:
    filing_id = filing_in(store, state)
    with reading(store) as session:
        old = papers_of(session, SubjectKind.FILING, filing_id)[-1]
    before = last_words(store, filing_id)
    newer = replace_paper(store, cast.lead, old.id or 0, "重新出具", now=NOW)
    after = last_words(store, filing_id)
    (replaced,) = (line for line in after if line.startswith("本文书替代"))
    is_closed = before[-1].startswith("特此")
    assert after.index(replaced) == len(after) - (2 if is_closed else 1)
    after.remove(replaced)
    assert (newer.move_id, after[0], after[2:]) == (old.move_id, before[0], before[2:])


def test_each_move_of_the_office_has_its_paper_and_no_other(store: Store) -> None:
    own = {made for made, rule in MOVES.items() if rule.by.value != "authority"}
    assert own - set(PAPER_OF) == {Move.START_REVIEW, Move.WITHDRAW}
    assert set(PAPER_OF) <= own
