"""The authority answers finding by finding; what is left open begins the second opinion, or is accepted."""

from dataclasses import replace

import pytest
from sqlmodel import select

from registry.actions.filings.answer_findings import Replied
from registry.actions.filings.edit_worksheet import begin_worksheet, remove_finding
from registry.actions.filings.judge_answers import Followed, judge_answers
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.sign_worksheet import sign_worksheet
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.roles import OPERATOR, Actor
from registry.domain.worksheets import Reply, Verdict, WorksheetState
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import KeptFile, attachments_of, keep_bytes
from registry.storage.filings import moves_of
from registry.storage.worksheets import AnsweredFinding, answered_findings, opinion_worksheet
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.building.filings import TODAY, stored_filing
from tests.building.worksheets import (
    FINE,
    REPLIES,
    answer,
    ask_for_two,
    findings,
    hand_over,
    sheet_of,
    signed_filing,
    write,
)
from tests.cast import NOW, Cast


def answered(store: Store, filing_id: int) -> list[AnsweredFinding]:
    with reading(store) as session:
        sheet = opinion_worksheet(session, filing_id)
        assert sheet is not None
        return answered_findings(session, [sheet.id or 0])


def opinion_of(store: Store, filing_id: int) -> int:
    """The id of the worksheet behind the last opinion."""
    with reading(store) as session:
        sheet = opinion_worksheet(session, filing_id)
    return sheet.id or 0 if sheet else 0


def judge(store: Store, actor: Actor, filing_id: int, **verdicts: Verdict) -> Followed:
    """judge(store, cast.clerk, filing_id, n2=Verdict.ACCEPTED)"""
    seen = {n: row.answer.verdict for n, row in enumerate(answered(store, filing_id), 1) if row.answer}
    wanted = {int(name[1:]): verdict for name, verdict in verdicts.items()}
    return judge_answers(store, actor, filing_id, wanted, seen=seen, now=NOW)


def new_text(store: Store, words: str = "删去第三条。") -> KeptFile:
    content = words.encode()
    return KeptFile(keep_bytes(store, content), "修改稿.txt", len(content), "evidence")


def test_each_finding_is_answered_and_the_text_is_composed(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    file = new_text(store)
    given = (Replied(Reply.ADOPTED, "", file), REPLIES[1], Replied(Reply.REJECTED, "与上级一致", file))
    filing = answer(store, cast.drafter, filing_id, given)
    assert filing.state is FilingState.FEEDBACK
    rows = answered(store, filing_id)
    assert [row.answer.reply for row in rows if row.answer] == [Reply.ADOPTED, Reply.PARTLY, Reply.REJECTED]
    assert [row.file.name if row.file else "" for row in rows] == ["修改稿.txt", "", "修改稿.txt"]
    with reading(store) as session:
        assert len(attachments_of(session, filing.document_id)) == 1
        move = moves_of(session, filing_id)[-1]
    assert move.reason.splitlines()[:2] == [
        "1．上位法依据，第三条：采纳。附：修改稿.txt。",
        "2．制定权限，第四条：部分采纳：改为警告。",
    ]
    assert not move.is_on_behalf
    check_sound(store)


def test_a_finding_without_an_answer_is_named_and_nothing_is_kept(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    given = (Replied(Reply.ADOPTED, "", new_text(store)), Replied(None), REPLIES[2])
    with pytest.raises(Refusal, match="第2条问题还没有答复"):
        answer(store, cast.drafter, filing_id, given)
    with pytest.raises(Refusal, match="第1条、第2条、第3条问题还没有答复"):
        move_filing(store, OPERATOR, filing_id, Move.ANSWER, on=TODAY, reason="都改了", now=NOW)
    with pytest.raises(Refusal, match="审查意见已有变动"):
        answer(store, cast.drafter, filing_id, REPLIES[:2])
    filing = stored_filing(store, filing_id)
    assert filing.state is FilingState.OPINION
    with reading(store) as session:
        assert attachments_of(session, filing.document_id) == []


def test_a_clerk_answers_from_paper_and_a_stranger_does_not(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    with pytest.raises(Hidden):
        answer(store, cast.stranger, filing_id)
    answer(store, cast.clerk, filing_id)
    with reading(store) as session:
        assert moves_of(session, filing_id)[-1].is_on_behalf


def test_two_answers_at_once_are_one(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    refused = only_refusal(perform_at_once([lambda: answer(store, cast.drafter, filing_id)] * 2))
    assert "已反馈" in refused or "变动" in refused
    assert len(answered(store, filing_id)) == 3


def test_the_opinion_is_withdrawn_when_every_finding_is_settled(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)

    def accept() -> None:
        move_filing(store, cast.lead, filing_id, Move.ACCEPT, on=TODAY, reason="说明成立", now=NOW)

    with pytest.raises(Refusal, match="第2条、第3条问题制定机关没有完全采纳"):
        accept()
    judge(store, cast.clerk, filing_id, n2=Verdict.ACCEPTED)
    judge(store, cast.lead, filing_id, n3=Verdict.OBJECTED)
    with pytest.raises(Refusal, match="第3条问题"):
        accept()
    judge(store, cast.clerk, filing_id, n3=Verdict.ACCEPTED)
    accept()
    assert stored_filing(store, filing_id).state is FilingState.PASSED
    with pytest.raises(Refusal, match="不在审查中"):
        judge(store, cast.clerk, filing_id, n3=Verdict.OBJECTED)


def test_a_second_opinion_begins_with_what_is_left_open(store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    judge(store, cast.clerk, filing_id, n2=Verdict.OBJECTED, n3=Verdict.ACCEPTED)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)  # a second click begins nothing
    first = [row.finding for row in answered(store, filing_id)]
    (carried,) = findings(store, filing_id)
    assert (carried.article, carried.earlier_id) == ("第四条", first[1].id)
    sheet = sheet_of(store, filing_id)
    assert (sheet.round, sheet.cleared) == (2, ["上位法依据", "与其他文件的协调", "制定程序", "内容适当性"])
    with pytest.raises(Refusal, match="本单位实行两人办理"):
        move_filing(store, cast.lead, filing_id, Move.OPINE_AGAIN, on=TODAY, reason="仍违法", now=NOW)
    hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)
    with pytest.raises(Refusal, match="已经交负责人"):
        judge(store, cast.clerk, filing_id, n2=Verdict.ACCEPTED)
    sign_worksheet(store, cast.lead, filing_id, number=1, on=TODAY, now=NOW)
    filing = stored_filing(store, filing_id)
    assert (filing.state, filing.opinion.count("\n")) == (FilingState.OPINION, 0)
    answer(store, cast.drafter, filing_id, (Replied(Reply.ADOPTED),))
    assert len(answered(store, filing_id)) == 1
    check_sound(store)


def test_a_second_worksheet_follows_what_is_said_of_the_answers(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)
    assert [row.item for row in findings(store, filing_id)] == ["制定权限", "内容适当性"]
    judge(store, cast.clerk, filing_id, n2=Verdict.ACCEPTED, n1=Verdict.OBJECTED)
    assert [row.item for row in findings(store, filing_id)] == ["内容适当性", "上位法依据"]
    write(store, cast.clerk, filing_id, FINE)  # a new one
    assert len(findings(store, filing_id)) == 3
    judge(store, cast.clerk, filing_id, n1=Verdict.OPEN, n3=Verdict.ACCEPTED)
    assert [row.earlier_id for row in findings(store, filing_id)] == [None]


def second_sheet(store: Store, cast: Cast) -> int:
    """The id of a filing whose second worksheet has begun with the findings 2 and 3 of the first."""
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)
    return filing_id


def remove_at(store: Store, actor: Actor, filing_id: int, place: int) -> None:
    finding_id = findings(store, filing_id)[place].id or 0
    version = sheet_of(store, filing_id).version
    remove_finding(store, actor, filing_id, finding_id, version=version, now=NOW)


def test_what_is_carried_later_counts_its_drafters(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id, (REPLIES[0],) * 3)
    begin_worksheet(store, cast.lead, filing_id, now=NOW)
    assert set(sheet_of(store, filing_id).drafters.values()) == {cast.lead.name}
    judge(store, cast.lead, filing_id, n1=Verdict.OBJECTED)
    assert set(sheet_of(store, filing_id).drafters.values()) == {cast.lead.name, cast.clerk.name}


def test_a_lead_who_only_judges_may_sign(store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = second_sheet(store, cast)
    begun = sheet_of(store, filing_id)
    judge(store, cast.lead, filing_id, n2=Verdict.OBJECTED)
    assert sheet_of(store, filing_id).version == begun.version
    judge(store, cast.lead, filing_id, n1=Verdict.OBJECTED)
    changed = sheet_of(store, filing_id)
    assert (changed.version, changed.drafters) == (begun.version + 1, begun.drafters)
    with pytest.raises(Refusal, match=r"已有变动：林负责（lead）"):
        write(store, cast.clerk, filing_id, replace(FINE, problem="另一句"), version=begun.version)
    hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)
    sign_worksheet(store, cast.lead, filing_id, number=1, on=TODAY, now=NOW)
    assert stored_filing(store, filing_id).state is FilingState.OPINION


def test_an_open_objection_does_not_vanish_from_the_second_opinion(store: Store, cast: Cast) -> None:
    filing_id = second_sheet(store, cast)
    remove_at(store, cast.clerk, filing_id, 0)
    write(store, cast.clerk, filing_id, FINE)
    with pytest.raises(Refusal, match=r"第2条问题.*没有再次提出"):
        hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)
    judge(store, cast.clerk, filing_id, n2=Verdict.OBJECTED)  # takes it up again
    assert [row.item for row in findings(store, filing_id)] == ["内容适当性", "制定权限", "制定权限"]
    remove_at(store, cast.clerk, filing_id, 2)
    judge(store, cast.clerk, filing_id, n2=Verdict.OBJECTED)  # saved once more as it is
    assert len(findings(store, filing_id)) == 3
    remove_at(store, cast.clerk, filing_id, 2)
    judge(store, cast.clerk, filing_id, n2=Verdict.ACCEPTED)
    hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)


def test_what_an_older_version_handed_over_is_not_signed_without_its_open_findings(
    store: Store, cast: Cast
) -> None:
    filing_id = second_sheet(store, cast)
    hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)
    with transaction(store) as session:
        session.delete(findings(store, filing_id)[0])
    with pytest.raises(Refusal, match=r"第2条问题.*退回"):
        sign_worksheet(store, cast.lead, filing_id, number=1, on=TODAY, now=NOW)
    assert stored_filing(store, filing_id).state is FilingState.FEEDBACK


def test_what_judging_takes_from_the_draft_or_adds_is_audited(store: Store, cast: Cast) -> None:
    filing_id = second_sheet(store, cast)
    reworded = replace(FINE, problem="经办人改过的一句")
    write(store, cast.clerk, filing_id, reworded, finding_id=findings(store, filing_id)[0].id)
    done = judge(store, cast.lead, filing_id, n1=Verdict.OBJECTED, n2=Verdict.ACCEPTED, n3=Verdict.ACCEPTED)
    assert (done.added, done.dropped) == (1, 2)
    with reading(store) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "edit_worksheet")).all()
    assert [entry.fields["change"] for entry in entries[-3:] if entry.actor == cast.lead.name] == [
        "按对答复的认定列入问题：上位法依据，第三条：自行设定收费，没有上位法依据",
        "按对答复的认定删除问题：制定权限，第四条：经办人改过的一句",
        "按对答复的认定删除问题：内容适当性，全文：用语不统一",
    ]


def test_what_is_raised_again_is_objected_to(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    first = opinion_of(store, filing_id)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)
    hand_over(store, cast.clerk, filing_id, Move.OPINE_AGAIN)
    sign_worksheet(store, cast.lead, filing_id, number=1, on=TODAY, now=NOW)
    with reading(store) as session:
        rows = answered_findings(session, [first])
    assert [row.answer.verdict for row in rows if row.answer] == [
        Verdict.OPEN,
        Verdict.OBJECTED,
        Verdict.OBJECTED,
    ]


def test_a_worksheet_that_the_filing_leaves_behind_is_set_aside(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    begin_worksheet(store, cast.clerk, filing_id, now=NOW)
    move_filing(store, cast.lead, filing_id, Move.CORRECT, on=TODAY, now=NOW)
    assert sheet_of(store, filing_id).state is WorksheetState.SET_ASIDE


def test_a_verdict_given_meanwhile_is_not_overwritten(store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    judge(store, cast.lead, filing_id, n2=Verdict.OBJECTED)
    with pytest.raises(Refusal, match=r"第2条刚被林负责（lead）认定为“仍有异议”"):
        judge_answers(store, cast.clerk, filing_id, {2: Verdict.ACCEPTED}, seen={2: Verdict.OPEN}, now=NOW)
    with pytest.raises(Refusal, match=r"^第3条没有保存：页面已过时，请刷新后再认定。$"):
        judge_answers(store, cast.clerk, filing_id, {3: Verdict.ACCEPTED}, seen={}, now=NOW)
    with pytest.raises(Refusal, match="第1条制定机关已经采纳"):
        judge(store, cast.clerk, filing_id, n1=Verdict.ACCEPTED)
    with pytest.raises(Denied):
        judge(store, cast.drafter, filing_id, n2=Verdict.ACCEPTED)
