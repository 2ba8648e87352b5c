"""The catalog as a visitor uses it."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from registry.domain.documents import Dates
from registry.search.index import follow
from registry.storage.engine import Store
from registry.web.public import catalog
from tests.building.documents import register_old
from tests.building.prepared_registers import Prepare
from tests.web.public.conftest import LONG_AGO, plain


def _titles(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", unescape(title)) for title in re.findall(r"<h2><a[^>]*>(.*?)</a>", page)]


def _fill_shelf(store: Store) -> None:
    for n in range(1, 24):
        register_old(
            store, f"示范区第{n}号停车规定", doc_no=f"示停〔2020〕{n}号", dates=LONG_AGO, text="停车一条。"
        )
    register_old(store, "示范区绿地办法", authority_id=3, dates=Dates(), text="绿地收费 停车 <b>粗</b>")
    follow(store)


@pytest.fixture
def shelf(store: Store, prepared: Prepare) -> Store:
    prepared(_fill_shelf)
    return store


def test_an_empty_search_browses_the_newest_page_by_page(shelf: Store, client: FlaskClient) -> None:
    first = client.get("/")
    assert first.status_code == 200
    assert "共<strong>24</strong>件" in first.text
    assert _titles(first.text)[0] == "示范区第23号停车规定"
    assert _titles(client.get("/?page=2").text) == [f"示范区第{n}号停车规定" for n in (3, 2, 1)] + [
        "示范区绿地办法"
    ]
    assert _titles(client.get("/?page=999999999").text) == _titles(client.get("/?page=2").text)


def test_a_number_is_found_in_any_bracket(shelf: Store, client: FlaskClient) -> None:
    for typed in ("示停〔2020〕7号", "示停[2020]7号", "示停（2020）7", "示停【2020】7号"):
        page = client.get("/", query_string={"q": typed}).text
        assert _titles(page) == ["示范区第7号停车规定"], typed


def test_what_was_found_is_marked_and_escaped(shelf: Store, client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "绿地"}).text
    assert "示范区<mark>绿地</mark>办法" in page
    assert "&lt;b&gt;粗&lt;/b&gt;" in page


def test_a_document_without_dates_is_shown_as_yet_to_be_verified(shelf: Store, client: FlaskClient) -> None:
    page = client.get("/?q=绿地").text
    assert "效力待核" in page
    assert "公布日期未载" in page


def test_nothing_found_says_so_and_offers_the_looser_search(shelf: Store, client: FlaskClient) -> None:
    page = client.get("/?q=绿地 火箭")
    assert "没有找到符合条件的文件" in page.text
    assert "任意一个词的文件（1件）" in page.text
    link = re.search(r'href="([^"]*loose=1[^"]*)"', page.text)
    assert link
    assert _titles(client.get(unescape(link[1])).text) == ["示范区绿地办法"]


def test_filters_narrow_and_can_be_taken_back(shelf: Store, client: FlaskClient) -> None:
    page = client.get("/?q=停车&authority=3").text
    assert _titles(page) == ["示范区绿地办法"]
    assert "示范区青石镇人民政府" in page
    assert _titles(client.get("/?q=停车&status=unknown").text) == ["示范区绿地办法"]
    assert "共<strong>23</strong>件" in client.get("/?year=2020").text


def test_the_day_decides_the_status(shelf: Store, client: FlaskClient) -> None:
    assert "尚未施行" in client.get("/?on=2020-05-15").text
    assert "尚未施行" not in client.get("/?on=2020-06-01").text


def test_no_address_breaks_the_page(store: Store, client: FlaskClient) -> None:
    for address in (
        "/?on=gestern",
        "/?on=9999-12-31",
        "/?year=999999999999&authority=-1&status=x&kind=y",
        "/?year=0&authority=999999999",
        "/?page=x&size=7&sort=z",
        "/?q=%FF%ED%A0%80",
        "/?q=" + "长" * 3000,
        "/?q=OR AND ( NOT *",
        "/?endpoint=x&_scheme=ftp&_external=1&suffix=docx&_anchor=a",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "ftp:" not in answer.text


def test_a_strange_day_is_named_and_today_shown(shelf: Store, client: FlaskClient) -> None:
    assert "按今天（2026年3月5日）显示" in client.get("/?on=2026-02-30").text


def test_the_files_hold_what_the_page_shows(shelf: Store, client: FlaskClient) -> None:
    answer = client.get("/catalog.csv?q=停车")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 25
    assert lines[1].startswith("1,示范区第23号停车规定,示停〔2020〕23号,示范区农业农村局,2020-05-01,")
    assert "示范区第23号停车规定" in plain(client.get("/catalog.xlsx?q=停车").data)
    assert "效力待核的行政规范性文件目录" in plain(client.get("/catalog.docx?status=unknown").data)


def test_a_paper_is_made_of_one_status_only(shelf: Store, client: FlaskClient) -> None:
    assert client.get("/catalog.docx").status_code == 404
    assert "Word 文档" not in client.get("/").text
    assert "Word 文档" in client.get("/?status=unknown").text


def test_a_file_ends_at_the_limit_and_the_page_says_so(
    shelf: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "MOST_LISTED", 10)
    assert "一次最多导出前10件" in client.get("/").text
    assert len(client.get("/catalog.csv").data.splitlines()) == 11


def test_too_many_searches_are_asked_to_wait(shelf: Store, client: FlaskClient) -> None:
    answers = [client.get("/?q=绿地").status_code for _ in range(121)]
    assert answers == [200] * 120 + [429]
    assert "操作太频繁" in client.get("/").text


def test_a_document_to_come_is_listed_with_its_first_day(store: Store, client: FlaskClient) -> None:
    register_old(
        store, "示范区电车规定", dates=Dates(published_on=date(2025, 1, 1), effective_on=date(2199, 1, 1))
    )
    page = client.get("/").text
    assert "尚未施行" in page
    assert "2025年1月1日公布，自2199年1月1日起施行" in page
