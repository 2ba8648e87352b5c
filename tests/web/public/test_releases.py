"""Released lists: frozen rows and the very bytes of the paper."""

import hashlib
import re

from flask.testing import FlaskClient

from registry.domain.documents import Disclosure
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.pdfs import add_pdf
from registry.storage.releases import Release, ReleasePdf, rows_of
from tests.web.public.conftest import Register, plain


def test_no_release_yet_says_so(store: Store, client: FlaskClient) -> None:
    page = client.get("/releases")
    assert page.status_code == 200
    assert "还没有公布清理结果" in page.text


def test_the_page_says_the_counts_and_what_is_not_listed(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    page = visitor.get(f"/releases/{register_of_much.release}").text
    assert "本次清理共5件" in page
    assert "其中3件不予公开" in page
    assert "共1件；另有1件不予公开" in page
    assert "区政府第3次常务会议" in page
    assert "渔业管理已有新规定" in page
    assert f'<a href="/documents/{register_of_much.ended}">示范区旧渔业办法</a>' in page


def test_the_paper_is_the_frozen_one(register_of_much: Register, visitor: FlaskClient) -> None:
    address = f"/releases/{register_of_much.release}"
    paper = visitor.get(f"{address}/list.docx")
    with reading(register_of_much.store) as session:
        release = session.get_one(Release, register_of_much.release)
    digest = hashlib.sha256(paper.data).hexdigest()
    assert digest == release.docx_sha256
    assert digest in visitor.get(address).text


def test_the_tables_hold_the_printed_rows(register_of_much: Register, visitor: FlaskClient) -> None:
    address = f"/releases/{register_of_much.release}/list"
    with reading(register_of_much.store) as session:
        titles = [row.title for row in rows_of(session, register_of_much.release)]
    lines = visitor.get(f"{address}.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "序号,清理结果,文件名称,发文字号,制定机关,公布日期,施行日期,有效期至,效力说明,理由或备注,终止日期,责任单位,完成时限"
    )
    assert [line.split(",")[2] for line in lines[1:]] == titles == ["示范区停车管理办法", "示范区旧渔业办法"]
    assert all(title in plain(visitor.get(f"{address}.xlsx").data) for title in titles)


def test_the_decision_leads_to_its_list(register_of_much: Register, visitor: FlaskClient) -> None:
    address = f"/releases/{register_of_much.release}"
    decision = re.search(r'href="(/documents/\d+)">看公布文件的正文', visitor.get(address).text)
    assert decision
    assert f'href="{address}">按表格查看' in visitor.get(decision[1]).text


def test_the_list_names_every_release(register_of_much: Register, visitor: FlaskClient) -> None:
    page = visitor.get("/releases").text
    assert re.findall(r'href="/releases/(\d+)"', page) == [str(register_of_much.release)]
    assert "共5件：" in page


def test_a_release_that_never_was_is_no_page(store: Store, client: FlaskClient) -> None:
    for address in ("/releases/7", "/releases/7/list.docx", "/releases/7/list.pdf", "/releases/99999999999"):
        assert client.get(address).status_code == 404


def test_the_pdf_is_offered_where_it_was_made_and_to_whom_the_paper_is(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    release_id, address = register_of_much.release, f"/releases/{register_of_much.release}"
    assert "list.pdf" not in visitor.get(address).text
    assert visitor.get(f"{address}/list.pdf").status_code == 404
    with transaction(register_of_much.store) as session:
        add_pdf(session, ReleasePdf, release_id, b"%PDF kept")
    page, paper = visitor.get(address).text, visitor.get(f"{address}/list.pdf")
    assert f"{address}/list.pdf" in page
    assert hashlib.sha256(b"%PDF kept").hexdigest() in page
    assert (paper.data, paper.mimetype) == (b"%PDF kept", "application/pdf")
    with transaction(register_of_much.store) as session:
        decision = session.get_one(Release, release_id).document_id
        session.get_one(Document, decision).disclosure = Disclosure.WITHHELD
    for kind in ("docx", "pdf"):
        assert visitor.get(f"{address}/list.{kind}").status_code == 404, kind


def test_the_list_is_searched_and_narrowed_and_keeps_the_printed_numbers(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    address = f"/releases/{register_of_much.release}"
    page = visitor.get(f"{address}?q=渔业").text
    assert "示范区旧渔业办法" in page
    assert "示范区停车管理办法" not in page.partition("本次清理共")[2]
    assert '<td data-label="序号" class="number">1</td>' in page
    narrowed = visitor.get(f"{address}?outcome=retain").text
    assert "示范区停车管理办法" in narrowed
    assert ">示范区旧渔业办法<" not in narrowed
    assert "目录中没有这样的文件" in visitor.get(f"{address}?q=没有的词").text


def test_the_rows_are_given_as_json_with_their_hash(register_of_much: Register, visitor: FlaskClient) -> None:
    answer = visitor.get(f"/releases/{register_of_much.release}/list.json")
    told = answer.get_json()
    with reading(register_of_much.store) as session:
        release = session.get_one(Release, register_of_much.release)
        rows = rows_of(session, register_of_much.release)
    assert (told["rows_sha256"], told["counts"]) == (release.rows_sha256, release.counts)
    assert [row["title"] for row in told["rows"]] == [row.title for row in rows]
    assert set(told["rows"][0]) == set(release.frozen_fields)
    assert visitor.get("/releases/99/list.json").status_code == 404


def test_a_document_tells_what_released_rounds_said_of_it(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    page = visitor.get(f"/documents/{register_of_much.ended}").text
    history = re.search(r'id="rounds">历次清理：(.*?)</p>', page, re.S)
    assert history
    assert f'href="/releases/{register_of_much.release}"' in history[1]
    assert re.search(r">20\d\d年(废止|宣布失效)</a>。", history[1])
