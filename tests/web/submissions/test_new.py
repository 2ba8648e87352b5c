"""The public form: what it takes, what it refuses with everything kept, and that one form makes one proposal."""

import re
import secrets
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from registry.domain.documents import Dates, Disclosure
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.review_proposals import ProposalFile, ProposalPerson, ReviewProposal
from tests.building.documents import register_nth, register_old, register_secret
from tests.building.proposals import (
    ADDRESS,
    MAIL,
    NAME,
    PHONE,
    TYPED,
    code_of,
    send,
    submit,
    token_of,
)
from tests.cast import NOW

PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def proposals(store: Store) -> list[ReviewProposal]:
    with reading(store) as session:
        return list(session.exec(select(ReviewProposal).order_by(ReviewProposal.id)))  # type: ignore[arg-type]


def kept(page: str) -> list[str]:
    """The words of TYPED that the page still shows."""
    return [name for name, words in TYPED.items() if words.split("\n")[0] in page]


def test_who_submits_gets_a_receipt_with_number_code_and_the_day_to_reply_by(
    client: FlaskClient, store: Store
) -> None:
    answer = send(client)
    assert answer.status_code == 200
    assert "审建〔2026〕1号" in answer.text
    assert "2026年5月6日" in answer.text  # 60 days from 5 March end on 4 May, a holiday
    assert "60日届满为2026年5月4日（劳动节），顺延至2026年5月6日" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    code = code_of(answer)
    (proposal,) = proposals(store)
    assert code.replace("-", "") not in (proposal.code_hash or "")
    with reading(store) as session:
        assert session.get_one(ProposalPerson, proposal.id).name == NAME


def test_the_receipt_names_nobody(client: FlaskClient) -> None:
    page = send(client).text
    assert not [word for word in (NAME, PHONE, MAIL, ADDRESS) if word in page]


def test_the_same_form_sent_again_gives_the_same_receipt_and_no_second_proposal(
    client: FlaskClient, store: Store
) -> None:
    token = token_of(client.get("/submissions/new"))
    codes = {code_of(send(client, token=token)) for _ in range(3)}
    assert len(codes) == 1
    assert len(proposals(store)) == 1


def test_a_form_sent_again_with_other_words_says_so_and_keeps_them(client: FlaskClient, store: Store) -> None:
    token = token_of(client.get("/submissions/new"))
    send(client, token=token)
    again = send(client, token=token, clause="第九条")
    assert again.status_code == 422
    assert "登记号是审建〔2026〕1号" in again.text
    assert "第九条" in again.text
    assert len(proposals(store)) == 1
    assert send(client, token=token_of(again), clause="第九条").status_code == 200
    assert [proposal.number for proposal in proposals(store)] == ["审建〔2026〕1号", "审建〔2026〕2号"]


def test_an_old_form_is_refused_with_everything_kept_and_may_be_sent_again(
    client: FlaskClient, store: Store
) -> None:
    token = token_of(client.get("/submissions/new"))
    with time_machine.travel(NOW + timedelta(hours=5)):
        answer = send(client, token=token)
        assert answer.status_code == 422
        assert "页面打开得太久" in answer.text
        assert kept(answer.text) == list(TYPED)
        assert not proposals(store)
        assert send(client, token=token_of(answer)).status_code == 200


def test_an_old_form_that_was_sent_already_makes_no_second_proposal(
    client: FlaskClient, store: Store
) -> None:
    token = token_of(client.get("/submissions/new"))
    send(client, token=token)
    with time_machine.travel(NOW + timedelta(hours=5)):
        assert "登记号是审建〔2026〕1号，无需重复提交" in send(client, token=token).text
    assert len(proposals(store)) == 1


def test_a_token_that_was_forged_or_given_to_another_browser_is_refused(app: Flask, store: Store) -> None:
    mine, other = app.test_client(), app.test_client()
    stolen = token_of(other.get("/submissions/new"))
    mine.get("/submissions/new")
    for token in ("", "x", stolen, stolen[:-1] + "x", secrets.token_urlsafe(60), "x" * 5000):
        answer = send(mine, token=token)
        assert answer.status_code == 422, token
        assert kept(answer.text) == list(TYPED)
    assert not proposals(store)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "照文件上的标题填写"),
        ({"reason": " \n"}, "请写明提出审查建议的理由"),
        ({"name": ""}, "请填写姓名或者单位名称"),
        ({"phone": "", "email": "", "address": ""}, "请至少填写一种联系方式"),
        ({"email": "不是邮箱"}, "电子邮箱的写法不对"),
        ({"is_anonymous": "y"}, "选择了匿名，就不要填写姓名"),
        ({"reason": "长" * 20_001}, "最多20000个字"),
        ({"title": "长" * 301}, "最多300个字"),
        ({"website": "http://example.cn"}, "“网址”一栏不用填写"),
        ({"kind": "robot"}, ""),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_the_rest_kept(
    client: FlaskClient, store: Store, changes: dict[str, str], sentence: str
) -> None:
    answer = send(client, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert set(TYPED) - set(changes) <= set(kept(answer.text))
    assert not proposals(store)


def test_who_stays_anonymous_leaves_no_name(client: FlaskClient, store: Store) -> None:
    nobody = dict.fromkeys(("name", "phone", "email", "address"), "")
    assert send(client, is_anonymous="y", **nobody).status_code == 200
    with reading(store) as session:
        (person,) = session.exec(select(ProposalPerson)).all()
    assert person.value().is_anonymous


def test_a_public_document_is_named_in_its_form_and_linked(client: FlaskClient, store: Store) -> None:
    document_id = register_nth(store)
    page = client.get(f"/submissions/new?document={document_id}")
    assert "示范区农机购置补贴办法之3" in page.text
    assert f"/submissions/new?document={document_id}" in client.get(f"/documents/{document_id}").text
    send(client, query=f"?document={document_id}")
    assert [proposal.document_id for proposal in proposals(store)] == [document_id]


def test_a_document_that_is_not_public_is_answered_like_one_that_does_not_exist(
    client: FlaskClient, store: Store
) -> None:
    draft = register_old(store, "示范区未公布的办法", is_published=False, dates=Dates())
    withheld = register_old(store, "示范区不公开的办法", disclosure=Disclosure.WITHHELD)
    hidden = [draft, withheld, register_secret(store)]
    plain = _bare(client.get("/submissions/new?document=99999").text)
    for document_id in hidden:
        assert _bare(client.get(f"/submissions/new?document={document_id}").text) == plain
        typed = {"title": "示范区未公布的办法", "doc_no": ""}
        there = send(client, query=f"?document={document_id}", **typed)
        assert there.status_code == 200
    assert [proposal.document_id for proposal in proposals(store)] == [None] * 3


def test_hostile_words_are_kept_as_words(client: FlaskClient, store: Store) -> None:
    words = "<script>alert(1)</script>\u202e倒\x00\x08字\u200b"
    page = send(client, title=words, reason=f"{words}\n\n\n\n=HYPERLINK(1)", clause="' OR 1=1 --%_").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;倒字" in page
    (proposal,) = proposals(store)
    assert proposal.title == "<script>alert(1)</script>倒字"
    assert proposal.reason == "<script>alert(1)</script>倒字\n\n=HYPERLINK(1)"


def _bare(page: str) -> str:
    return re.sub(r'value="[^"]*"|nonce="[^"]*"|nonce-[^\']*|document=\d+', "", page)


# Attachments.


def test_attachments_are_kept_without_their_names(client: FlaskClient, store: Store) -> None:
    names = ("../../etc/甄提出的身份证.PNG", "c:\\甄提出.pdf")
    send(client, files=[(PNG, names[0]), (PDF, names[1])])
    with reading(store) as session:
        files = session.exec(select(ProposalFile)).all()
    assert [(row.position, row.kind, row.size) for row in files] == [(1, "png", 28), (2, "pdf", 15)]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ", "工具.exe", "附件只能是"),
        (b"<html>", "网页.html", "附件只能是"),
        (b"<svg/>", "图.svg", "附件只能是"),
        (b"GIF89a", "图.png", "内容不是PNG文件"),
        (b"<html>%PDF-", "两用.pdf", "内容不是PDF文件"),
        (b"", "空.pdf", "空文件"),
        (PDF + b"0" * (5 * 1024 * 1024), "大.pdf", "超过5MB"),
        (b"PK\x03\x04" + b"0" * 50, "坏.docx", "附件1.docx"),
    ],
)
def test_an_attachment_of_another_kind_is_refused_with_the_form_kept(
    client: FlaskClient, store: Store, content: bytes, name: str, sentence: str
) -> None:
    answer = send(client, files=[(content, name)])
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "请重新选择" in answer.text
    assert kept(answer.text) == list(TYPED)
    assert not proposals(store)


def test_words_where_a_file_belongs_are_no_file(client: FlaskClient, store: Store) -> None:
    token = token_of(client.get("/submissions/new"))
    answer = client.post("/submissions/new", data={**TYPED, "token": token, "files": ["a", "b"]})
    assert answer.status_code == 200
    with reading(store) as session:
        assert not session.exec(select(ProposalFile)).all()


def test_four_attachments_are_too_many(client: FlaskClient) -> None:
    answer = send(client, files=[(PNG, f"{n}.png") for n in range(4)])
    assert answer.status_code == 422
    assert "附件最多3个" in answer.text


def test_a_huge_body_and_a_form_of_many_parts_get_a_sentence(client: FlaskClient, store: Store) -> None:
    huge = send(client, files=[(PDF + b"0" * (25 * 1024 * 1024), "大.pdf")])
    assert huge.status_code == 413
    assert "不能超过24MB" in huge.text
    many = send(client, **{f"field{n}": "x" for n in range(100)})
    assert many.status_code == 413
    typed = send(client, reason="长" * 600_000)
    assert typed.status_code == 413
    assert not proposals(store)


# Limits.


def test_an_address_that_submits_too_much_is_told_to_wait_with_the_form_kept(
    client: FlaskClient, store: Store
) -> None:
    for n in range(20):
        submit(client, clause=f"第{n}条")
    answer = send(client)
    assert answer.status_code == 429
    assert "请过一小时" in answer.text
    assert kept(answer.text) == list(TYPED)
    assert len(proposals(store)) == 20


def test_a_form_that_is_refused_takes_no_place_of_a_proposal(client: FlaskClient, store: Store) -> None:
    for _ in range(21):
        assert send(client, files=[(b"MZ", "工具.exe")]).status_code == 422
    assert send(client).status_code == 200


def test_nobody_may_frame_the_form(client: FlaskClient) -> None:
    headers = client.get("/submissions/new").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_while_numbers_rest_after_a_restore_nothing_is_taken(client: FlaskClient, store: Store) -> None:
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "从备份恢复")
    answer = send(client)
    assert answer.status_code == 422
    assert "暂时不能登记审查建议" in answer.text
    assert kept(answer.text) == list(TYPED)
