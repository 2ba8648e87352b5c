"""The pages of an import: the dry run, the confirmation, the writing and the list."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.intakes import Options, Verdict
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.intakes import rows_of
from registry.web.desk.intakes import upload as view
from tests.building.ledgers import ledger, stored_documents
from tests.cast import NOW

SignIn = Callable[[str], FlaskClient]
AGRI = "示范区农业农村局"
GOOD = ("示范区农业农村局关于春耕的通知", "示农〔2019〕3号", AGRI, "2019-05-06")
PAPER = f"{GOOD[0]}\n{GOOD[1]}\n各镇人民政府：\n现将春耕工作有关事项通知如下，请遵照执行。"
BAD = ("示范区农业农村局关于秋收的通知", "示农〔2019〕4号", AGRI, "2019-02-30")


def send(client: FlaskClient, content: bytes, name: str = "台账.csv", **fields: str) -> TestResponse:
    return client.post("/desk/intakes/upload", data={"files": (io.BytesIO(content), name), **fields})


def test_an_upload_shows_its_verdicts_and_writes_nothing(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    answer = send(clerk, ledger(GOOD, BAD))
    assert (answer.status_code, answer.location) == (303, "/desk/intakes/1")
    page = clerk.get("/desk/intakes/1").text
    assert "写入登记簿（新增1件，更新0件）" in page
    assert 'data-label="行">3<' in page
    assert page.count("“公布日期”列：“2019-02-30”不存在") == 1
    with reading(store) as session:
        assert stored_documents(session) == []


def test_the_list_is_filtered_by_verdict(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD, BAD))
    refused = clerk.get("/desk/intakes/1?verdict=refused").text
    assert BAD[0] in refused
    assert GOOD[0] not in refused
    assert BAD[0] in clerk.get("/desk/intakes/1?verdict=doubted").text


def test_it_is_written_after_a_confirmation_in_numbers(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD, BAD))
    asked = clerk.get("/desk/intakes/1/apply").text
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日以来公布的", asked), "the first day is kept as text"
    assert "新增1件文件" in asked
    assert "写入后公众都看不到" in asked
    assert clerk.post("/desk/intakes/1/apply").status_code == 303
    written = clerk.get("/desk/intakes/1").text
    assert "已写入登记簿：新增1件" in written
    assert 'href="/desk/documents/doubts"' in written
    assert "已写入" in clerk.get("/desk/intakes/").text
    with reading(store) as session:
        assert [document.title for document in stored_documents(session)] == [GOOD[0]]


def test_an_import_can_be_discarded(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD, BAD))
    assert "/desk/intakes/1/discard" not in re.findall(r'action="([^"]*)"', clerk.get("/desk/intakes/1").text)
    asked = clerk.get("/desk/intakes/1/discard").text
    assert "删除上传的1个文件" in asked
    assert "删除读出的2行和它们的结论：1件新增、0件更新不写入登记簿" in asked
    assert clerk.post("/desk/intakes/1/discard").location == "/desk/intakes/"
    assert "已放弃" in clerk.get("/desk/intakes/1").text


def test_refused_rows_are_downloaded_with_their_reasons(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD, BAD))
    answer = clerk.get("/desk/intakes/1/refused.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].isascii(), "the server sends headers in latin-1"
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert (len(rows), rows[1][0]) == (2, BAD[0])


def test_a_whole_folder_is_taken_with_its_ledger_and_without_what_programs_left(
    store: Store, sign_in: SignIn
) -> None:
    files = {"台账.csv": ledger(GOOD), "正文/春耕.txt": PAPER.encode(), "正文/.DS_Store": b"x"}
    folder = [(io.BytesIO(content), f"文件夹/{name}") for name, content in files.items()]
    answer = sign_in("clerk").post("/desk/intakes/upload", data={"folder": folder})
    assert answer.status_code == 303
    with reading(store) as session:
        rows = [(row.cells["file"], row.verdict) for row in rows_of(session, 1)]
    assert rows == [("文件夹/台账.csv", Verdict.ADDED), ("文件夹/正文/春耕.txt", Verdict.UPDATED)]


def test_a_large_import_is_left_to_the_job_and_the_page_shows_its_progress(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "SMALL_BYTES", 10)
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD))
    page = clerk.get("/desk/intakes/1").text
    assert "等待读取" in page
    assert 'hx-get="/desk/intakes/1/progress"' in page
    assert "HX-Refresh" not in clerk.get("/desk/intakes/1/progress").headers


def test_the_page_says_when_no_job_runs(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    early = NOW.replace(hour=1)
    upload_intake(store, OPERATOR, "台账.csv", [("台账.csv", ledger(GOOD))], Options(), early)
    assert "后台任务没有运行" in clerk.get("/desk/intakes/1").text


def test_the_progress_reloads_the_page_once_it_is_over(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD))
    assert clerk.get("/desk/intakes/1/progress").headers["HX-Refresh"] == "true"


def test_a_missing_file_is_reported_at_the_field(sign_in: SignIn) -> None:
    answer = sign_in("clerk").post("/desk/intakes/upload", data={})
    assert answer.status_code == 422
    assert "请选择要导入的台账或文件" in answer.text


@pytest.mark.parametrize("address", ["/desk/intakes/", "/desk/intakes/upload", "/desk/intakes/1"])
@pytest.mark.parametrize("name", ["drafter", "auditor", "admin"])
def test_only_the_office_imports(sign_in: SignIn, name: str, address: str) -> None:
    assert sign_in(name).get(address).status_code == 403


def test_an_unknown_import_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("clerk").get("/desk/intakes/9").status_code == 404


def test_a_document_without_authority_is_led_to_where_it_is_given_one(store: Store, sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, "文件名称,公布日期\n关于春耕的通知,2019-05-06\n".encode())
    clerk.post("/desk/intakes/1/apply")
    queue = clerk.get("/desk/documents/doubts?doubt=unreviewed_authority").text
    assert "补录制定机关" in queue
    assert "/desk/documents/1/edit" in queue
    assert "#lead_authority" in clerk.get("/desk/documents/1").text
    authority = clerk.get(f"/desk/authorities/{held_by_nobody(store)}").text
    assert "逐件补录" in authority
    assert "修改</a>" not in authority
    assert "（制定机关待核）" not in clerk.get("/desk/documents/new").text


def held_by_nobody(store: Store) -> int | None:
    with reading(store) as session:
        return stored_documents(session)[0].lead_authority_id


def test_the_field_of_a_column_can_be_changed(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    content = "事由,文号\n关于春耕的通知,示农〔2019〕3号\n".encode()
    address = str(send(clerk, content, "怪台账.csv").location)
    assert "没有认出标题列" in clerk.get(address).text
    page = html.fromstring(clerk.get(f"{address}/columns").text)
    names = {select.get("aria-label"): select.get("name") for select in page.iter("select")}
    data = {names["“事由”读作"]: "", names["“文号”读作"]: "doc_no"}
    answer = clerk.post(f"{address}/columns", data=data)
    assert answer.status_code == 422
    assert "请至少选定一列" in answer.text
    data[names["“事由”读作"]] = "title"
    assert clerk.post(f"{address}/columns", data=data).status_code == 303
    assert "关于春耕的通知" in clerk.get(address).text
    assert "照那时的选择读取" in clerk.get(address).text


def test_the_confirmation_says_how_many_the_public_will_see(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    send(clerk, ledger(GOOD, BAD), disclosure="public")
    assert "新增的文件中1件主动公开，写入后公众立即可以看到" in clerk.get("/desk/intakes/1/apply").text


def test_older_imports_are_on_the_next_page(store: Store, sign_in: SignIn) -> None:
    for n in range(21):
        upload_intake(store, OPERATOR, f"{n}号.csv", [(f"{n}号.csv", b"a")], Options(), NOW)
    clerk = sign_in("clerk")
    assert "共21次导入" in clerk.get("/desk/intakes/?size=20").text
    assert ">0号.csv<" not in clerk.get("/desk/intakes/?size=20").text
    assert ">0号.csv<" in clerk.get("/desk/intakes/?size=20&page=2").text
