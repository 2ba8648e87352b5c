"""A ledger with doubtful rows: they stand in the queue, one is mended, one is found right, each sees its own."""

import csv
import io
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import select

from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from tests.journeys.paperwork import text_of, typed

Enter = Callable[[str], FlaskClient]

AGRI, QINGSHI = "示范区农业农村局", "示范区青石镇人民政府"
HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期至")
ROWS = (
    ("示范区农药经营管理办法", "示农〔2021〕5号", AGRI, "2021-03-05", "2021-04-01", "2026-03-31"),
    ("示范区蓝藻打捞补助办法", "示农〔2022〕11号", AGRI, "", "2022-06-01", "2027-05-31"),
    ("青石镇集市管理办法（试行）", "青政〔2023〕2号", QINGSHI, "2023-08-15", "2023-09-01", "2028-08-31"),
)
QUEUE = "/desk/documents/doubts"


def _import(clerk: FlaskClient) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *ROWS])
    files = {"files": (io.BytesIO(out.getvalue().encode()), "台账.csv"), "disclosure": "public"}
    page = clerk.post("/desk/intakes/upload", data=files).location
    clerk.post(f"{page}/apply")


def _id_of(store: Store, doc_no: str) -> int:
    with reading(store) as session:
        return session.exec(select(Document.id).where(Document.doc_no == doc_no)).one() or 0


def test_what_a_ledger_leaves_in_doubt_is_worked_off(store: Store, enter: Enter) -> None:
    clerk, drafter = enter("clerk"), enter("drafter")
    assert "没有待核的疑点" in text_of(clerk.get(QUEUE))
    _import(clerk)
    assert "2处疑点待核，其中2处要紧" in text_of(clerk.get("/desk/"))
    queue = text_of(clerk.get(QUEUE))
    assert ROWS[0][0] not in queue
    assert queue.index("蓝藻") < queue.index("集市")

    assert "蓝藻" in text_of(drafter.get(QUEUE))
    assert "集市" not in text_of(drafter.get(QUEUE))

    undated, trial = _id_of(store, ROWS[1][1]), _id_of(store, ROWS[2][1])
    edit = f"/desk/documents/{undated}/edit"
    assert re.search(rf"{edit}\?back=[^\"]+#published_on", clerk.get(QUEUE).text)
    given = typed(clerk.get(edit).text, "published_on") | {"published_on": "2022-05-20", "reason": "查原件"}
    assert clerk.post(edit, data=given).status_code == 303
    assert "蓝藻" not in text_of(clerk.get(QUEUE))
    assert "没有待核的疑点" in text_of(drafter.get(QUEUE))

    settle = f"{QUEUE}/settle?doubt=long_trial&document={trial}"
    assert "1件文件的“试行期过长”不再列入待核" in text_of(clerk.get(settle))
    clerk.post(settle, data={"reason": "原件写明试行五年"})
    assert "没有待核的疑点" in text_of(clerk.get(QUEUE))
    assert "疑点待核" not in text_of(clerk.get("/desk/"))
    assert "原件写明试行五年" in text_of(clerk.get(f"/desk/documents/{trial}"))
