"""Papers from the page of figures: the buttons that fit the days, and the form of a bulletin that keeps what is typed."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

import pytest
from docx import Document as Docx
from flask.testing import FlaskClient
from lxml import html

from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.building.filings import make_move, submitted_filing
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
FORM = "/desk/figures/papers/filing_bulletin/2026Q1"


@pytest.fixture(autouse=True)
def filled(store: Store, cast: Cast, now: datetime) -> None:
    submitted_filing(store)


def buttons(browser: FlaskClient, query: str) -> list[str]:
    page = html.fromstring(browser.get(f"/desk/figures/?{query}").text)
    return [link.text_content().strip() for link in page.xpath("//*[@id='papers']//a[@role='button']")]


def filled_form(browser: FlaskClient, address: str = FORM) -> dict[str, str]:
    form = html.fromstring(browser.get(address).text).xpath("//main//form[@method='post']")[-1]
    return {name: value.strip() for name, value in form.form_values() if name not in ("save", "make")}


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("year=2026&quarter=1", ["备案情况通报", "备案目录"]),
        ("year=2026", ["备案情况通报", "年度规范性文件目录", "年度备案审查情况报告"]),
        ("from=2026-01-05&to=2026-03-04", ["备案情况通报"]),
        ("year=2026&authority=2", []),
        ("year=2027", []),
    ],
)
def test_the_buttons_fit_the_days(sign_in: SignIn, query: str, kinds: list[str]) -> None:
    assert buttons(sign_in("clerk"), query) == [f"出具{kind}…" for kind in kinds]


@pytest.mark.parametrize("who", ["drafter", "auditor"])
def test_only_the_office_makes_papers_of_figures(sign_in: SignIn, who: str) -> None:
    browser = sign_in(who)
    assert buttons(browser, "year=2026") == []
    assert browser.get(FORM).status_code == 403
    assert browser.get(f"{FORM}/draft.docx").status_code == 403


def test_what_was_typed_is_kept_and_goes_into_the_paper(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    values = filled_form(browser)
    assert "已报送备案1件" in values["part_1"]
    values["part_3"] = "（一）个别机关报送不及时。"
    answer = browser.post(FORM, data=values | {"make": "yes"})
    assert answer.location == "/desk/papers/make?kind=filing_bulletin&subject=2026Q1"
    preview = browser.get(answer.location).text
    assert "（一）个别机关报送不及时。" in preview
    assert filled_form(browser)["part_3"] == "（一）个别机关报送不及时。"


def test_a_page_that_somebody_overtook_keeps_what_was_typed(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    values = filled_form(browser)
    browser.post(FORM, data=values | {"part_3": "甲", "save": "yes"})
    answer = browser.post(FORM, data=values | {"part_3": "乙", "save": "yes"})
    assert answer.status_code == 422
    assert "别人保存过" in answer.text
    assert "乙</textarea>" in answer.text.replace("\n", "")


def test_moved_numbers_are_told_with_the_text_drafted_anew(sign_in: SignIn, store: Store) -> None:
    browser = sign_in("clerk")
    browser.post(FORM, data=filled_form(browser) | {"part_2": "审查正在进行。", "save": "yes"})
    assert "保存以后，登记簿的数字有变化" not in browser.get(FORM).text
    make_move(store, OPERATOR, 1, "register", NOW)
    text = re.sub(r"\s+", "", browser.get(FORM).text)
    assert "保存以后，登记簿的数字有变化" in text
    assert "审查办结率为0/1（0.0%）" in text
    assert "审查正在进行。" in text


def test_a_sample_is_a_word_file_that_says_so(sign_in: SignIn) -> None:
    answer = sign_in("clerk").get("/desk/figures/papers/quarterly_list/2026Q1/draft.docx")
    assert "（样张）" in unquote(answer.headers["Content-Disposition"])
    assert "样张" in [line.text for line in Docx(io.BytesIO(answer.data)).paragraphs]


def test_what_is_no_period_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("clerk").get("/desk/figures/papers/filing_bulletin/2026Q9").status_code == 404


def test_a_paper_that_was_made_stands_on_the_page_of_its_period(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    make = "/desk/papers/make?kind=quarterly_list&subject=2026Q1"
    browser.post(make, data=filled_form(browser, make))
    assert "备目〔2026〕1号" in browser.get("/desk/figures/?year=2026&quarter=1").text
    assert buttons(browser, "year=2026&quarter=1") == ["出具备案情况通报…", "再出具备案目录…"]


def test_a_paper_shows_its_tables_and_can_be_taken_as_a_sample_before(sign_in: SignIn) -> None:
    browser = sign_in("clerk")
    make = "/desk/papers/make?kind=filing_bulletin&subject=2026Q1"
    text = browser.get(make).text
    assert "【表格" not in text
    assert "附件1" in text
    assert "<caption>" in text
    sample = browser.post(make, data=filled_form(browser, make) | {"docx": "1"})
    assert sample.data[:2] == b"PK"
    assert "备通〔2026〕" not in browser.get("/desk/papers/").text


@pytest.mark.parametrize("subject", ["2026-01-01_2026-03-31", "2026q1", "2026-1-1_2026-3-31"])
def test_a_period_written_otherwise_warns_of_the_paper_that_is_there(sign_in: SignIn, subject: str) -> None:
    browser = sign_in("clerk")
    make = "/desk/papers/make?kind=filing_bulletin&subject="
    before = filled_form(browser, make + subject)
    browser.post(f"{make}2026Q1", data=filled_form(browser, f"{make}2026Q1"))
    assert "备通〔2026〕1号" in browser.get(make + subject).text
    answer = browser.post(make + subject, data=before)
    assert answer.status_code == 422
    assert "没有再出具一份" in answer.text
