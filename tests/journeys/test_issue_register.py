"""The list of what was issued, from the authority's OA to a rate that says what is missing."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from lxml import html

from tests.journeys.paperwork import STEPS, filing_of, move, save, text_of, typed

Enter = Callable[[str], FlaskClient]

HERE = "/desk/issue-register/2/2026"
LIST = """序号	文件标题	文号	印发日期
1	示范区农业农村局关于印发《示范区农机购置补贴办法》的通知	示农〔2026〕3号	2026-02-02
2	示范区农业农村局关于印发《示范区禁渔期管理办法》的通知	示农[2026]4号	2026.2.3
3	示范区农业农村局关于任免职务的通知	示农〔2026〕5号	2026年2月4日"""


def _rates(browser: FlaskClient) -> list[str]:
    """报备率 and 公布率 of the total, as the page of lists prints them."""
    page = html.fromstring(browser.get("/desk/issue-register/?year=2026").text)
    return [cell.text_content() for cell in page.xpath("//tbody/tr[last()]/td")[-2:]]


def _enact(browser: FlaskClient, title: str, doc_no: str, published_on: str) -> int:
    form = typed(browser.get("/desk/documents/new").text, "title")
    given = {"title": title, "doc_no": doc_no, "lead_authority": "示范区农业农村局", "text": f"{title}。"}
    dates = {"published_on": published_on, "effective_on": published_on}
    return save(browser, {**form, **STEPS, **dates, **given, "disclosure": "public"}, "published")


def test_the_rate_moves_as_what_was_missing_is_found(enter: Enter) -> None:
    drafter, clerk = enter("drafter"), enter("clerk")
    first = _enact(
        clerk, "示范区农业农村局关于印发《示范区农机购置补贴办法》的通知", "示农〔2026〕3号", "2026-02-12"
    )
    move(drafter, filing_of(clerk, first), "submit")
    assert _rates(clerk) == ["—", "—"]

    handed_in = {"year": "2026", "text": LIST, "save": "1"}
    assert "已写入：新增3件" in text_of(
        drafter.post("/desk/issue-register/take-in", data=handed_in, follow_redirects=True)
    )
    assert _rates(clerk) == ["1/3（33.3%）", "1/3（33.3%）"]
    missing = clerk.get(HERE).text
    assert "禁渔期管理办法" in missing
    assert "关于任免职务" in missing
    assert "农机购置补贴" not in missing

    marked = re.search(r'value="(\d+)" aria-label="选《示范区农业农村局关于任免职务的通知》"', missing)
    assert marked is not None
    clerk.post(f"{HERE}/mark", data={"entry": marked[1], "reason": "人事任免"})
    assert _rates(clerk) == ["1/2（50.0%）", "1/2（50.0%）"]

    second = _enact(
        clerk, "示范区农业农村局关于印发《示范区禁渔期管理办法》的通知", "示农〔2026〕4号", "2026-02-13"
    )
    assert _rates(clerk) == ["1/2（50.0%）", "2/2（100.0%）"]
    assert "禁渔期管理办法" in clerk.get(f"{HERE}?list=unfiled").text
    move(drafter, filing_of(clerk, second), "submit")
    assert _rates(clerk) == ["2/2（100.0%）", "2/2（100.0%）"]
    assert "册上的规范性文件都已登记" in clerk.get(HERE).text
    assert clerk.get("/desk/filings/?scope=all&year=2026").text.count("2/2（100.0%）") >= 2
