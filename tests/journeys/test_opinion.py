"""The opinion path: reviewed with objections, answered, and repealed by a new document on that document's day."""

from collections.abc import Callable

from flask.testing import FlaskClient
from time_machine import Traveller

from registry.storage.engine import Store
from tests.journeys.paperwork import (
    STEPS,
    at,
    filing_of,
    inbox,
    move,
    papers_of,
    run,
    save,
    text_of,
    typed,
)

Enter = Callable[[str], FlaskClient]

OPINION = "上位法依据：第五条自设收费，与《示范省行政事业性收费条例》第三条不一致。"


def _enact(browser: FlaskClient, title: str, doc_no: str, published_on: str, effective_on: str) -> int:
    form = typed(browser.get("/desk/documents/new").text, "title")
    dates = {"published_on": published_on, "effective_on": effective_on}
    given = {"title": title, "doc_no": doc_no, "lead_authority": "示范区农业农村局", "text": f"{title}。"}
    return save(browser, {**form, **STEPS, **dates, **given, "disclosure": "public"}, "published")


def test_an_opinion_ends_in_a_repeal_on_its_day(store: Store, enter: Enter, clock: Traveller) -> None:
    drafter, clerk, lead, visitor = (enter(name) for name in ("drafter", "clerk", "lead", "visitor"))
    old = _enact(clerk, "示范区渔港停泊收费办法", "示农规〔2026〕1号", "2026-03-02", "2026-03-02")
    filing = filing_of(clerk, old)
    move(drafter, filing, "submit")
    move(clerk, filing, "register")
    move(clerk, filing, "start_review")
    opined = text_of(move(lead, filing, "opine", reason=OPINION))
    assert "下一步期限：2026年4月7日" in opined  # 30 days end on Saturday 04-04, then 清明节
    assert papers_of(clerk, filing)[-1][0] == "审查意见书 备审〔2026〕1号"
    assert inbox(drafter)[0].startswith("审查意见：")
    move(drafter, filing, "answer", reason="已起草新办法，取消收费，并废止本办法。")
    assert inbox(lead)[0].startswith("收到审查意见反馈：")

    clock.move_to(at("2026-03-20"))
    clerk = enter("clerk")
    new = _enact(clerk, "示范区渔港停泊管理办法", "示农规〔2026〕4号", "2026-03-20", "2026-04-01")
    relate = f"/desk/documents/{new}/relate"
    tie = {**typed(clerk.get(relate).text, "kind"), "kind": "repeals", "other": "示农规〔2026〕1号"}
    answer = clerk.post(relate, data={**tie, "on": "2026-04-01", "clause": "第九条"}, follow_redirects=True)
    assert "已登记文件关系" in answer.text

    clock.move_to(at("2026-03-31", "23:59"))
    run(store, "follow_index", at("2026-03-31", "23:59"))
    assert "本文件已不再执行" not in visitor.get(f"/documents/{old}").text
    assert "渔港停泊收费" not in text_of(visitor.get("/?status=repealed"))
    clock.move_to(at("2026-04-01", "00:00"))
    page = text_of(visitor.get(f"/documents/{old}"))
    assert "本文件已不再执行，不得作为行政管理的依据" in page
    assert "示农规〔2026〕4号" in page
    assert "渔港停泊收费" in text_of(visitor.get("/?status=repealed"))
    assert "渔港停泊收费" in text_of(visitor.get("/?status=in_force&on=2026-03-31"))

    lead = enter("lead")
    assert "已改正" in move(lead, filing, "correct").text
    rates = lead.get("/desk/filings/?scope=all&year=2026").text
    assert rates.count("1/1（100.0%）") == 4  # 及时率, 规范率 (accepted without 补正), 纠错率 and 审查办结率
