"""The page of figures: rates with their numbers as links, the rows behind them, charts, workbooks, and who sees what."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook

from registry.domain.documents import Dates
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.documents import register
from tests.building.figures import inner_mongolia
from tests.building.filings import filing_of, make_move
from tests.building.issue_registers import import_list
from tests.building.prepared_registers import Prepare
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
PAGE = "/desk/figures/"
QUERIES = ("", "rows?measure=submitted", "rows?measure=issued")


def _fill(store: Store, cast: Cast, now: datetime) -> None:
    """Two documents of two authorities: one filed, registered and published, the other owed; and a list of the first."""
    filed = register(store, OPERATOR, now)
    for move in ("submit", "register"):
        make_move(store, OPERATOR, filing_of(store, filed), move, now)
    register(store, OPERATOR, now, authority_ids=(3,), title="示范区清运规定", doc_no="示青〔2026〕1号")
    import_list(
        store,
        OPERATOR,
        "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02\n示范区渔船办法\t示农〔2026〕4号\t2026-02-03",
    )


@pytest.fixture(autouse=True)
def filled(prepared: Prepare, cast: Cast, now: datetime) -> None:
    prepared(_fill, cast, now)


def page_of(browser: FlaskClient, query: str = "") -> html.HtmlElement:
    answer = browser.get(PAGE + query)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def words_of(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", element.text_content())


def rates_of(page: html.HtmlElement) -> dict[str, str]:
    rows = page.xpath("//*[@id='rates']//tbody/tr")
    return {words_of(row.xpath("td[1]")[0]): words_of(row.xpath("td[2]")[0]) for row in rows}


def test_the_page_shows_every_rate_as_n_of_d(sign_in: SignIn) -> None:
    assert rates_of(page_of(sign_in("clerk"))) == {
        "报备率": "1/2（50.0%）",
        "及时率": "0/1（0.0%）",
        "规范率": "1/1（100.0%）",
        "公布率": "1/2（50.0%）",
        "纠错率": "0/0（—）",
        "审查办结率": "0/1（0.0%）",
    }


@pytest.mark.parametrize("by", ["authority", "kind", "quarter", "year"])
def test_every_number_leads_to_as_many_rows(sign_in: SignIn, by: str) -> None:
    browser = sign_in("clerk")
    links = page_of(browser, f"?by={by}").xpath("//td//a[contains(@href, '/desk/figures/rows')]")
    assert len(links) > 10
    for link in links:
        rows = html.fromstring(browser.get(link.get("href")).text)
        assert len(rows.xpath("//tbody/tr")) == int(link.text), link.get("href")
        listed = browser.get(link.get("href").replace("?", "/export.csv?")).data.decode("utf-8-sig")
        assert len(listed.splitlines()) == int(link.text) + 1


def test_a_contact_sees_its_own_authority_only_whatever_it_asks(sign_in: SignIn) -> None:
    for query in ("", "?authority=2", "?by=kind"):
        page = page_of(sign_in("stranger"), query)
        assert rates_of(page)["报备率"] == "—"
        assert "农业农村局" not in page.text_content()
    stranger = sign_in("stranger")
    for address in ("?measure=submitted&authority=2", "?measure=issued&authority=2", "?measure=registered"):
        assert "农机" not in stranger.get(f"{PAGE}rows{address}").text
    sheets = load_workbook(io.BytesIO(stranger.get(f"{PAGE}export.xlsx?authority=2").data))
    assert "农机" not in str([row for sheet in sheets for row in sheet.values])
    assert len(zipfile.ZipFile(io.BytesIO(stranger.get(f"{PAGE}export.zip").data)).namelist()) == 2
    assert rates_of(page_of(sign_in("drafter"), "?authority=3"))["报备率"] == "1/2（50.0%）"


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient) -> None:
    for address in ("", "rows", "export.xlsx", "rows/export.csv"):
        assert client.get(f"{PAGE}{address}").status_code == 302


def test_the_days_are_those_asked_for(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    assert "2026年第一季度" in words_of(page_of(browser, "?year=2026&quarter=1"))
    assert rates_of(page_of(browser, "?year=2026&quarter=2"))["及时率"] == "0/0（—）"
    assert rates_of(page_of(browser, "?from=2026-02-03&to=2026-02-28"))["报备率"] == "0/1（0.0%）"
    wrong = page_of(browser, "?from=2026-03-01&to=2026-02-01&year=2026")
    assert "起始日2026年3月1日晚于截止日2026年2月1日" in words_of(wrong)
    assert rates_of(wrong)["报备率"] == "1/2（50.0%）"
    for nonsense in ("?year=0", "?year=x&quarter=9&by=z&rate=q&kind=w", "?from=x&to=y", "?year=99999999"):
        assert rates_of(page_of(browser, nonsense))["报备率"] == "1/2（50.0%）"


def test_a_kind_of_document_is_asked_for_and_exported(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    page = page_of(browser, "?year=2026&kind=measures")
    assert rates_of(page)["报备率"] == "1/1（100.0%）"
    links = page.xpath("//*[@class='exports']//a")
    assert [link.text for link in links] == ["Excel 工作簿", "逐个机关的工作簿（.zip）"]
    book = load_workbook(io.BytesIO(browser.get(links[0].get("href")).data))
    assert {row[0]: row[1:3] for row in book["指标"].values}["报备率"] == (1, 1)
    assert [row[0] for row in book["按文种"].values] == ["文种", "办法", "合计"]
    assert rates_of(page_of(browser, "?year=2026&kind=unknown"))["报备率"] == "0/1（0.0%）"


def test_a_running_year_is_compared_with_the_same_days_of_the_year_before(sign_in: SignIn) -> None:
    text = words_of(page_of(sign_in("clerk"), "?year=2026"))
    assert f"上年同期是2025年1月1日至2025年{NOW.month}月{NOW.day}日" in text
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        text = words_of(page_of(sign_in("clerk"), "?year=2026"))
    assert "上年同期是2025年。" in text


def test_a_chart_says_its_values_in_words_beside_its_table(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    bars = page_of(browser, "?rate=filing").xpath("//figure")
    assert len(bars) == 1
    assert "示范区农业农村局1/2（50.0%）" in bars[0].findtext(".//desc")
    columns = page_of(browser, "?by=year").xpath("//figure")
    assert [figure.findtext(".//title")[-3:] for figure in columns][:5] == [
        "报备率",
        "及时率",
        "规范率",
        "公布率",
        "纠错率",
    ]
    ids = [element.get("id") for figure in columns for element in figure.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 12
    for figure in bars + columns:
        for name in figure.find(".//svg").get("aria-labelledby").split():
            assert figure.xpath(f".//*[@id='{name}']")
        assert not figure.xpath(".//script | .//*[@style]")


def test_what_is_in_no_rate_stands_beside_with_its_rows(sign_in: SignIn, store: Store) -> None:
    dates = Dates(signed_on=date(2026, 2, 1))
    register(store, OPERATOR, NOW, title="无日期的办法", doc_no="示农〔2026〕8号", dates=dates)
    beside = words_of(page_of(sign_in("clerk")).xpath("//*[@id='beside']")[0])
    assert "尚未报送1" in beside
    assert "发文中未登记或待认定1" in beside
    assert "缺公布日期的备案（不分期间）1" in beside


def test_the_workbook_has_the_numbers_their_rows_and_real_dates(sign_in: SignIn) -> None:
    content = sign_in("clerk").get(f"{PAGE}export.xlsx?from=2026-01-01&to=2026-12-31").data
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "说明",
        "指标",
        "按制定机关",
        "按文种",
        "按季度",
        "另列",
        "备案明细",
        "发文明细",
    ]
    rates = {row[0]: row[1:4] for row in book["指标"].values}
    assert rates["报备率"] == (1, 2, "50.0%")
    assert rates["纠错率"] == (0, 0, "—")
    filings = list(book["备案明细"].values)
    at = {name: n for n, name in enumerate(filings[0])}
    assert sum(row[at["已报送"]] == "是" for row in filings[1:]) == 1
    assert sum(row[at["尚未报送"]] == "是" for row in filings[1:]) == 1
    assert filings[1][at["公布日期"]].date() == date(2026, 2, 2)
    lines = list(book["发文明细"].values)
    at = {name: n for n, name in enumerate(lines[0])}
    assert sum(row[at["发文"]] == "是" for row in lines[1:]) == 2
    assert sum(row[at["发文中已备案"]] == "是" for row in lines[1:]) == 1
    for sheet in load_workbook(io.BytesIO(content)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_proposals_of_a_year_stand_beside_for_the_office(sign_in: SignIn) -> None:
    assert not page_of(sign_in("drafter")).xpath("//*[@id='proposals']")
    clerk = sign_in("clerk")
    assert "2026年收到的审查建议" in words_of(page_of(clerk, "?year=2026"))
    for part in ("?year=2026&quarter=1", "?year=2026&authority=2", "?by=year"):
        assert not page_of(clerk, part).xpath("//*[@id='proposals']")


def test_a_line_that_does_not_count_is_not_called_unfiled(sign_in: SignIn, store: Store) -> None:
    import_list(store, OPERATOR, "没有日期的办法\t示农〔2026〕9号\t")
    rows = sign_in("clerk").get(f"{PAGE}rows/export.csv?measure=undated_lines&year=2026&quarter=1")
    line = rows.data.decode("utf-8-sig").splitlines()[1]
    assert line.endswith(",不计,不计")


def test_each_authority_has_its_workbook_and_all_have_one(sign_in: SignIn) -> None:
    archive = zipfile.ZipFile(io.BytesIO(sign_in("clerk").get(f"{PAGE}export.zip?year=2026").data))
    assert [name[:4] for name in archive.namelist()] == ["全部机关", "01示范", "02示范", "03示范"]
    agri = next(name for name in archive.namelist() if "农业农村局" in name)
    rates = {row[0]: row[1:4] for row in load_workbook(io.BytesIO(archive.read(agri)))["指标"].values}
    assert rates["报备率"] == (1, 2, "50.0%")
    assert rates["及时率"] == (0, 1, "0.0%")


def test_the_number_of_statements_does_not_grow_with_the_rows(sign_in: SignIn, store: Store) -> None:
    browser = sign_in("clerk")
    page_of(browser)

    def statements(query: str) -> int:
        seen: list[object] = []
        listener = lambda *_: seen.append(1)  # noqa: E731
        sa.event.listen(store.engine, "before_cursor_execute", listener)
        page_of(browser, query)
        sa.event.remove(store.engine, "before_cursor_execute", listener)
        return len(seen)

    few = [statements(query) for query in QUERIES]
    inner_mongolia(store, 100)
    assert [statements(query) for query in QUERIES] == few


@pytest.mark.parametrize("measure", ["submitted", "issued"])
def test_the_rows_fit_on_paper(sign_in: SignIn, measure: str) -> None:
    answer = sign_in("clerk").get(f"{PAGE}rows/export.docx?measure={measure}")
    assert answer.status_code == 200
    assert zipfile.is_zipfile(io.BytesIO(answer.data))
