"""The workbook of a round in the browser: downloaded, sent back, and its clashes settled side by side."""

import base64
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.domain.cleanups import Outcome
from registry.storage.engine import Store
from tests.building.documents import register_old, register_secret
from tests.building.round_workbooks import fill_in
from tests.building.rounds import decide, items, start_round

SignIn = Callable[[str], FlaskClient]
REPEAL = {"清理意见": "废止", "理由": "依据已废止", "替代文件或依据": "示农规〔2025〕1号"}


@pytest.fixture
def round_id(store: Store) -> int:
    register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    register_old(store, "关于乙的通知")
    register_old(store, "关于丙的通知", authority_id=3)
    register_secret(store)
    return start_round(store)


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values)[1:]


def send(
    browser: FlaskClient, round_id: int, file: bytes, name: str = "表.xlsx", **typed: str
) -> TestResponse:
    data = {"file": (io.BytesIO(file), name), **typed}
    return browser.post(f"/desk/cleanups/{round_id}/returns", data=data)


def test_a_contact_gets_its_own_rows_and_the_office_all_or_a_zip(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    address = f"/desk/cleanups/{round_id}/workbook.xlsx"
    contact, clerk = sign_in("drafter"), sign_in("clerk")
    # the secret stub is the drafter's too: known by its local serial, without a title
    assert [row[1:3] for row in rows_of(contact.get(address).data)] == [
        ("关于甲的通知", "示农〔2020〕1号"),
        ("关于乙的通知", None),
        (None, "密-1"),
    ]
    assert len(rows_of(contact.get(f"{address}?authority_id=3").data)) == 3
    assert len(rows_of(clerk.get(address).data)) == 4
    assert len(rows_of(clerk.get(f"{address}?authority_id=3").data)) == 1
    names = zipfile.ZipFile(io.BytesIO(clerk.get(f"/desk/cleanups/{round_id}/workbooks.zip").data)).namelist()
    assert names == ["001-示范区农业农村局.xlsx", "002-示范区青石镇人民政府.xlsx"]
    assert contact.get(f"/desk/cleanups/{round_id}/workbooks.zip").status_code == 403


def test_the_office_says_whose_words_a_file_carries_and_its_bad_rows_are_named(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    browser = sign_in("clerk")
    table = "发文字号,标题,清理意见,理由\n示农〔2020〕1号,,废止,过时\n密-1,,继续有效,\n,关于丁的通知,废止,\n"
    assert "请选择表中是" in send(browser, round_id, table.encode(), "表.csv").text
    answer = send(browser, round_id, table.encode(), "表.csv", side="decisions")
    assert answer.status_code == 422
    assert "第4行：本轮清理中没有标题为《关于丁的通知》的文件" in answer.text
    assert [item.outcome for item in items(store, round_id)] == [Outcome.REPEAL, None, None, Outcome.RETAIN]
    encoded = re.search(r'base64,([^"]+)" download="表-未接受的行.xlsx"', answer.text)
    assert encoded
    assert rows_of(base64.b64decode(encoded[1]))[0][1] == "关于丁的通知"
    assert (
        "请选择要交回的" in browser.post(f"/desk/cleanups/{round_id}/returns", data={"side": "answers"}).text
    )


def test_a_contact_sends_its_workbook_and_settles_a_clash(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    browser = sign_in("drafter")
    empty = browser.get(f"/desk/cleanups/{round_id}/workbook.xlsx").data
    assert "用表格填报" in browser.get(f"/desk/cleanups/{round_id}").text
    sent = send(
        browser, round_id, fill_in(empty, {"关于甲的通知": {"清理意见": "继续有效"}}), side="decisions"
    )
    assert sent.status_code == 303
    assert "写入1行，2行与现有意见相同" in browser.get(sent.location).text
    assert items(store, round_id)[0].proposed_outcome is Outcome.RETAIN
    stale = send(browser, round_id, fill_in(empty, {"关于甲的通知": REPEAL, "关于乙的通知": REPEAL}))
    assert stale.status_code == 200
    assert "选定1处冲突" in stale.text
    address = f"/desk/cleanups/{round_id}/clashes"
    page = browser.get(address).text
    for words in ("继续有效", "废止；理由：依据已废止", "表.xlsx，工作表“清理意见”第2行", "周起草"):
        assert words in page
    assert "没有待选定的冲突" in sign_in("stranger").get(address).text
    nothing = browser.post(address, data=chosen(page), follow_redirects=True)
    assert "没有选定任何一处" in nothing.text
    assert browser.post(address, data=chosen(page) | {"kept-1": "row"}).status_code == 303
    assert items(store, round_id)[0].proposed_outcome is Outcome.REPEAL
    assert "采用表中的" in browser.get(f"{address}?state=settled").text
    again = browser.post(address, data=chosen(page) | {"kept-1": "row"})
    assert again.status_code == 409
    assert "已由周起草（drafter）选定" in again.text


def chosen(page: str) -> dict[str, str]:
    """The hidden fields of the clashes on a page."""
    return dict(re.findall(r'name="(version-\d+)" value="(\d+)"', page))


def test_the_clashes_of_a_page_are_settled_at_once_and_bar_the_release_until_then(
    store: Store, sign_in: SignIn, round_id: int
) -> None:
    contact, clerk = sign_in("drafter"), sign_in("clerk")
    empty = contact.get(f"/desk/cleanups/{round_id}/workbook.xlsx").data
    documents = [item.document_id for item in items(store, round_id)]
    decide(store, round_id, dict.fromkeys(documents, Outcome.RETAIN))
    send(contact, round_id, fill_in(empty, {"关于甲的通知": REPEAL, "关于乙的通知": REPEAL}))
    check = clerk.get(f"/desk/cleanups/{round_id}/check").text
    assert "交回的表格有2行与现有意见不同" in check
    assert f"/desk/cleanups/{round_id}/clashes" in check
    address = f"/desk/cleanups/{round_id}/clashes?authority_id=2"
    assert "没有待选定的冲突" in clerk.get(f"/desk/cleanups/{round_id}/clashes?authority_id=3").text
    page = clerk.get(address).text
    settled = clerk.post(address, data=chosen(page) | {"all": "stood"}, follow_redirects=True)
    assert "已选定2处" in settled.text
    assert "没有待选定的冲突" in settled.text
    assert "与现有意见不同" not in clerk.get(f"/desk/cleanups/{round_id}/check").text
    assert {item.outcome for item in items(store, round_id)} == {Outcome.RETAIN}
    auditor = sign_in("auditor")
    assert auditor.get(address).status_code == 200
    assert auditor.post(address, data=chosen(page) | {"all": "row"}).status_code == 403
    odd = {"version-1x": "1", "version-2": "x", "kept-2": "row", "version-": "1"}
    assert clerk.post(address, data=odd | {"all": "row"}, follow_redirects=True).status_code == 200
