"""The pages of the table of laws: listed, loaded, kept by hand, and the documents that rest on what is gone."""

import io
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from registry.actions.cleanups.open_round import open_round
from registry.actions.documents.record_event import record_event
from registry.actions.documents.settle_doubt import settle_doubt
from registry.actions.laws.keep_law import add_law
from registry.domain.cleanups import RoundKind
from registry.domain.documents import Dates
from registry.domain.doubts import Doubt
from registry.domain.laws import Law, LawStatus
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.storage.engine import Store, reading
from registry.storage.gate import superseded_bases
from registry.storage.laws import present_row
from tests.building.bases import LAW, LAW_KEY, base_on, register_based
from tests.building.documents import register_old
from tests.building.rounds import CUT_OFF, NOW

SignIn = Callable[[str], FlaskClient]
CITED = LAW.strip("《》")
GONE = Law(CITED, LawStatus.REPEALED, date(2022, 1, 1), "示例省新促进条例", source="某决定")
TABLE = "法律名称,状态,废止日期,替代法规\n示例省促进条例,废止,2022-01-01,新促进条例\n甲法,不清楚,,\n"


def row_id(store: Store, law: Law) -> int:
    with reading(store) as session:
        row = present_row(session, law.keys)
    assert row is not None
    return row.id or 0


@pytest.fixture
def documents(store: Store) -> list[int]:
    """Two documents that rest on a law that is gone: published before it ended, and after."""
    documents = [
        register_based(store, "关于甲的通知", doc_no="示农〔2020〕1号"),
        register_based(
            store, "关于乙的通知", dates=Dates(published_on=date(2023, 1, 1), effective_on=date(2023, 1, 1))
        ),
    ]
    add_law(store, OPERATOR, GONE, now=NOW)
    return documents


def test_the_list_is_filtered_sorted_and_exported(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    auditor = sign_in("auditor")
    page = auditor.get("/desk/laws?q=促进条例").text
    assert CITED in page
    assert "2件" in page
    assert "食品卫生法" not in page
    assert "食品卫生法" in auditor.get("/desk/laws?status=repealed&size=100").text
    assert CITED not in auditor.get("/desk/laws?status=in_force&size=100").text
    assert CITED not in auditor.get("/desk/laws?origin=shipped&size=100").text
    for sort in ("title", "-title", "status", "since", "-since"):
        assert auditor.get(f"/desk/laws?sort={sort}").status_code == 200
    lines = auditor.get(f"/desk/laws/export.csv?q={quote(CITED)}").get_data().decode("utf-8-sig").splitlines()
    assert lines[1].startswith("示例省促进条例,,废止,2022-01-01,示例省新促进条例,某决定,")
    assert auditor.get("/desk/laws/export.xlsx").data.startswith(b"PK")
    assert "导入法规表" not in auditor.get("/desk/laws").text


def test_what_is_exported_can_be_loaded_again(store: Store, sign_in: SignIn, documents: list[int]) -> None:
    clerk = sign_in("clerk")
    exported = clerk.get("/desk/laws/export.xlsx").data
    page = clerk.post("/desk/laws/load", data={"file": (io.BytesIO(exported), "法规表.xlsx")}).text
    assert "<b>0</b>未通过" in page
    assert "<b>0</b>新增" in page
    assert "<b>0</b>更新" in page


def test_a_law_is_shown_with_its_history_and_documents(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    page = sign_in("auditor").get(f"/desk/laws/{row_id(store, GONE)}").text
    for words in (
        "已于2022年1月1日废止，由《示例省新促进条例》替代",
        "关于甲的通知",
        "关于乙的通知",
        "不在法规表里",
        "命令行",
    ):
        assert words in page
    assert sign_in("auditor").get("/desk/laws/99999").status_code == 404


def test_a_table_is_tried_written_and_its_refused_rows_sent_back(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    upload = {"file": (io.BytesIO(TABLE.encode("gbk")), "法规.csv")}
    tried = clerk.post("/desk/laws/load", data=upload).text
    for words in (
        "还没有写入",
        "<b>1</b>新增",
        "<b>1</b>未通过",
        "“法规.csv”第3行",
        "不清楚",
        "不在法规表里",
    ):
        assert words in tried
    assert CITED not in clerk.get("/desk/laws?q=促进").text.partition("<table>")[2]
    text = "位置\t法律名称\t状态\t废止日期\n“法规.csv”第2行\t示例省促进条例\t废止\t2022-01-01\n第3行\t甲法\t不清楚\t\n"
    refused = clerk.post("/desk/laws/load", data={"text": text, "name": "法规.csv", "refused": "1"})
    assert refused.data.startswith(b"PK")
    written = clerk.post("/desk/laws/load", data={"text": text, "name": "法规.csv", "save": "1"}).text
    assert "新增1部" in written
    assert "甲法\t\t不清楚" in written
    assert CITED in clerk.get("/desk/laws?q=促进").text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.csv", b""),
        ("图.xlsx", b"\x89PNG\r\n"),
        ("别的.csv", "甲,乙\n丙,丁\n".encode()),
        ("坏.xlsx", b"PK\x03\x04broken"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(sign_in: SignIn, name: str, content: bytes) -> None:
    answer = sign_in("clerk").post("/desk/laws/load", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert f"“{name}”" in answer.text
    assert sign_in("clerk").post("/desk/laws/load", data={"text": "  "}).status_code == 422


def test_a_table_too_long_to_be_written_is_refused_at_its_trial(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    clerk.application.config["MAX_FORM_MEMORY_SIZE"] = 1024 * 1024
    name = f"{'长' * 100}.csv"  # every row tells where it stands
    rows = "".join(f"示例省第{n}号条例,废止\n" for n in range(3_500))
    table = io.BytesIO(f"法律名称,状态\n{rows}".encode())
    answer = clerk.post("/desk/laws/load", data={"file": (table, name)})
    assert answer.status_code == 422
    assert f"“{name}”有3500行，读出的文字超过1MB" in answer.text


def test_a_form_with_too_much_text_says_so(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    clerk.application.config["MAX_FORM_MEMORY_SIZE"] = 100_000
    answer = clerk.post("/desk/laws/load", data={"text": "长" * 50_000}, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "填写或者粘贴的文字，一次不能超过" in answer.text


def test_a_law_is_added_edited_and_removed(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    fields = {"title": f"《{CITED}》", "status": "repealed", "since": "2022-01-01", "source": "某决定"}
    assert clerk.post("/desk/laws/new", data=fields).status_code == 303
    again = clerk.post("/desk/laws/new", data=fields)
    assert "法规表里已有这部" in again.text
    law_id = row_id(store, GONE)
    itself = clerk.post(f"/desk/laws/{law_id}/edit", data=fields | {"successor": CITED})
    assert "就是它自己" in itself.text
    assert clerk.post(f"/desk/laws/{law_id}/edit", data=fields | {"since": "2023-01-01"}).status_code == 303
    assert clerk.get(f"/desk/laws/{law_id}/edit").status_code == 404
    newer = row_id(store, GONE)
    assert "2023-01-01" in clerk.get(f"/desk/laws/{law_id}").text
    assert clerk.post(f"/desk/laws/{newer}/remove", data={"reason": ""}).status_code == 422
    assert clerk.post(f"/desk/laws/{newer}/remove", data={"reason": "录错了"}).status_code == 303
    assert "已从法规表移出" in clerk.get(f"/desk/laws/{newer}").text


@pytest.mark.parametrize("path", ["", "/new", "/load", "/resting", "/export.csv", "/resting/export.csv"])
def test_a_contact_sees_none_of_it(sign_in: SignIn, path: str) -> None:
    assert sign_in("drafter").get(f"/desk/laws{path}").status_code == 403


@pytest.mark.parametrize("path", ["/new", "/load", "/1/edit", "/1/remove"])
def test_an_auditor_changes_nothing(sign_in: SignIn, path: str) -> None:
    assert sign_in("auditor").get(f"/desk/laws{path}").status_code == 403


def test_what_rests_on_what_is_gone_is_listed_once(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    base = register_old(store, "示范区甲办法")
    base_on(store, documents[0], base)
    replacing = register_old(store, "示范区新甲办法")
    record_event(store, OPERATOR, base, EventKind.REPEALED, effective_on=CUT_OFF, source="某决定", now=NOW)
    auditor = sign_in("auditor")
    page = auditor.get("/desk/laws/resting").text
    assert "2件文件，3处依据" in page
    assert "公布时它已经不能作依据" in page
    assert "公布时它还有效" in page
    assert "《示范区甲办法》已于" in page
    assert replacing
    before = auditor.get("/desk/laws/resting?timing=before").text
    assert "关于乙的通知" in before
    assert "关于甲的通知" not in before.partition("<table>")[2]
    assert "1件文件，1处依据" in auditor.get("/desk/laws/resting?q=新促进&timing=after").text
    assert "2件文件，2处依据" in auditor.get(f"/desk/laws/resting?law={quote(CITED)}&authority=2").text
    assert "没有这样的文件" in auditor.get("/desk/laws/resting?status=suspended").text
    for sort in ("title", "-published_on", "authority", "ended_on", "nonsense"):
        assert "2件文件" in auditor.get(f"/desk/laws/resting?sort={sort}").text
    lines = auditor.get("/desk/laws/resting/export.csv").get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "清理依据它的文件" not in page
    assert "清理依据它的文件" in sign_in("clerk").get("/desk/laws/resting").text


def test_a_settled_doubt_is_marked(store: Store, sign_in: SignIn, documents: list[int]) -> None:
    settle_doubt(store, OPERATOR, [documents[0]], Doubt.BASIS_GONE, "新条例同样授权", now=NOW)
    assert "新条例同样授权" in sign_in("auditor").get("/desk/laws/resting").text


def test_the_document_and_its_doubt_say_which_basis_is_gone(
    store: Store, sign_in: SignIn, documents: list[int]
) -> None:
    says = "依据《示例省促进条例》已于2022年1月1日废止，由《示例省新促进条例》替代"
    assert says in sign_in("clerk").get(f"/desk/documents/{documents[1]}").text
    assert says in sign_in("drafter").get("/desk/documents/doubts?doubt=basis_gone").text
    assert says not in sign_in("stranger").get("/desk/documents/doubts").text


def test_the_pages_of_bases_say_what_is_gone(store: Store, sign_in: SignIn, documents: list[int]) -> None:
    clerk = sign_in("clerk")
    ending = "已于2022年1月1日废止，由《示例省新促进条例》替代"
    assert ending in clerk.get("/desk/bases").text
    assert ending in clerk.get(f"/desk/bases/show?basis={quote(LAW_KEY)}").text
    form = clerk.get(f"/desk/bases/declare?basis={quote(LAW_KEY)}").text
    assert 'value="2022-01-01"' in form
    assert 'value="某决定"' in form
    assert '<option selected value="repealed">' in form


def test_a_round_counts_laws_that_are_gone_as_superseded(store: Store, documents: list[int]) -> None:
    round_id, _ = open_round(
        store, OPERATOR, name="清理", kind=RoundKind.PERIODIC, cut_off_on=CUT_OFF, now=NOW
    )
    with reading(store) as session:
        notes = superseded_bases(session, round_id, CUT_OFF)
    assert set(notes) == set(documents)
    assert all(len(said) == 1 and "已于2022年1月1日废止" in said[0] for said in notes.values())
