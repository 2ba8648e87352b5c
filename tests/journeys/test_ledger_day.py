"""A ledger day: an ugly workbook is looked at, taken in, its refused rows mended, and sent once more for nothing."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl
from flask.testing import FlaskClient
from sqlmodel import select

from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.journeys.paperwork import text_of

Enter = Callable[[str], FlaskClient]
Rows = Sequence[Sequence[str]]

TITLE_ROW = "示范区行政规范性文件台账（截至2025年底）"
HEADINGS = ("序号", "文件名称", "发文字号", "制定机关", "公布时间", "有效期至", "备注")
GROUP = "一、区政府部门文件"
GOOD = (
    ("1", "示范区农药经营管理办法", "示农[2021]5号", "示范区农业农村局", "2021.3.5", "2026-03-04", ""),
    ("2", "示范区蓝藻打捞补助办法", "示农〔２０２２〕11号", "示范区农业农村局", "二〇二二年六月一日", "", ""),
    ("3", "青石镇古村保护办法", "青政〔2023〕2号", "示范区青石镇人民政府", "2023年8月15日", "", "试点"),
)
BAD_DATE = ("4", "青石镇集贸市场办法", "青政〔2024〕7号", "示范区青石镇人民政府", "2024年13月40日", "", "")
DOUBLE = ("5", "示范区农膜回收办法", "示农〔2021〕05号", "示范区农业农村局", "2021-09-01", "", "")


def _workbook(*rows: Sequence[str]) -> bytes:
    """A title across the sheet, the header below it, and a group heading in merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE_ROW])
    sheet.merge_cells("A1:G1")
    sheet.append(list(HEADINGS))
    sheet.append([GROUP])
    sheet.merge_cells("A3:G3")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _upload(browser: FlaskClient, content: bytes) -> str:
    """Sends the workbook and returns the address of its dry run."""
    files = {"files": (io.BytesIO(content), "台账.xlsx"), "disclosure": "public"}
    answer = browser.post("/desk/intakes/upload", data=files)
    assert answer.status_code == 303, text_of(answer)
    return answer.location


def _mended(content: bytes) -> bytes:
    """The refused row with what the last column asks for: a date that is one."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            if cell.value == BAD_DATE[4]:
                cell.value = "2024年12月30日"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _documents(store: Store) -> dict[str, Document]:
    with reading(store) as session:
        return {one.doc_no: one for one in session.exec(select(Document)).all()}


def test_an_ugly_ledger_ends_up_whole(store: Store, enter: Enter) -> None:
    clerk = enter("clerk")
    page = _upload(clerk, _workbook(*GOOD, BAD_DATE, DOUBLE))
    tried = text_of(clerk.get(page))
    assert "新增4件，更新0件" in tried
    assert "2024年13月40日" in tried
    assert "已用于《示范区农药经营管理办法》（第4行）" in tried
    assert _documents(store) == {}

    assert "确认写入" in clerk.get(f"{page}/apply").text
    clerk.post(f"{page}/apply")
    found = _documents(store)
    assert len(found) == 4  # a number used twice is kept, with its doubt
    assert found[GOOD[1][2]].published_on == date(2022, 6, 1)

    refused = clerk.get(f"{page}/refused.xlsx").data
    again = _upload(clerk, _mended(refused))
    assert "新增1件，更新0件" in text_of(clerk.get(again))
    clerk.post(f"{again}/apply")
    assert len(_documents(store)) == 5

    before = [one.model_dump() for one in _documents(store).values()]
    for content in (_mended(refused), _workbook(*GOOD)):
        third = text_of(clerk.get(_upload(clerk, content)))
        assert "没有可写入的内容" in third
    assert [one.model_dump() for one in _documents(store).values()] == before
