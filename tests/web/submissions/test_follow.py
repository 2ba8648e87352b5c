"""Following a proposal by its receipt code: what is seen, what is not, and that codes cannot be tried out."""

from datetime import date, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.actions.proposals.personal_data import erase_proposer
from registry.actions.proposals.sign_reply import sign_reply
from registry.domain.papers.kinds import SubjectKind
from registry.domain.review_proposals import Person, ProposalMove, Proposer
from registry.storage.engine import Store, reading
from registry.storage.papers import papers_of
from registry.storage.review_proposals import ReviewProposal
from tests.building.proposals import ADDRESS, MAIL, NAME, PERSON, PHONE, enter, examine, follow, submit
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)
CODE, OTHER = "ABCDE-FGH23-45678-9JKMN", "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZ2"


def test_the_code_shows_the_state_and_the_day_and_names_nobody(client: FlaskClient) -> None:
    code = submit(client)
    for typed in (code, code.lower().replace("-", ""), f" {code} "):
        page = client.post("/submissions/follow", data={"code": typed})
        assert page.status_code == 200
        assert "已收到" in page.text
        assert "2026年5月6日" in page.text
        assert not [word for word in (NAME, PHONE, MAIL, ADDRESS) if word in page.text]
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "已收到" in follow(client, code).text


def test_unknown_codes_are_stopped_and_a_right_one_is_answered_all_the_same(client: FlaskClient) -> None:
    code = submit(client)
    for _ in range(30):
        answer = client.post("/submissions/follow", data={"code": OTHER})
        assert answer.status_code == 422
        assert "没有这个查询码" in answer.text
    stopped = client.post("/submissions/follow", data={"code": OTHER})
    assert (stopped.status_code, "请过十分钟再查" in stopped.text) == (429, True)
    assert client.post("/submissions/follow", data={"code": code}).status_code == 200


def test_odd_codes_are_no_codes(client: FlaskClient) -> None:
    for code in ("%", "_" * 20, "' OR ''='", "码" * 20, "x" * 61, "0" * 20, ""):
        assert client.post("/submissions/follow", data={"code": code}).status_code == 422, code
    for path in (submit(client), "0" * 20, "-" * 20, "0" * 24, "%00" * 7, "../desk"):
        assert client.get(f"/submissions/{path}").status_code in (400, 404), path


def test_the_reply_is_read_and_downloaded_by_its_code_alone(
    app: Flask, client: FlaskClient, store: Store, cast: Cast
) -> None:
    proposal_id = enter(store, cast.clerk, code=CODE)
    follow(client, CODE)
    assert client.get("/submissions/followed/reply.docx").status_code == 404
    examine(store, cast.clerk, proposal_id)
    page = follow(client, CODE).text
    assert "已要求制定机关处理" not in page, "a draft is nobody's to read"
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    page = follow(client, CODE).text
    assert "已要求制定机关处理" in page
    paper = client.get("/submissions/followed/reply.docx")
    with reading(store) as session:
        (kept,) = papers_of(session, SubjectKind.PROPOSAL, proposal_id)
        assert paper.data == kept.docx
    assert kept.sha256 in page
    assert paper.headers["Content-Disposition"].startswith("attachment")
    assert app.test_client().get("/submissions/followed/reply.docx").status_code == 404


def test_a_refusal_tells_its_reason_and_a_return_does_not(
    client: FlaskClient, store: Store, cast: Cast
) -> None:
    proposal_id = enter(store, cast.clerk, code=CODE)
    examine(store, cast.clerk, proposal_id)
    back = Details("第二段要重写")
    move_proposal(store, cast.lead, proposal_id, ProposalMove.RETURN, back, on=TODAY, now=NOW)
    assert "第二段要重写" not in follow(client, CODE).text
    onward = Details("属于税务部门的规定", receiver="示范市税务局")
    move_proposal(store, cast.clerk, proposal_id, ProposalMove.FORWARD, onward, on=TODAY, now=NOW)
    page = follow(client, CODE).text
    assert "已转送" in page
    assert "示范市税务局" in page
    assert "属于税务部门的规定" in page


def test_the_proposer_withdraws_while_it_is_open(client: FlaskClient, store: Store, cast: Cast) -> None:
    code = submit(client)
    follow(client, code)
    address = "/submissions/followed/withdraw"
    assert "不能恢复" in client.get(address).text
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"is_sure": "y"}).status_code == 303
    assert "已撤回" in follow(client, code).text
    assert "不能再撤回" in client.get(address).text
    assert client.post(address, data={"is_sure": "y"}).status_code == 422
    with reading(store) as session:
        assert session.get_one(ReviewProposal, 1).concluded_on == TODAY


def test_one_merged_into_another_has_its_paper_only_for_the_same_person(
    client: FlaskClient, store: Store, cast: Cast
) -> None:
    kept = enter(store, cast.clerk, code="AAAAA-AAAAA-AAAAA-AAAAA")
    same = enter(store, cast.clerk, code=CODE)
    other = enter(store, cast.clerk, code=OTHER, person=Person(Proposer.CITIZEN, NAME, "13800000000"))
    for proposal_id in (same, other):
        into = Details("同一文件", into="审建[2026]1号")
        move_proposal(store, cast.clerk, proposal_id, ProposalMove.MERGE, into, on=TODAY, now=NOW)
    examine(store, cast.clerk, kept, on=TODAY)
    assert "已审查，待答复" in follow(client, CODE).text
    sign_reply(store, cast.lead, kept, on=TODAY, now=NOW)
    for code, status in ((CODE, 200), (OTHER, 404)):
        assert "已要求制定机关处理" in follow(client, code).text
        assert client.get("/submissions/followed/reply.docx").status_code == status


def test_after_erasing_the_text_of_the_reply_stays_and_its_paper_is_gone(
    client: FlaskClient, store: Store, cast: Cast
) -> None:
    proposal_id = enter(store, cast.clerk, code=CODE, person=PERSON)
    examine(store, cast.clerk, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    erase_proposer(store, cast.lead, proposal_id, now=NOW)
    page = follow(client, CODE).text
    assert "已要求制定机关处理" in page
    assert "已随个人信息一并删除" in page
    assert client.get("/submissions/followed/reply.docx").status_code == 404


def test_no_address_names_the_code_and_it_is_typed_again_after_a_while(
    client: FlaskClient, store: Store
) -> None:
    code = submit(client)
    page = follow(client, code).text
    assert code not in page
    assert "/submissions/followed/withdraw" in page
    assert "已收到" in client.get("/submissions/followed").text
    with time_machine.travel(NOW + timedelta(minutes=31)):
        for path in ("/submissions/followed", "/submissions/followed/withdraw"):
            assert client.get(path).location == "/submissions/follow"


def test_another_code_typed_meanwhile_is_not_withdrawn_by_an_older_page(
    client: FlaskClient, store: Store, cast: Cast
) -> None:
    enter(store, cast.clerk, code=CODE)
    enter(store, cast.clerk, code=OTHER)
    follow(client, OTHER)
    older = {"is_sure": "y", "number": "审建〔2026〕1号"}
    answer = client.post("/submissions/followed/withdraw", data=older)
    assert (answer.status_code, "另查了审建〔2026〕2号" in answer.text) == (422, True)
