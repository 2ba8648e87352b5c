"""A list of documents as one wants to see it: its columns, its words in the texts, its files and the views kept of it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from docx import Document as open_docx
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.domain.documents import Disclosure
from registry.storage.engine import Store
from registry.web.desk.documents import listing
from tests.building.documents import DATES, register
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]
LIST = "/desk/documents"


def _register_documents(store: Store, cast: Cast, now: datetime) -> None:
    for serial, title, changes in (
        (1, "示范区养犬管理办法", {"text": "第一条　为了规范养犬，制定本办法。禁止遗弃。"}),
        (
            2,
            "示范区停车管理办法",
            {"text": "第一条　停车收费。不得遗弃车辆。", "disclosure": Disclosure.WITHHELD},
        ),
        (3, "示范区绿地管理办法", {"text": "第一条　绿地。", "dates": replace(DATES, published_on=None)}),
    ):
        values = {"title": title, "doc_no": f"示农〔2026〕{serial}号", "authority_ids": (2, 3), **changes}
        register(store, cast.clerk, now, **values)


@pytest.fixture(autouse=True)
def documents(prepared: Prepare, cast: Cast, now: datetime) -> None:
    prepared(_register_documents, cast, now)


def listed(page: str) -> list[str]:
    """The titles in the order of the rows."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        name
        for row in body.split("<tr")
        for name in ("养犬", "停车", "绿地")
        if f"{name}</" in row or f"{name}管" in row
    ]


def headings(page: str) -> list[str]:
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    return [
        name for name in ("文件名称", "发文字号", "联合制定机关", "备案状态", "时效性") if f">{name}<" in head
    ]


def test_the_columns_are_those_of_the_address_and_the_usual_ones_without(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    assert headings(clerk.get(LIST).text) == ["文件名称", "发文字号", "时效性"]
    chosen = clerk.get(f"{LIST}?columns=filing_state&columns=co_issuers").text
    assert headings(chosen) == ["文件名称", "联合制定机关", "备案状态"]
    assert "示范区青石镇人民政府" in chosen
    assert "待报送" in chosen
    assert headings(clerk.get(f"{LIST}?columns=co_issuers,status").text) == [
        "文件名称",
        "联合制定机关",
        "时效性",
    ]
    assert headings(clerk.get(f"{LIST}?columns=nonsense").text) == ["文件名称", "发文字号", "时效性"]


@pytest.mark.parametrize(
    "name", ["title", "doc_no", "authority", "kind", "disclosure", "signed_on", "subject", "updated_at"]
)
def test_a_sorted_heading_says_so_and_turns_the_order(sign_in: SignIn, name: str) -> None:
    page = sign_in("clerk").get(f"{LIST}?sort={name}&columns={name}").text
    assert 'aria-sort="ascending"' in page
    assert f"sort=-{name}" in page


def test_a_filter_keeps_the_order_and_the_columns(sign_in: SignIn) -> None:
    page = sign_in("clerk").get(f"{LIST}?sort=title&columns=kind&q=养犬").text
    filters = page.partition('class="filters"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="sort" value="title">' in filters
    assert '<input type="hidden" name="columns" value="kind">' in filters
    assert f'href="{LIST}?sort=title&amp;columns=kind"' in filters  # 清除条件


def test_words_in_the_texts_pass_through_every_filter(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1").text) == ["停车", "养犬"]
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1&sort=doc_no").text) == ["养犬", "停车"]
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1&disclosure=withheld").text) == ["停车"]
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1&doubt=no_published_on").text) == []
    assert listed(clerk.get(f"{LIST}?q=绿地&full=1&doubt=no_published_on").text) == ["绿地"]
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1&draft=1").text) == []
    assert listed(clerk.get(f"{LIST}?q=遗弃&full=1&status=in_force").text) == ["停车", "养犬"]
    assert "<mark>遗弃</mark>" in clerk.get(f"{LIST}?q=遗弃&full=1").text


def test_words_in_the_texts_are_shown_page_by_page(
    sign_in: SignIn, store: Store, cast: Cast, now: datetime
) -> None:
    for n in range(10, 32):
        register(store, cast.clerk, now, title=f"示范区第{n}号办法", doc_no=f"示农〔2026〕{n}号", text="遗弃")
    second = sign_in("clerk").get(f"{LIST}?q=遗弃&full=1&page=2").text
    assert "共24件，第2/2页" in second
    assert "full=1" in second.partition('class="pager"')[2]


def test_many_matches_are_walked_and_few_gathered_to_the_same_page(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = sign_in("clerk")
    asked = f"{LIST}?status=in_force&sort=doc_no"
    few = listed(clerk.get(asked).text)
    monkeypatch.setattr(listing, "FEW", 0)
    assert listed(clerk.get(asked).text) == few == ["养犬", "停车", "绿地"]


def test_the_files_name_the_office_and_a_workbook_not_the_hour(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    book = clerk.get(f"{LIST}/export.xlsx").data
    assert load_workbook(io.BytesIO(book)).properties.creator == "司法局"
    assert open_docx(io.BytesIO(clerk.get(f"{LIST}/export.docx").data)).core_properties.author == "司法局"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20)):
        assert clerk.get(f"{LIST}/export.xlsx").data == book


def test_the_files_show_the_same_rows_columns_and_order(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    asked = "status=in_force&sort=-doc_no&columns=doc_no&columns=published_on"
    sheet = load_workbook(io.BytesIO(clerk.get(f"{LIST}/export.xlsx?{asked}").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("文件名称", "发文字号", "公布日期")
    assert [row[1] for row in rows[1:]] == ["示农〔2026〕3号", "示农〔2026〕2号", "示农〔2026〕1号"]
    assert rows[2][2].date() == date(2026, 2, 2)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C4")
    lines = clerk.get(f"{LIST}/export.csv?{asked}").data.decode("utf-8-sig").splitlines()
    assert lines[2] == "示范区停车管理办法,示农〔2026〕2号,2026-02-02"
    paper = open_docx(io.BytesIO(clerk.get(f"{LIST}/export.docx?{asked}").data))
    assert "继续有效，共3件" in "".join(one.text for one in paper.paragraphs)
    assert [cell.text for cell in paper.tables[0].rows[2].cells] == [
        "2",
        "示范区停车管理办法",
        "示农〔2026〕2号",
        "2026.2.2",
    ]
    found = clerk.get(f"{LIST}/export.csv?q=遗弃&full=1&columns=doc_no").data.decode("utf-8-sig")
    assert len(found.splitlines()) == 3


def test_a_paper_that_would_not_fit_is_refused_in_a_sentence(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    every = (
        "columns=doc_no,authority,co_issuers,kind,signed_on,issued_on,published_on,effective_on,status,doubts"
    )
    answer = clerk.get(f"{LIST}/export.docx?{every}")
    assert answer.status_code == 409
    assert "在“选择列”中去掉" in answer.text


def test_a_view_is_kept_opened_replaced_and_deleted(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    form = {
        "page": "desk.documents.index",
        "query": "status=in_force&sort=title&columns=kind",
        "name": "<b>有效</b>",
    }
    answer = clerk.post("/desk/views/save", data=form)
    assert answer.headers["Location"] == f"{LIST}?{form['query']}"
    page = clerk.get(LIST).text
    assert f'href="{LIST}?status=in_force&amp;sort=title&amp;columns=kind"' in page
    assert "&lt;b&gt;有效&lt;/b&gt;" in page
    assert "<b>有效" not in page
    clerk.post("/desk/views/save", data={**form, "query": "kind=gone&status=unheard_of"})
    page = clerk.get(LIST).text
    assert page.count("/desk/views/") == 2  # 保存, and one to delete
    assert clerk.get(f"{LIST}?kind=gone&status=unheard_of").status_code == 200
    assert clerk.post("/desk/views/1/delete").headers["Location"] == LIST
    assert "我的视图" not in clerk.get(LIST).text


def test_nobody_sees_or_deletes_the_view_of_another(sign_in: SignIn) -> None:
    form = {"page": "desk.documents.index", "query": "status=in_force", "name": "我的"}
    sign_in("clerk").post("/desk/views/save", data=form)
    lead = sign_in("lead")
    assert "我的视图" not in lead.get(LIST).text
    assert lead.post("/desk/views/1/delete").status_code == 404
    assert "我的视图" in sign_in("clerk").get(LIST).text


def test_a_view_without_a_name_comes_back_with_what_was_asked(sign_in: SignIn) -> None:
    form = {"page": "desk.documents.index", "query": "q=养犬", "name": " "}
    answer = sign_in("clerk").post("/desk/views/save", data=form)
    assert answer.status_code == 422
    assert "请给视图起一个名称" in answer.text
    assert 'value="q=养犬"' in answer.text
    assert (
        sign_in("clerk").post("/desk/views/save", data={**form, "page": "desk.audit.index"}).status_code
        == 404
    )
