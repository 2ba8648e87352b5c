"""The list of documents."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.domain.documents import Dates, Disclosure
from registry.storage.engine import Store
from tests.building.documents import DATES, register
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

SignIn = Callable[[str], FlaskClient]


def _register_documents(store: Store, cast: Cast, now: datetime) -> None:
    register(store, cast.clerk, now)
    register(store, cast.drafter, now, is_published=False, title="某草案", doc_no="")
    register(
        store, cast.clerk, now,
        title="养犬旧规定", doc_no="泉政20223号", authority_ids=(3,), steps=(),
        dates=Dates(signed_on=date(2012, 6, 1), published_on=date(2012, 5, 1), valid_until=date(2017, 4, 30)),
    )  # fmt: skip
    register(
        store, cast.clerk, now,
        title="", doc_no="", text="", disclosure=Disclosure.SECRET, local_serial="密7", authority_ids=(1,),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def documents(prepared: Prepare, cast: Cast, now: datetime) -> None:
    prepared(_register_documents, cast, now)


def test_the_office_sees_everything_and_a_stub_without_a_title(sign_in: SignIn) -> None:
    page = sign_in("clerk").get("/desk/documents").text
    for words in ("示范区农机购置补贴办法", "某草案", "草稿", "养犬旧规定", "涉密文件密7", "共4件"):
        assert words in page


def test_an_authority_sees_its_own(sign_in: SignIn) -> None:
    drafter, stranger = (
        sign_in("drafter").get("/desk/documents").text,
        sign_in("stranger").get("/desk/documents").text,
    )
    assert "某草案" in drafter
    assert "养犬旧规定" not in drafter
    assert "养犬旧规定" in stranger
    assert "某草案" not in stranger


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=农机", {"农机"}),
        ("q=示农[2026]3号", {"农机"}),
        ("q=示农〔2026〕", {"农机"}),
        ("q=养犬", {"养犬"}),
        ("status=lapsed", {"养犬"}),
        ("status=in_force&on=2016-01-01", {"养犬"}),
        ("authority=3", {"养犬"}),
        ("year=2012", {"养犬"}),
        ("kind=provisions", set()),
        ("disclosure=secret", {"密7"}),
        ("draft=1", {"某草案"}),
        ("doubt=odd_number", {"养犬"}),
        ("doubt=published_before_signed", {"养犬"}),
        ("doubt=any", {"养犬"}),
        ("doubt=missing_steps", set()),
        ("q=%25", set()),
        ("status=nonsense&on=x&authority=x&year=99999&page=-1&sort=x", {"农机", "某草案", "养犬", "密7"}),
    ],
)
def test_each_filter_narrows_the_list(sign_in: SignIn, asked: str, found: set[str]) -> None:
    page = sign_in("clerk").get(f"/desk/documents?{asked}").text
    listed = page.partition("<tbody>")[2]
    assert {name for name in ("农机", "某草案", "养犬", "密7") if name in listed} == found


def test_a_document_without_its_date_is_doubtful(
    store: Store, cast: Cast, now: datetime, sign_in: SignIn
) -> None:
    register(store, cast.clerk, now, title="缺日期", doc_no="", dates=replace(DATES, published_on=None))
    clerk = sign_in("clerk")
    assert "缺日期" in clerk.get("/desk/documents?doubt=no_published_on").text
    unknown = register(store, cast.clerk, now, title="全无日期", doc_no="", dates=Dates())
    assert f"/desk/documents/{unknown}" in clerk.get("/desk/documents?doubt=unknown_status").text


def test_an_empty_answer_says_what_to_do(sign_in: SignIn) -> None:
    assert "清除条件" in sign_in("clerk").get("/desk/documents?q=没有的").text


def test_the_full_text_is_searched_by_a_link(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    assert "在正文中检索" in clerk.get("/desk/documents?q=购置补贴").text
    page = clerk.get("/desk/documents?q=制定本办法&full=1").text
    assert "正文检索" in page
    assert "农机" in page
    assert "农机" not in sign_in("stranger").get("/desk/documents?q=密7&full=1").text


def test_the_export_has_the_same_rows(sign_in: SignIn) -> None:
    clerk = sign_in("clerk")
    book = load_workbook(io.BytesIO(clerk.get("/desk/documents/export.xlsx?authority=3").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "养犬旧规定"
    answer = clerk.get("/desk/documents/export.csv?sort=title")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 5
    assert "某草案" not in sign_in("stranger").get("/desk/documents/export.csv").data.decode("utf-8-sig")
