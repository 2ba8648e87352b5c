"""An examination from the first finding to the second opinion's end: clerk, lead and authority, each in a browser."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from registry.storage.engine import Store
from tests.building.worksheets import TEXT, ask_for_two
from tests.journeys.paperwork import STEPS, filing_of, inbox, move, papers_of, save, text_of, typed

Enter = Callable[[str], FlaskClient]

FOUND = (
    ("art-3", "上位法依据", "unlawful", "自行设定停泊费"),
    ("art-4", "制定权限", "unlawful", "不得设定罚款"),
    ("", "内容适当性", "advice", "用语不统一"),
)


def _fill(browser: FlaskClient, address: str, field: str, *, to: str = "", **values: str) -> str:
    """Fills the form that has this field and sends it; what the next page says."""
    form = typed(browser.get(address).text, field)
    answer = browser.post(to or address.partition("?")[0], data={**form, **values}, follow_redirects=True)
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


def test_a_filing_is_examined_answered_and_examined_again(store: Store, enter: Enter) -> None:
    ask_for_two(store)
    drafter, clerk, lead, stranger = (enter(name) for name in ("drafter", "clerk", "lead", "stranger"))
    form = typed(clerk.get("/desk/documents/new").text, "title")
    facts = {"title": "示范区渔港停泊办法", "doc_no": "示农规〔2026〕1号", "text": TEXT}
    dates = {"published_on": "2026-03-02", "effective_on": "2026-03-02"}
    by = {"lead_authority": "示范区农业农村局", "disclosure": "public"}
    filing = filing_of(clerk, save(clerk, {**form, **STEPS, **dates, **facts, **by}, "published"))
    for browser, name in ((drafter, "submit"), (clerk, "register"), (clerk, "start_review")):
        move(browser, filing, name)
    sheet = f"/desk/filings/{filing}/worksheet"

    for article, item, level, problem in FOUND:
        address = f"{sheet}/findings/add?article_key={article}"
        _fill(clerk, address, "problem", item=item, level=level, problem=problem, note="内部的话")
    clear = {f"item-{n}": "clear" for n in (3, 4)}
    _fill(clerk, sheet, "item-3", **clear)
    _fill(clerk, f"{sheet}/hand-over", "conclusion", conclusion="opine")
    assert inbox(lead)[0].startswith("审查工作底稿待签发")
    _fill(lead, f"{sheet}/give-back", "reason", reason="第2条请补依据")
    assert inbox(clerk)[0].startswith("退回审查工作底稿")
    edit = re.findall(r"/findings/\d+/edit", clerk.get(sheet).text)[1]
    _fill(clerk, f"{sheet}{edit}", "problem", basis="《示例法》第十条")
    _fill(clerk, f"{sheet}/hand-over", "conclusion", conclusion="opine")
    assert "改了依据" in text_of(lead.get(f"{sheet}/sign"))
    assert "现为“已提审查意见”" in _fill(lead, f"{sheet}/sign", "on")
    assert papers_of(clerk, filing)[-1][0] == "审查意见书 备审〔2026〕1号"
    assert inbox(drafter)[0].startswith("审查意见：")

    page = text_of(drafter.get(f"/desk/filings/{filing}"))
    assert all(problem in page for _, _, _, problem in FOUND)
    assert "内部的话" not in page
    assert "请补依据" not in page
    assert stranger.get(f"/desk/filings/{filing}").status_code == 404
    replies = {"reply-1": "adopted", "reply-2": "rejected", "reason-2": "上级有授权", "reply-3": "partly"}
    told = _fill(drafter, f"/desk/filings/{filing}/answer", "reason-1", **replies, **{"reason-3": "改两处"})
    assert "已逐条反馈处理情况" in told
    assert inbox(lead)[0].startswith("收到审查意见反馈：")

    _fill(
        clerk, sheet, "verdict-2", to=f"{sheet}/answers", **{"verdict-2": "objected", "verdict-3": "accepted"}
    )
    clerk.post(f"{sheet}/begin", data={})
    again = text_of(clerk.get(sheet))
    assert "第2次审查" in again
    assert "问题（1条）" in again
    assert "五项都已审查" in again
    _fill(clerk, f"{sheet}/hand-over", "conclusion", conclusion="opine_again")
    _fill(lead, f"{sheet}/sign", "on")
    reply = {"reply-1": "rejected", "reason-1": "附上授权文件"}
    _fill(drafter, f"/desk/filings/{filing}/answer", "reason-1", **reply)
    accept = f"/desk/filings/{filing}/accept"
    refused = lead.post(accept, data={**typed(lead.get(accept).text, "on"), "reason": "说明成立"})
    assert "第1条问题制定机关没有完全采纳" in text_of(refused)
    _fill(clerk, sheet, "verdict-1", to=f"{sheet}/answers", **{"verdict-1": "accepted"})
    assert "准予备案" in move(lead, filing, "accept", reason="授权文件有效").text
    history = text_of(clerk.get(f"/desk/filings/{filing}"))
    assert "第1次审查发现的问题和答复" in history
    assert "第2次审查发现的问题和答复" in history
