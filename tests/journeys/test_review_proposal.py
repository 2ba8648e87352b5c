"""A citizen's 审查建议 from the public form to the reply; and nowhere a word of who made it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlmodel import select

from registry.jobs import queue_notices
from registry.jobs.follow_index import run as follow_index
from registry.jobs.office import Office
from registry.search.reader import current_reader
from registry.search.tokens import needed
from registry.storage.engine import Store, reading
from registry.storage.notices import Notice
from tests.building.documents import register_nth
from tests.building.proposals import follow, submit
from tests.cast import NOW

Enter = Callable[[str], FlaskClient]
MARKS = {
    "name": "麒麟罕名氏",
    "phone": "13877665544",
    "email": "rare-mark@nowhere.example.cn",
    "address": "罕见巷七十七号院",
}
DAY = {"on": "2026-03-05"}


def marks_in(text: str) -> list[str]:
    return [mark for mark in MARKS.values() if mark in text]


def test_from_the_form_to_the_reply(enter: Enter, store: Store) -> None:
    document_id = register_nth(store)
    visitor = enter("visitor")
    code = submit(visitor, query=f"?document={document_id}", title="示范区农机购置补贴办法之3")
    clerk, lead, stranger = enter("clerk"), enter("lead"), enter("visitor")
    assert "审建〔2026〕1号" in clerk.get("/desk/proposals/").text
    clerk.post("/desk/proposals/1/accept", data={**DAY, "version": "1"})
    assert f"/desk/documents/{document_id}" in clerk.get("/desk/proposals/1").text
    draft = {**DAY, "version": "2", "result": "to_correct", "draft": "第三条应当修改，已要求制定机关处理。"}
    clerk.post("/desk/proposals/1/examine", data=draft)
    assert "第三条应当修改" not in follow(visitor, code).text
    lead.post("/desk/proposals/1/reply", data={**DAY, "version": "3"})
    page = follow(visitor, code).text
    assert "第三条应当修改，已要求制定机关处理。" in page
    paper = visitor.get("/submissions/followed/reply.docx")
    words = re.sub("<[^>]+>", "", zipfile.ZipFile(io.BytesIO(paper.data)).read("word/document.xml").decode())
    assert "关于审查建议的答复" in words
    assert "您对《示范区农机购置补贴办法之3》（示农〔2026〕3号）提出的审查建议（审建〔2026〕1号）" in words
    for address, status, leads_to in (
        ("/submissions/followed", 303, "/submissions/follow"),
        ("/submissions/followed/withdraw", 303, "/submissions/follow"),
        ("/submissions/followed/reply.docx", 404, None),
        ("/desk/proposals/1", 302, "/account/sign-in?next=/desk/proposals/1"),
    ):
        answer = stranger.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (status, leads_to), address
    for address in ("/", f"/documents/{document_id}", "/?q=第三条应当修改"):
        assert "审建" not in stranger.get(address).text


def test_who_proposes_leaves_no_trace_but_in_its_own_table(
    enter: Enter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    document_id = register_nth(store)
    code = submit(enter("visitor"), query=f"?document={document_id}", **MARKS)
    visitor, clerk, lead = enter("visitor"), enter("clerk"), enter("lead")
    clerk.post("/desk/proposals/1/person")
    clerk.post("/desk/proposals/1/accept", data={**DAY, "version": "1"})
    draft = {**DAY, "version": "2", "result": "upheld", "draft": "未发现问题。"}
    clerk.post("/desk/proposals/1/examine", data=draft)
    office = Office(store, "https://beian.example.gov.cn")
    with time_machine.travel(NOW + timedelta(days=70)):
        queue_notices.run(office, NOW + timedelta(days=70))
    follow_index(office, NOW)
    with reading(store) as session:
        told = [str(notice.facts) for notice in session.exec(select(Notice))]
    assert [words for words in told if "审建〔2026〕1号" in words]
    assert not marks_in("".join(told))
    follow(visitor, code)
    pages = [
        (visitor, "/submissions/followed"),
        (visitor, "/"),
        (visitor, f"/documents/{document_id}"),
        (visitor, "/export.csv"),
        (lead, "/desk/proposals/"),
        (lead, "/desk/proposals/1"),
        (lead, "/desk/proposals/export.csv"),
        (lead, "/desk/notices/"),
        (lead, "/desk/audit/"),
        (lead, "/desk/audit/export.csv"),
        (lead, "/desk/"),
        (lead, "/desk/jobs/"),
        (enter("drafter"), "/desk/"),
        (enter("auditor"), "/desk/audit/"),
    ]
    for client, address in pages:
        text = client.get(address).text
        assert not marks_in(text), address
    for mark in MARKS.values():
        assert "审建〔2026〕1号" not in lead.get(f"/desk/proposals/?scope=all&q={mark}").text
        assert "农机购置补贴" not in visitor.get(f"/?q={mark}").text
    assert not marks_in(caplog.text)
    assert code not in caplog.text
    index = current_reader(store)
    assert index is not None
    assert index.documents_with(needed("农机购置补贴")) == {document_id}
    assert not [mark for mark in MARKS.values() if index.documents_with(needed(mark))]
