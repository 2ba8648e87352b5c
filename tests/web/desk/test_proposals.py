"""The register of 审查建议 in the office: the list, a proposal, its moves, and who sees whom."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import select

from registry.domain.filings import FilingState
from registry.domain.review_proposals import Person, ProposalMove, Proposer
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from registry.storage.review_proposals import ProposalComment
from tests.building.documents import register_nth
from tests.building.exported_lists import words_in
from tests.building.filings import filing_in, stored_filing
from tests.building.proposals import ADDRESS, MAIL, NAME, PHONE, PROPOSED, TYPED, enter, examine, submit
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
PERSONAL = (NAME, PHONE, MAIL, ADDRESS)


def personal_on(page: str) -> list[str]:
    return [word for word in PERSONAL if word in page]


def test_a_letter_is_entered_with_its_true_day(sign_in: SignIn, store: Store) -> None:
    clerk = sign_in("clerk")
    data = {**TYPED, "channel": "mail", "received_on": "2026-02-27", "wants_code": "y"}
    assert clerk.post("/desk/proposals/add", data=data).status_code == 303
    page = clerk.get("/desk/proposals/1").text
    assert "答复期限2026年4月28日" in page
    assert re.search(r"抄给提出人：[0-9A-Z-]{23}", page)
    late = clerk.post("/desk/proposals/add", data={**data, "received_on": "2026-03-06"})
    assert late.status_code == 422
    assert NAME in late.text, "what was typed stays"


def test_the_list_is_filtered_sorted_and_exported_without_persons(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    document_id = register_nth(store)
    for n in range(3):
        enter(store, cast.clerk, received_on=date(2026, 3, 2 + n), document_id=document_id if n else None)
    examine(store, cast.clerk, 3)
    clerk = sign_in("clerk")
    for query, numbers in (
        ("", ["1", "2", "3"]),
        ("sort=-number", ["3", "2", "1"]),
        ("state=examined", ["3"]),
        ("unlinked=1", ["1"]),
        ("scope=concluded", []),
        ("timing=overdue", []),
        ("year=2025&scope=all", []),
        ("q=农机", ["1", "2", "3"]),
        ("q=审建〔2026〕2", ["2"]),
        ("q=100%25_", []),
        ("channel=online", []),
        ("state=odd&year=x&sort=odd&timing=", ["1", "2", "3"]),
    ):
        page = clerk.get(f"/desk/proposals/?{query}").text
        assert re.findall(r">审建〔2026〕(\d)号</a>", page) == numbers, query
        assert not personal_on(page)
    for kind in ("csv", "xlsx", "docx"):
        file = clerk.get(f"/desk/proposals/export.{kind}?scope=all")
        assert file.status_code == 200
        words = words_in(file.data, kind)
        for n in (1, 2, 3):
            assert f"审建〔2026〕{n}号" in words, kind
        assert not personal_on(words), kind


def test_no_cell_of_an_export_is_run_as_a_formula(sign_in: SignIn, client: FlaskClient) -> None:
    submit(client, title="=HYPERLINK(1)", clause="@SUM(1)", doc_no="+1")
    line = sign_in("clerk").get("/desk/proposals/export.csv").text.splitlines()[1]
    assert "'=HYPERLINK(1)" in line
    assert "'@SUM(1)" in line
    assert "'+1" in line


def test_who_proposes_is_shown_on_asking_and_each_look_is_audited(
    sign_in: SignIn, client: FlaskClient, store: Store
) -> None:
    submit(client)
    clerk = sign_in("clerk")
    page = clerk.get("/desk/proposals/1").text
    assert not personal_on(page)
    assert PROPOSED.reason.split("\n")[0] in page
    told = clerk.post("/desk/proposals/1/person")
    assert personal_on(told.text) == list(PERSONAL)
    assert told.headers["Cache-Control"] == "no-store"
    with reading(store) as session:
        acts = [entry.act for entry in session.exec(select(AuditEntry))]
    assert acts.count("read_proposer") == 1


@pytest.mark.parametrize("name", ["drafter", "stranger", "admin", "auditor"])
def test_others_see_nothing_of_it(sign_in: SignIn, client: FlaskClient, name: str) -> None:
    submit(client)
    other = sign_in(name)
    for path in ("", "add", "1", "1/accept", "1/reply", "1/reply.docx", "1/document", "1/erase", "1/comment"):
        assert other.get(f"/desk/proposals/{path}").status_code == 403, path
    for path in ("1/person", "1/files/1", "1/accept", "1/withdraw"):
        assert other.post(f"/desk/proposals/{path}", data={}).status_code == 403, path
    assert "审查建议" not in other.get("/desk/notices/").text
    assert "/desk/proposals/" not in other.get("/desk/").text


def test_a_clerk_accepts_links_and_drafts_and_a_lead_signs(
    sign_in: SignIn, client: FlaskClient, store: Store
) -> None:
    document_id = register_nth(store)
    submit(client, title="示范区农机购置补贴办法之3")
    clerk, lead = sign_in("clerk"), sign_in("lead")
    page = clerk.get("/desk/proposals/1").text
    assert "对应：示范区农机购置补贴办法之3" in page
    assert (
        clerk.post("/desk/proposals/1/document", data={"document": document_id, "version": 1}).status_code
        == 303
    )
    assert "示范区农机购置补贴办法之3" in clerk.get("/desk/proposals/1/document?q=农机").text
    day = {"on": "2026-03-05"}
    assert clerk.get("/desk/proposals/1/accept").status_code == 200
    assert clerk.post("/desk/proposals/1/accept", data={**day, "version": "2"}).status_code == 303
    form = clerk.get("/desk/proposals/1/examine").text
    assert "感谢您对规范性文件备案审查工作的关心和支持" in form
    draft = {**day, "result": "to_correct", "draft": "第三条应当修改。", "version": "3"}
    assert clerk.post("/desk/proposals/1/examine", data={**draft, "result": "odd"}).status_code == 422
    assert clerk.post("/desk/proposals/1/examine", data=draft).status_code == 303
    assert clerk.get("/desk/proposals/1/reply").status_code == 403
    assert lead.get("/desk/proposals/1/reply.docx").data[:2] == b"PK"
    page = lead.get("/desk/proposals/1/reply").text
    assert "提出的审查建议（审建〔2026〕1号）于2026年3月5日收悉" in page
    assert lead.post("/desk/proposals/1/reply", data={**day, "version": "1"}).status_code == 422
    assert lead.post("/desk/proposals/1/reply", data={**day, "version": "4"}).status_code == 303
    assert "按期答复" in (page := lead.get("/desk/proposals/?scope=all").text)
    assert "1/1（100.0%）" in page
    assert lead.get("/desk/proposals/1/erase").status_code == 200
    assert lead.post("/desk/proposals/1/erase", data={"is_sure": "y", "version": "5"}).status_code == 303
    assert "提出人信息已于2026年3月5日删除" in lead.get("/desk/proposals/1").text
    assert lead.get("/desk/proposals/1/reply.docx").status_code == 404


@pytest.mark.parametrize("move", [move for move in ProposalMove if move is not ProposalMove.REPLY])
def test_every_move_has_a_page_or_says_why_not(
    sign_in: SignIn, store: Store, cast: Cast, move: ProposalMove
) -> None:
    enter(store, cast.clerk)
    answer = sign_in("lead").get(f"/desk/proposals/1/{move.value}")
    assert answer.status_code in (200, 409)
    assert ("现在可以" in answer.text) == (answer.status_code == 409)


def test_a_double_click_and_another_clerk_are_told(sign_in: SignIn, store: Store, cast: Cast) -> None:
    enter(store, cast.clerk)
    clerk = sign_in("clerk")
    data = {"on": "2026-03-05", "version": "1"}
    assert clerk.post("/desk/proposals/1/accept", data=data).status_code == 303
    again = clerk.post("/desk/proposals/1/accept", data=data)
    assert again.status_code == 422
    assert "在您打开页面之后已经办理过" in again.text


def test_the_same_person_twice_is_pointed_out_without_a_name(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    for person in (None, None, Person(Proposer.CITIZEN, NAME, "13111111111")):
        enter(store, cast.clerk, **({"person": person} if person else {}))
    page = sign_in("clerk").get("/desk/proposals/1").text
    assert "同一提出人另有审查建议" in page
    assert "审建〔2026〕2号" in page
    assert "审建〔2026〕3号" not in page, "the same name alone is not the same person"
    assert not personal_on(page)


def test_an_authority_reads_what_it_was_asked_and_nothing_else(
    sign_in: SignIn, client: FlaskClient, store: Store
) -> None:
    document_id = register_nth(store)
    submit(client, query=f"?document={document_id}")
    clerk, drafter = sign_in("clerk"), sign_in("drafter")
    offered = clerk.get("/desk/proposals/1/comment").text
    assert "反映的问题" in offered
    assert not personal_on(offered)
    told = {"told": "第三条只补贴本区企业。", "answer_by": "2026-03-20"}
    assert (
        clerk.post("/desk/proposals/1/comment", data={**told, "answer_by": "2026-03-01"}).status_code == 422
    )
    assert clerk.post("/desk/proposals/1/comment", data=told).status_code == 303
    assert "还没有答复，无需重复" in clerk.post("/desk/proposals/1/comment", data=told).text
    with reading(store) as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "proposal_comment_asked"))
    assert not personal_on(str(notice.facts))
    page = drafter.get(notice.facts["path"]).text
    assert "第三条只补贴本区企业。" in page
    assert PROPOSED.reason.split("\n")[1] not in page
    assert not personal_on(page)
    assert sign_in("stranger").get(notice.facts["path"]).status_code == 404
    assert "审建〔2026〕1号" in drafter.get("/desk/proposal-comments/").text
    assert "没有征求过" in sign_in("stranger").get("/desk/proposal-comments/").text
    assert notice.facts["path"] in drafter.get("/desk/").text
    assert drafter.post(notice.facts["path"], data={"answer": ""}).status_code == 422
    assert drafter.post(notice.facts["path"], data={"answer": "将修改第三条。"}).status_code == 303
    late = drafter.post(notice.facts["path"], data={"answer": "又改一次"}).text
    assert "不能再改" in late
    assert "又改一次" in late
    assert "将修改第三条。" in clerk.get("/desk/proposals/1").text
    with reading(store) as session:
        assert session.get_one(ProposalComment, 1).answered_by.startswith("周起草")


def test_an_attachment_is_downloaded_under_a_name_of_ours(sign_in: SignIn, client: FlaskClient) -> None:
    submit(client, files=[(b"%PDF-1.4 <script>", "甄提出.pdf")])
    clerk = sign_in("clerk")
    answer = clerk.post("/desk/proposals/1/files/1")
    assert answer.data == b"%PDF-1.4 <script>"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "%E7%94%84" not in answer.headers["Content-Disposition"]
    answer.close()
    assert clerk.get("/desk/proposals/1/files/1").status_code in (404, 405)
    missing = clerk.post("/desk/proposals/1/files/2")
    assert missing.status_code in (303, 409)


def test_today_and_the_worksheet_name_it_to_the_office_alone(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    filing_id = filing_in(store, FilingState.UNDER_REVIEW)
    enter(store, cast.clerk, document_id=stored_filing(store, filing_id).document_id)
    sheet = f"/desk/filings/{filing_id}/worksheet"
    for name, sees in (("clerk", True), ("lead", True), ("auditor", False), ("drafter", False)):
        client = sign_in(name)
        assert ("审建〔2026〕1号" in client.get("/desk/").text) is sees
        assert ("审建〔2026〕1号" in client.get(sheet).text) is sees
        assert not personal_on(client.get(sheet).text)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    clerk = sign_in("clerk")
    document_id = register_nth(store)
    enter(store, cast.clerk, document_id=document_id)
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for path in ("/desk/proposals/?scope=all", "/desk/proposals/1"):
        counts = []
        for n_more in (0, 15):
            for _ in range(n_more):
                enter(store, cast.clerk, document_id=document_id)
            asked.clear()
            assert clerk.get(path).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1], path
