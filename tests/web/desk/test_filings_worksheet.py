"""The pages of the examination: the worksheet, its signing, and the answer finding by finding."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from registry.domain.filings import EXAMINATION_ITEMS, FilingState
from registry.domain.roles import OPERATOR
from registry.domain.worksheets import WorksheetState
from registry.storage.engine import Store, reading
from registry.storage.files import attachments_of
from registry.storage.filings import moves_of
from registry.storage.worksheets import FindingAnswer
from tests.building.bases import base_on
from tests.building.filings import make_move, owed_filing, stored_filing
from tests.building.worksheets import (
    FEE,
    FINE,
    WORDS,
    answer,
    ask_for_two,
    clear_the_rest,
    examined_filing,
    findings,
    handed_over_filing,
    sheet_of,
    signed_filing,
    write,
)
from tests.cast import NOW, Cast
from tests.journeys.paperwork import text_of, typed

SignIn = Callable[[str], FlaskClient]
ITEM = {"item": "上位法依据", "level": "unlawful", "problem": "收费没有依据"}


def sheet(filing_id: int, rest: str = "") -> str:
    return f"/desk/filings/{filing_id}/worksheet{rest}"


def post(browser: FlaskClient, address: str, field: str, **values: str) -> TestResponse:
    """Posts the form that has this field, as its page shows it, with these values."""
    form = typed(browser.get(address).text, field)
    return browser.post(address.partition("?")[0], data={**form, **values}, follow_redirects=True)


def test_every_article_leads_to_a_finding_about_it(sign_in: SignIn, store: Store) -> None:
    filing_id = examined_filing(store)
    browser = sign_in("clerk")
    page = browser.get(sheet(filing_id)).text
    add = sheet(filing_id, "/findings/add?article_key=art-3")
    assert f'href="{add}#editor"' in page
    assert "就第三条写问题" in page
    editor = browser.get(add).text
    assert typed(editor, "problem")["article_key"] == "art-3"
    answered = post(browser, add, "problem", **ITEM, note="问过财政局")
    assert answered.request.path == sheet(filing_id)
    for words in ("第1条问题", "每船每日收取停泊费二十元", "收费没有依据", "问过财政局", "1条问题"):
        assert words in answered.text
    assert findings(store, filing_id)[0].article == "第三条"


def test_the_bases_of_the_document_are_offered(sign_in: SignIn, store: Store) -> None:
    filing_id = examined_filing(store)
    base_on(store, stored_filing(store, filing_id).document_id)
    browser = sign_in("clerk")
    add = sheet(filing_id, "/findings/add")
    assert "《示例省促进条例》" in browser.get(add).text
    post(browser, add, "problem", **ITEM, basis="《条例》第三条", bases="《示例省促进条例》")
    assert findings(store, filing_id)[0].basis == "《条例》第三条；《示例省促进条例》"


def test_what_was_typed_stays_when_another_article_is_chosen(sign_in: SignIn, store: Store) -> None:
    filing_id = examined_filing(store)
    address = sheet(
        filing_id, "/findings/add?article_key=art-4&article_key=art-3&problem=写了一半&item=制定程序"
    )
    form = typed(sign_in("clerk").get(address).text, "problem")
    assert (form["article_key"], form["problem"].strip(), form["item"]) == ("art-4", "写了一半", "制定程序")


def test_items_are_noted_and_an_unexamined_one_is_named(sign_in: SignIn, store: Store) -> None:
    filing_id = examined_filing(store)
    browser = sign_in("clerk")
    marks = {f"item-{n}": "clear" for n in (1, 2, 3, 4)}
    assert "审查事项已保存" in post(browser, sheet(filing_id), "item-1", **marks).text
    refused = post(browser, sheet(filing_id, "/hand-over"), "conclusion", conclusion="pass")
    assert refused.status_code == 422
    assert "还有未审的审查事项：内容适当性" in refused.text
    post(browser, sheet(filing_id), "item-5", **{"item-5": "clear"})
    done = post(browser, sheet(filing_id, "/hand-over"), "conclusion", conclusion="pass")
    assert "底稿已交负责人" in done.text
    assert sheet_of(store, filing_id).state is WorksheetState.HANDED_OVER


def test_two_clerks_at_one_worksheet_lose_nothing(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    finding_id = write(store, cast.clerk, filing_id, FEE)
    browser = sign_in("clerk")
    address = sheet(filing_id, f"/findings/{finding_id}/edit")
    form = typed(browser.get(address).text, "problem")
    write(store, cast.lead, filing_id, FINE, finding_id=finding_id)
    refused = browser.post(address, data={**form, "problem": "我写的另一句"})
    assert refused.status_code == 422
    for words in ("林负责（lead）于", "我写的另一句", FINE.problem, "现在底稿里的这一条"):
        assert words in refused.text
    again = typed(refused.text, "problem")
    assert "问题已保存" in browser.post(address, data=again, follow_redirects=True).text
    assert findings(store, filing_id)[0].problem == "我写的另一句"


def test_what_must_be_corrected_in_a_finding_stands_above_the_page_and_at_its_fields(
    sign_in: SignIn, store: Store
) -> None:
    filing_id = examined_filing(store)
    browser = sign_in("clerk")
    refused = post(browser, sheet(filing_id, "/findings/add"), "problem", problem="", item="")
    assert refused.status_code == 422
    summary = refused.text.split('class="callout danger error-summary"')[1].split("</div>")[0]
    for field, words in (("item", "请选择审查事项。"), ("problem", "请写明存在的问题。")):
        assert f'<a href="#{field}">' in summary
        assert words in summary
        assert f'id="{field}-error">{words}' in refused.text
    assert refused.text.count("error-summary") == 1


def test_items_typed_on_a_stale_page_come_back(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    browser = sign_in("clerk")
    form = typed(browser.get(sheet(filing_id)).text, "item-4")
    write(store, cast.lead, filing_id, FEE)
    refused = browser.post(sheet(filing_id), data={**form, "item-4": "clear"})
    assert refused.status_code == 422
    again = typed(refused.text, "item-4")
    assert again["item-4"] == "clear"
    browser.post(sheet(filing_id), data=again)
    assert sheet_of(store, filing_id).cleared == ["制定程序"]


def test_a_lead_finds_the_worksheet_under_today_and_signs_it(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    ask_for_two(store)
    filing_id = handed_over_filing(store, cast)
    lead = sign_in("lead")
    assert "待签发的审查工作底稿（1件）" in lead.get("/desk/").text
    assert "待签发的审查工作底稿" not in sign_in("clerk").get("/desk/").text
    assert sheet(filing_id, "/sign") in lead.get(sheet(filing_id)).text
    page = lead.get(sheet(filing_id, "/sign")).text
    for words in ("状态变为“已提审查意见”", "上位法依据：第三条", "起草：陈经办"):
        assert words in page
    early = post(lead, sheet(filing_id, "/sign"), "on", correct_by="2026-03-04")
    assert early.status_code == 422
    done = post(lead, sheet(filing_id, "/sign"), "on", correct_by="2026-05-06")
    assert "已签发，现为“已提审查意见”" in done.text
    assert stored_filing(store, filing_id).correct_by == date(2026, 5, 6)
    assert "审查发现的问题和答复" in done.text
    twice = lead.get(sheet(filing_id, "/sign"), follow_redirects=True)
    assert "没有等您签发的底稿" in twice.text


def test_advice_does_not_keep_a_filing_from_passing_and_is_told(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id, WORDS)
    clear_the_rest(store, cast.clerk, filing_id)
    post(sign_in("clerk"), sheet(filing_id, "/hand-over"), "conclusion", conclusion="pass")
    post(sign_in("lead"), sheet(filing_id, "/sign"), "on")
    page = sign_in("drafter").get(f"/desk/filings/{filing_id}").text
    assert "准予备案时提出的建议" in page
    assert WORDS.problem in page
    assert "没有答复" not in page


def test_another_article_may_be_chosen_for_a_finding(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    finding_id = write(store, cast.clerk, filing_id, FEE)
    browser = sign_in("clerk")
    address = sheet(filing_id, f"/findings/{finding_id}/edit")
    other = f"{address}?article_key=art-4"
    assert f'href="{other}#editor"' in browser.get(address).text
    post(browser, other, "problem")
    (finding,) = findings(store, filing_id)
    assert (finding.article, finding.quote) == ("第四条", "违反第二条的，罚款五百元。")
    assert finding.problem == FEE.problem


def test_what_waits_to_be_signed_has_no_editor(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    browser = sign_in("clerk")
    assert browser.get(sheet(filing_id, "/findings/add")).status_code == 302
    late = browser.post(sheet(filing_id, "/findings/add"), data={**ITEM, "version": "9"})
    assert late.status_code == 422
    assert "已经交负责人" in late.text
    assert ITEM["problem"] in late.text


def test_a_returned_worksheet_comes_back_with_its_reason(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    lead, clerk = sign_in("lead"), sign_in("clerk")
    assert "请写明退回的理由" in post(lead, sheet(filing_id, "/give-back"), "reason").text
    post(lead, sheet(filing_id, "/give-back"), "reason", reason="第2条依据不足")
    for page in (clerk.get(sheet(filing_id)).text, clerk.get("/desk/notices/").text):
        assert "退回" in page
    assert "第2条依据不足" in clerk.get(sheet(filing_id)).text
    assert "退回修改的审查工作底稿（1件）" in clerk.get("/desk/").text


def test_whoever_drafted_is_told_that_another_lead_signs(sign_in: SignIn, store: Store, cast: Cast) -> None:
    ask_for_two(store)
    filing_id = examined_filing(store)
    clear_the_rest(store, cast.lead, filing_id)
    lead = sign_in("lead")
    post(lead, sheet(filing_id, "/hand-over"), "conclusion", conclusion="pass")
    assert "须由另一位负责人签发" in lead.get(sheet(filing_id, "/sign")).text
    assert post(lead, sheet(filing_id, "/sign"), "on").status_code == 422
    ask_for_two(store, "")
    assert "记入这件备案和审计" in lead.get(sheet(filing_id, "/sign")).text
    assert "未经两人办理" in post(lead, sheet(filing_id, "/sign"), "on").text


@pytest.mark.parametrize("move", ["pass", "opine"])
def test_the_page_of_a_move_leads_to_the_worksheet(sign_in: SignIn, store: Store, move: str) -> None:
    filing_id = examined_filing(store)
    lead = sign_in("lead")
    assert "没有经过审查工作底稿" in lead.get(f"/desk/filings/{filing_id}/{move}").text
    form = typed(lead.get(f"/desk/filings/{filing_id}/{move}").text, "on")
    ask_for_two(store)
    page = lead.get(f"/desk/filings/{filing_id}/{move}").text
    assert "两人办理" in page
    assert sheet(filing_id) in page
    refused = lead.post(f"/desk/filings/{filing_id}/{move}", data={**form, "reason": "我写的意见"})
    assert refused.status_code == 422
    assert move == "pass" or "我写的意见" in refused.text
    assert f"/desk/filings/{filing_id}/{move}" not in lead.get(f"/desk/filings/{filing_id}").text
    assert stored_filing(store, filing_id).state is FilingState.UNDER_REVIEW


def test_an_answer_is_given_finding_by_finding(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    address = f"/desk/filings/{filing_id}/answer"
    browser = sign_in("drafter")
    form = typed(browser.get(address).text, "reason-1")
    given = {"reply-1": "adopted", "reply-3": "rejected", "reason-3": "与上级一致"}
    refused = browser.post(address, data={**form, **given})
    assert refused.status_code == 422
    assert "第2条问题还没有答复" in refused.text
    again = typed(refused.text, "reason-1")
    assert (again["reply-1"], again["reason-3"].strip()) == ("adopted", "与上级一致")
    missing = browser.post(address, data={**again, "reply-2": "partly"})
    assert "第2条问题“部分采纳”，请写明理由" in missing.text
    file = (io.BytesIO("第三条删去。".encode()), "修改稿.txt")
    done = browser.post(
        address,
        data={**again, "reply-2": "partly", "reason-2": "改为警告", "file-1": file},
        follow_redirects=True,
    )
    assert "已逐条反馈处理情况" in done.text
    for words in ("部分采纳", "改为警告", "修改稿.txt", "与上级一致"):
        assert words in done.text
    with reading(store) as session:
        document_id = stored_filing(store, filing_id).document_id
        assert [file.role for file in attachments_of(session, document_id)] == ["evidence"]
        assert "1．上位法依据，第三条：采纳。附：修改稿.txt。" in moves_of(session, filing_id)[-1].reason


def test_an_answer_that_comes_twice_or_too_late_loses_nothing(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = signed_filing(store, cast)
    address = f"/desk/filings/{filing_id}/answer"
    drafter, clerk = sign_in("drafter"), sign_in("clerk")
    form = typed(drafter.get(address).text, "reason-1") | {f"reply-{n}": "adopted" for n in (1, 2, 3)}
    assert drafter.post(address, data=form).status_code == 303
    twice = drafter.post(address, data=form, follow_redirects=True)
    assert "这次没有重复办理" in twice.text
    late = clerk.post(address, data={**form, "reason-1": "纸质答复写的"})
    assert late.status_code == 422
    assert "纸质答复写的" in late.text
    assert "这一步现在不能办" in late.text


def test_an_answer_keeps_no_control_characters_and_a_far_day_loses_nothing(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = signed_filing(store, cast)
    browser = sign_in("drafter")
    address = f"/desk/filings/{filing_id}/answer"
    replies = {f"reply-{n}": "rejected" for n in (1, 2, 3)} | {
        f"reason-{n}": "甲\x00乙\x1b" for n in (1, 2, 3)
    }
    refused = post(browser, address, "reason-1", **replies, on="9999-12-31")
    assert refused.status_code == 422
    assert "甲乙" in refused.text
    assert post(browser, address, "reason-1", **replies).status_code == 200
    with reading(store) as session:
        reasons = session.exec(select(FindingAnswer.reason)).all()
    assert set(reasons) == {"甲乙"}


def test_a_plain_opinion_keeps_its_plain_answer(sign_in: SignIn, store: Store) -> None:
    filing_id = examined_filing(store)
    make_move(store, OPERATOR, filing_id, "opine", NOW)
    address = f"/desk/filings/{filing_id}/answer"
    done = post(sign_in("drafter"), address, "reason", reason="已经修改")
    assert "现为“已反馈”" in done.text


def test_the_office_judges_answers_and_drafts_again(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = signed_filing(store, cast)
    answer(store, cast.drafter, filing_id)
    clerk, lead = sign_in("clerk"), sign_in("lead")
    page = clerk.get(sheet(filing_id)).text
    form = typed(page, "verdict-2")
    judged = clerk.post(
        sheet(filing_id, "/answers"), data={**form, "verdict-3": "accepted"}, follow_redirects=True
    )
    assert "对答复的认定已保存" in judged.text
    refused = post(lead, f"/desk/filings/{filing_id}/accept", "on", reason="说明成立")
    assert "第2条问题制定机关没有完全采纳" in refused.text
    begun = clerk.post(sheet(filing_id, "/begin"), data={}, follow_redirects=True)
    assert "第2次审查" in begun.text
    assert [row.article for row in findings(store, filing_id)] == ["第四条"]
    stale = clerk.post(sheet(filing_id, "/answers"), data={**form, "verdict-3": "objected"})
    assert stale.status_code == 422
    assert "第3条刚被陈经办（clerk）认定为“认可说明”" in stale.text
    form = typed(clerk.get(sheet(filing_id)).text, "verdict-2")
    given = {**form, "verdict-1": "objected", "verdict-2": "accepted"}
    followed = clerk.post(sheet(filing_id, "/answers"), data=given, follow_redirects=True).text
    assert "对答复的认定已保存，底稿随之列入1条问题、删去1条问题。" in followed


def test_a_contact_sees_what_was_signed_and_never_the_draft(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = handed_over_filing(store, cast)
    finding_id = findings(store, filing_id)[0].id
    rests = ("", "/sign", "/give-back", "/hand-over", "/findings/add", f"/findings/{finding_id}/edit")
    for name in ("drafter", "stranger"):
        browser = sign_in(name)
        for rest in rests:
            assert browser.get(sheet(filing_id, rest)).status_code == 403, rest
            assert browser.post(sheet(filing_id, rest), data={}).status_code == 403, rest
        for rest in ("/begin", "/answers", f"/findings/{finding_id}/remove", f"/findings/{finding_id}/raise"):
            assert browser.post(sheet(filing_id, rest), data={}).status_code == 403, rest
    page = sign_in("drafter").get(f"/desk/filings/{filing_id}").text
    assert not re.search("收费|底稿|财政局", page)
    post(sign_in("lead"), sheet(filing_id, "/sign"), "on")
    page = sign_in("drafter").get(f"/desk/filings/{filing_id}").text
    assert "自行设定收费" in page
    assert not re.search("财政局|底稿|第1稿", page)
    assert sign_in("stranger").get(f"/desk/filings/{filing_id}").status_code == 404


def test_an_auditor_reads_and_writes_nothing(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = handed_over_filing(store, cast)
    browser = sign_in("auditor")
    page = browser.get(sheet(filing_id)).text
    assert "第三条" in page
    assert "写问题" not in page
    assert browser.post(sheet(filing_id), data={"version": "9"}).status_code == 403
    assert browser.get(sheet(filing_id, "/sign")).status_code == 403


def test_a_filing_that_is_not_examined_has_nothing_to_write(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    page = sign_in("clerk").get(sheet(filing_id)).text
    assert "没有审查工作底稿" in page
    assert "写问题" not in page
    refused = sign_in("clerk").post(sheet(filing_id, "/findings/add"), data={**ITEM, "version": "0"})
    assert refused.status_code == 422
    assert "不在审查中" in refused.text


def test_the_text_of_the_page_names_every_item(sign_in: SignIn, store: Store) -> None:
    page = text_of(sign_in("clerk").get(sheet(examined_filing(store))))
    assert all(item in page for item in EXAMINATION_ITEMS)
    assert "还有未审的：" + "、".join(EXAMINATION_ITEMS) in page
