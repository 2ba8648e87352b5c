"""The list of filings as files, its orders, and its saved views."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from docx import Document as open_docx
from flask.testing import FlaskClient

from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register
from tests.building.filings import make_move
from tests.building.prepared_registers import Prepare
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
LIST = "/desk/filings/"


def _register_documents(store: Store, cast: Cast, now: datetime) -> None:
    for serial, authority_id in ((1, 2), (2, 3)):
        title = f"示范区第{serial}号办法"
        register(
            store,
            cast.clerk,
            now,
            title=title,
            doc_no=f"示农〔2026〕{serial}号",
            authority_ids=(authority_id,),
        )


@pytest.fixture(autouse=True)
def filings(prepared: Prepare, cast: Cast, now: datetime) -> None:
    prepared(_register_documents, cast, now)


def test_the_paper_names_the_conditions_of_the_list(sign_in: SignIn) -> None:
    paper = open_docx(io.BytesIO(sign_in("clerk").get(f"{LIST}export.docx?authority=3").data))
    assert "未办结，示范区青石镇人民政府，共1件" in "".join(paragraph.text for paragraph in paper.paragraphs)
    assert [row.cells[1].text for row in paper.tables[0].rows] == ["文件名称", "示范区第2号办法"]


@pytest.mark.parametrize("sort", ["authority", "state", "due", "submitted", "filing_no"])
def test_the_file_is_in_the_order_of_the_page(sign_in: SignIn, sort: str) -> None:
    clerk = sign_in("clerk")
    for sign in ("", "-"):
        page = clerk.get(f"{LIST}?sort={sign}{sort}").text
        lines = clerk.get(f"{LIST}export.csv?sort={sign}{sort}").data.decode("utf-8-sig").splitlines()[1:]
        titles = [line.partition(",")[0] for line in lines]
        assert len(titles) == 2
        assert sorted(titles, key=page.index) == titles


def test_a_view_of_the_list_is_kept(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    form = {"page": "desk.filings.index", "query": "scope=all&timing=overdue", "name": "逾期的"}
    assert clerk.post("/desk/views/save", data=form).headers["Location"] == f"{LIST}?scope=all&timing=overdue"
    assert "逾期的" in clerk.get(LIST).text
    assert "逾期的</a>" not in clerk.get("/desk/documents").text


def test_the_rates_are_those_of_the_year_whoever_is_to_act(sign_in: SignIn, store: Store) -> None:
    make_move(store, OPERATOR, 1, "submit", NOW)
    clerk = sign_in("clerk")

    def rates(query: str) -> str:
        return clerk.get(LIST + query).text.partition("备案情况</h2>")[2].partition("</table>")[0]

    assert "0/1（0.0%）" in rates("")
    for query in ("?whose=authority", "?whose=own", "?timing=step_late", "?state=owed"):
        assert rates(query) == rates("")
