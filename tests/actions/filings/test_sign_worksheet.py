"""A worksheet is handed over, returned or signed: frozen versions, one effect, and two people."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from registry.actions.filings.hand_over_worksheet import return_worksheet
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.sign_worksheet import sign_worksheet
from registry.actions.people._leaving import leave_notices
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import EXAMINATION_ITEMS, FilingState, Move
from registry.domain.notices import NoticeKind, NoticeState
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR, Actor, Role
from registry.domain.worksheets import WorksheetState
from registry.jobs._held import settle_held
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import FilingMove, moves_of
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.storage.recipients import NO_LEAD, NO_OFFICE
from registry.storage.worksheets import WorksheetVersion, versions_of
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.building.filings import TODAY, stored_filing
from tests.building.papers import paper_about, words_of_paper
from tests.building.worksheets import (
    FEE,
    FINE,
    WORDS,
    ask_for_two,
    clear_the_rest,
    examined_filing,
    findings,
    hand_over,
    handed_over_filing,
    sheet_of,
    signed_filing,
    write,
)
from tests.cast import NOW, Cast


def sign(store: Store, actor: Actor, filing_id: int, number: int = 1, on: date = TODAY) -> None:
    sign_worksheet(store, actor, filing_id, number=number, on=on, now=NOW)


def versions(store: Store, filing_id: int) -> list[WorksheetVersion]:
    with reading(store) as session:
        return versions_of(session, [sheet_of(store, filing_id).id or 0])


def told(store: Store, kind: NoticeKind) -> list[tuple[int, dict[str, str]]]:
    with reading(store) as session:
        rows = session.exec(select(Notice).where(Notice.kind == kind).order_by(Notice.id)).all()  # type: ignore[arg-type]
    return [(row.user_id, row.facts) for row in rows]


def last_move(store: Store, filing_id: int) -> FilingMove:
    with reading(store) as session:
        return moves_of(session, filing_id)[-1]


def audited(store: Store, act: str) -> list[dict[str, object]]:
    with reading(store) as session:
        return [row.fields for row in session.exec(select(AuditEntry).where(AuditEntry.act == act))]


def test_an_unexamined_item_is_named(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id, FEE)
    for conclusion in (Move.OPINE, Move.PASS):
        with pytest.raises(Refusal, match="制定权限、与其他文件的协调、制定程序、内容适当性"):
            hand_over(store, cast.clerk, filing_id, conclusion)
    assert sheet_of(store, filing_id).state is WorksheetState.DRAFTING
    assert versions(store, filing_id) == []


def test_handing_over_freezes_a_version_and_tells_the_lead(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    (version,) = versions(store, filing_id)
    assert (version.number, version.handed_over_by, version.changes) == (1, cast.clerk.name, [])
    assert [finding["article"] for finding in version.body["findings"]] == ["第三条", "第四条", ""]
    ((user_id, facts),) = told(store, NoticeKind.WORKSHEET_HANDED_OVER)
    assert user_id == cast.lead.user_id
    assert (facts["conclusion"], facts["path"]) == ("提出审查意见", f"/desk/filings/{filing_id}/worksheet")
    assert stored_filing(store, filing_id).state is FilingState.UNDER_REVIEW


def test_signing_makes_the_move_with_the_text_of_the_findings(store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = signed_filing(store, cast)
    filing = stored_filing(store, filing_id)
    assert filing.state is FilingState.OPINION
    assert [line.partition("：")[0] for line in filing.opinion.splitlines()] == [
        "上位法依据",
        "制定权限",
        "内容适当性",
    ]
    assert "财政局" not in filing.opinion
    move = last_move(store, filing_id)
    assert (move.by, move.reason, move.alone_because) == (cast.lead.name, filing.opinion, "")
    sheet = sheet_of(store, filing_id)
    assert (sheet.state, sheet.move_id) == (WorksheetState.SIGNED, move.id)
    assert versions(store, filing_id)[0].signed_by == cast.lead.name
    said = words_of_paper(store, paper_about(store, PaperKind.REVIEW_OPINION, filing_id)).split("\n")
    assert [line for line in said if line[1:4] == "、关于"] == [
        "一、关于上位法依据",
        "二、关于制定权限",
        "三、关于内容适当性",
    ]
    assert told(store, NoticeKind.FILING_OPINION)[0][0] == cast.drafter.user_id
    assert audited(store, "conclude_alone") == []
    check_sound(store)


def test_a_worksheet_without_a_problem_passes(store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = examined_filing(store)
    clear_the_rest(store, cast.clerk, filing_id)
    assert sheet_of(store, filing_id).cleared == list(EXAMINATION_ITEMS)
    hand_over(store, cast.clerk, filing_id, Move.PASS)
    sign(store, cast.lead, filing_id)
    assert stored_filing(store, filing_id).state is FilingState.PASSED
    assert stored_filing(store, filing_id).opinion == ""


def test_what_is_returned_comes_back_with_what_changed(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    with pytest.raises(Refusal, match="请写明退回的理由"):
        return_worksheet(store, cast.lead, filing_id, number=1, reason=" ", now=NOW)
    return_worksheet(store, cast.lead, filing_id, number=1, reason="第二条问题依据不足。", now=NOW)
    ((user_id, facts),) = told(store, NoticeKind.WORKSHEET_RETURNED)
    assert (user_id, facts["reason"]) == (cast.clerk.user_id, "第二条问题依据不足。")
    with pytest.raises(Refusal, match="没有等您签发的底稿"):
        sign(store, cast.lead, filing_id)
    mended = replace(FINE, problem="越权", demand="")
    write(store, cast.clerk, filing_id, mended, finding_id=findings(store, filing_id)[1].id)
    hand_over(store, cast.clerk, filing_id)
    second, first = versions(store, filing_id)
    assert second.changes == ["“制定权限，第四条：越权”改了存在的问题、建议。"]
    assert first.returned_because == "第二条问题依据不足。"
    assert first.body["findings"][1]["problem"] == "规范性文件不得设定罚款"
    with pytest.raises(Refusal, match="已有第2稿，您看到的是第1稿"):
        sign(store, cast.lead, filing_id, number=1)
    for never in (-1, 0, 3):
        with pytest.raises(Refusal, match=r"^页面已过时，请刷新后再操作。$"):
            sign(store, cast.lead, filing_id, number=never)
    assert len(told(store, NoticeKind.WORKSHEET_HANDED_OVER)) == 2
    sign(store, cast.lead, filing_id, number=2)
    assert "越权" in stored_filing(store, filing_id).opinion


def test_whoever_drafted_or_changed_a_finding_does_not_sign(store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = handed_over_filing(store, cast)
    return_worksheet(store, cast.lead, filing_id, number=1, reason="我来改一处。", now=NOW)
    write(store, cast.lead, filing_id, WORDS, finding_id=findings(store, filing_id)[2].id)  # unchanged
    assert set(sheet_of(store, filing_id).drafters.values()) == {cast.clerk.name}
    write(store, cast.lead, filing_id, FEE, finding_id=findings(store, filing_id)[2].id)
    clear_the_rest(store, cast.clerk, filing_id)
    hand_over(store, cast.clerk, filing_id)
    with pytest.raises(Refusal, match="两人办理"):
        sign(store, cast.lead, filing_id, number=2)
    assert stored_filing(store, filing_id).state is FilingState.UNDER_REVIEW
    ask_for_two(store, "")
    sign(store, cast.lead, filing_id, number=2)
    assert last_move(store, filing_id).alone_because == "签发人参与起草了审查工作底稿"
    assert audited(store, "conclude_alone") == [{"move": "opine", "because": "签发人参与起草了审查工作底稿"}]


@pytest.mark.parametrize("move", [Move.PASS, Move.OPINE])
def test_a_conclusion_without_a_worksheet_is_refused_where_two_are_asked_for(
    store: Store, cast: Cast, move: Move
) -> None:
    ask_for_two(store)
    filing_id = examined_filing(store)
    with pytest.raises(Refusal, match=r"本单位实行两人办理.*审查工作底稿"):
        move_filing(store, cast.lead, filing_id, move, on=TODAY, reason="第三条违法", now=NOW)
    move_filing(store, OPERATOR, filing_id, move, on=TODAY, reason="第三条违法", now=NOW)
    assert last_move(store, filing_id).alone_because == "没有审查工作底稿，由命令行直接办理"
    assert audited(store, "conclude_alone")[0]["move"] == move


def test_in_a_one_person_office_a_conclusion_without_a_worksheet_is_recorded(
    store: Store, cast: Cast
) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id)
    move_filing(store, cast.lead, filing_id, Move.OPINE, on=TODAY, reason="第三条违法", now=NOW)
    assert last_move(store, filing_id).alone_because == "没有审查工作底稿，由一人直接办理"
    assert sheet_of(store, filing_id).state is WorksheetState.SET_ASIDE
    move_filing(store, cast.drafter, filing_id, Move.ANSWER, on=TODAY, reason="已改", now=NOW)


def set_active(store: Store, actor: Actor, value: bool) -> None:
    with transaction(store) as session:
        session.get_one(User, actor.user_id).is_active = value


def keys(store: Store, kind: NoticeKind, state: NoticeState) -> list[tuple[str, int | None]]:
    """(recipient as the key names it, who gets it) of the notices of a kind in a state."""
    with reading(store) as session:
        rows = session.exec(select(Notice).where(Notice.kind == kind, Notice.state == state)).all()
    return sorted((row.key.rpartition(":")[2], row.user_id) for row in rows)


def test_a_worksheet_without_a_lead_to_sign_it_is_held_until_there_is_one(store: Store, cast: Cast) -> None:
    kind = NoticeKind.WORKSHEET_HANDED_OVER
    set_active(store, cast.lead, False)
    handed_over_filing(store, cast)
    assert keys(store, kind, NoticeState.HELD) == [(NO_LEAD, None)]
    set_active(store, cast.lead, True)
    with transaction(store) as session:
        assert settle_held(session, NOW) == (1, 0)
    assert keys(store, kind, NoticeState.PENDING) == [(str(cast.lead.user_id), cast.lead.user_id)]


def test_a_held_worksheet_is_given_to_nobody_once_it_waits_no_longer(store: Store, cast: Cast) -> None:
    kind = NoticeKind.WORKSHEET_HANDED_OVER
    set_active(store, cast.lead, False)
    filing_id = handed_over_filing(store, cast)
    return_worksheet(store, OPERATOR, filing_id, number=1, reason="依据不足。", now=NOW)
    hand_over(store, cast.clerk, filing_id)
    set_active(store, cast.lead, True)
    with transaction(store) as session:
        assert settle_held(session, NOW) == (1, 1)
    assert [facts["number"] for user_id, facts in told(store, kind) if user_id] == ["2"]


def test_a_worksheet_whose_only_lead_leaves_waits_for_another_lead(store: Store, cast: Cast) -> None:
    handed_over_filing(store, cast)
    with transaction(store) as session:
        lead = session.get_one(User, cast.lead.user_id)
        lead.is_active = False
        leave_notices(session, lead, Role.LEAD, NOW)
    assert keys(store, NoticeKind.WORKSHEET_HANDED_OVER, NoticeState.HELD) == [(NO_LEAD, None)]


def test_a_worksheet_returned_after_its_drafter_left_goes_to_the_clerks(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    colleague = add_clerk(store)
    set_active(store, cast.clerk, False)
    return_worksheet(store, cast.lead, filing_id, number=1, reason="依据不足。", now=NOW)
    assert keys(store, NoticeKind.WORKSHEET_RETURNED, NoticeState.PENDING) == [(str(colleague), colleague)]


def test_a_worksheet_returned_while_nobody_is_in_the_office_is_held(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    set_active(store, cast.clerk, False)
    set_active(store, cast.lead, False)
    return_worksheet(store, OPERATOR, filing_id, number=1, reason="依据不足。", now=NOW)
    assert keys(store, NoticeKind.WORKSHEET_RETURNED, NoticeState.HELD) == [(NO_OFFICE, None)]


def add_clerk(store: Store) -> int:
    with transaction(store) as session:
        clerk = User(login="clerk2", name="赵经办", role=Role.CLERK, password_hash="", created_at=NOW)
        session.add(clerk)
        session.flush()
        return clerk.id or 0


def test_only_a_lead_signs_or_returns(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    for actor in (cast.clerk, cast.drafter, cast.admin, cast.auditor):
        with pytest.raises(Denied):
            sign(store, actor, filing_id)
        with pytest.raises(Denied):
            return_worksheet(store, actor, filing_id, number=1, reason="退", now=NOW)


def test_a_double_click_signs_once_and_hands_over_once(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id)
    clear_the_rest(store, cast.clerk, filing_id)
    answers = perform_at_once([lambda: hand_over(store, cast.clerk, filing_id)] * 2)
    assert "已经交负责人" in only_refusal(answers)
    assert len(versions(store, filing_id)) == 1
    answers = perform_at_once([lambda: sign(store, cast.lead, filing_id)] * 2)
    assert "没有等您签发的底稿" in only_refusal(answers)
    with reading(store) as session:
        assert [move.move for move in moves_of(session, filing_id)].count(Move.OPINE) == 1
    check_sound(store)


def test_a_refused_day_signs_nothing(store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    with pytest.raises(Refusal, match="晚于今天"):
        sign(store, cast.lead, filing_id, on=date(2026, 3, 6))
    assert sheet_of(store, filing_id).state is WorksheetState.HANDED_OVER
