"""The page of one document."""

import io
from datetime import date

import docx
import pytest
from flask.testing import FlaskClient

from registry.actions.documents.record_event import record_event
from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.engine import Store
from tests.building.documents import register_old
from tests.cast import NOW
from tests.web.public.conftest import LONG_AGO, Register


def test_the_labels_of_government_sites_are_there(register_of_much: Register, visitor: FlaskClient) -> None:
    page = visitor.get(f"/documents/{register_of_much.shown}").text
    for label in ("索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期", "有效性"):
        assert f"<dt>{label}</dt>" in page
    assert "示农〔2020〕3号" in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/documents/{register_of_much.shown}">' in page


def test_chapters_and_articles_can_be_linked_to(register_of_much: Register, visitor: FlaskClient) -> None:
    page = visitor.get(f"/documents/{register_of_much.shown}").text
    assert 'href="#chapter-1"' in page
    assert '<h2 id="chapter-1">第一章　总则</h2>' in page
    assert '<p id="art-2">' in page


PAPER = """示范区关于停车收费的通知
示农〔2020〕9号
各镇人民政府：
收费标准如下：
车型\t元
小型车\t5
示范区农业农村局
2020年3月5日
附件
名录"""


def test_the_text_reads_like_the_paper(
    store: Store, register_of_much: Register, visitor: FlaskClient
) -> None:
    paper = register_old(
        store, "示范区关于停车收费的通知", dates=LONG_AGO, doc_no="示农〔2020〕9号", text=PAPER
    )
    page = visitor.get(f"/documents/{paper}").text
    text = page[page.index('id="text"') :]
    parts = (
        '<p class="head"><span><span>示范区农业农村局</span></span><span>文件</span></p>',
        '<p class="title">示范区关于停车收费的通知</p>',
        '<p class="number">示农〔2020〕9号</p>',
        '<p class="addressee">各镇人民政府：</p>',
        "<tr><td>车型</td><td>元</td></tr>",
        '<div class="closing"><p class="signature">',
        '<p class="date">2020年3月5日</p></div>',
        '<h2 id="annex-1" class="annex">附件</h2>',
        "收录的正文中没有这一行",
    )
    flat = "".join(line.strip() for line in text.splitlines())
    assert [part for part in parts if part not in flat] == []


def test_an_ended_document_keeps_its_text_under_a_banner(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    address = f"/documents/{register_of_much.ended}"
    page = visitor.get(address).text
    assert "本文件已不再执行" in page
    assert "渔业一条。" in page
    assert "清理结果的通告》</a>" in page  # who ended it, with a link
    before = visitor.get(f"{address}?on=2026-03-04").text
    assert "本文件已不再执行" not in before
    assert "看今天的时效性" in before


def test_ties_lead_both_ways_and_words_stand_for_what_is_elsewhere(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    shown, ended = register_of_much.shown, register_of_much.ended
    page = visitor.get(f"/documents/{shown}").text
    assert f'<dt>配套</dt><dd><a href="/documents/{ended}">' in page
    assert "《中华人民共和国道路交通安全法》" in page
    assert f'<dt>被其配套</dt><dd><a href="/documents/{shown}">' in visitor.get(f"/documents/{ended}").text


def test_what_a_hidden_document_did_is_told_by_its_kind_and_day_only(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    page = visitor.get(f"/documents/{register_of_much.shown}?on=2021-01-15").text
    assert "自2021年1月1日起停止执行。" in page
    assert '<time datetime="2021-01-01">' in page


def test_an_extension_moves_the_last_valid_day_from_its_day_on(store: Store, client: FlaskClient) -> None:
    dates = Dates(published_on=date(2020, 5, 1), effective_on=date(2020, 5, 1), valid_until=date(2025, 4, 30))
    document_id = register_old(store, "示范区绿地办法", dates=dates)
    record_event(
        store,
        OPERATOR,
        document_id,
        EventKind.EXTENDED,
        effective_on=date(2025, 3, 1),
        source="延长决定",
        new_valid_until=date(2030, 4, 30),
        now=NOW,
    )
    assert "<dd>2025年4月30日</dd>" in client.get(f"/documents/{document_id}?on=2025-02-28").text
    page = client.get(f"/documents/{document_id}").text
    assert "<dd>2030年4月30日</dd>" in page
    assert "延长有效期（至2030年4月30日）" in page


def test_a_document_without_dates_is_not_called_valid(store: Store, client: FlaskClient) -> None:
    document_id = register_old(store, "示范区绿地办法", dates=Dates())
    page = client.get(f"/documents/{document_id}").text
    assert "效力待核" in page
    assert "请以制定机关的答复为准" in page
    assert "本目录没有收录正文文字" in page


def test_a_file_is_saved_under_its_name_and_never_run(
    register_of_much: Register, visitor: FlaskClient
) -> None:
    address = f"/documents/{register_of_much.shown}/files/{register_of_much.public_file}"
    with visitor.get(address) as answer:
        assert answer.data.decode() == "停车管理办法.txt的内容"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("written", ["x", "1948-01-01", "2026-13-01"])
def test_a_strange_day_is_named_and_today_shown(store: Store, client: FlaskClient, written: str) -> None:
    document_id = register_old(store, "示范区绿地办法", dates=LONG_AGO)
    assert "以下按今天" in client.get(f"/documents/{document_id}?on={written}").text


def test_the_answer_for_a_day_is_printed_from_public_facts_only(
    register_of_much: Register, store: Store, visitor: FlaskClient
) -> None:
    record_event(
        store, OPERATOR, register_of_much.shown, EventKind.REPEALED,
        effective_on=NOW.date(), source="内部请示件", now=NOW,
    )  # fmt: skip
    address = f"/documents/{register_of_much.shown}"
    assert "/proof.docx?on=" in visitor.get(address).text
    answer = visitor.get(f"{address}/proof.docx?on={NOW.date()}")
    said = "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(answer.data)).paragraphs)
    assert "不具有效力（时效性：废止）" in said
    assert "内部请示件" not in said
    assert "命令行" not in said
    assert visitor.get("/documents/999/proof.docx").status_code == 404
