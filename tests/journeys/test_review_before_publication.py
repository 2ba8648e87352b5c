"""A draft on its way to 公布: hits of the checks, 公平竞争审查, 合法性审核 with question and changes, deliberation."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from time_machine import Traveller

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.levels import Level
from registry.storage.engine import Store, transaction
from registry.storage.text_checks import TextHit
from tests.building.exported_lists import words_in
from tests.journeys.paperwork import at, inbox, save, text_of, typed

Enter = Callable[[str], FlaskClient]

DRAFT = {
    "kind": "",
    "title": "示范区农机服务组织扶持办法",
    "lead_authority": "示范区农业农村局",
    "disclosure": "public",
    "text": "第一条　为了扶持农机服务组织，制定本办法。\n第二条　优先采购本地企业的服务。",
    "public_consultation-done_on": "2026-02-20",
    "public_consultation-body": "示范区农业农村局",
}
OTHERS = ("", "/submit", "/materials", "/text")


@pytest.fixture
def people(enter: Enter) -> dict[str, FlaskClient]:
    return {name: enter(name) for name in ("drafter", "clerk", "lead", "stranger", "visitor", "auditor")}


def test_from_the_draft_to_its_publication(
    store: Store, enter: Enter, clock: Traveller, people: dict[str, FlaskClient]
) -> None:
    drafter, clerk, lead = people["drafter"], people["clerk"], people["lead"]
    one = save(drafter, DRAFT, "draft")
    home, fair = f"/desk/documents/{one}/legality", f"/desk/documents/{one}/fair-review"
    mark(store, one)

    page = text_of(clerk.get(f"/desk/documents/{one}/publish"))
    assert "缺少合法性审核。" in page
    assert "缺少集体审议决定。" in page
    assert "规则检查标出了可能排除、限制竞争的内容" in page
    assert "优先采购本地企业" in drafter.get(fair).text
    refused = post(
        drafter, fair, {"conclusion": "exception", "body": "局法规科", "reviewed_on": "2026-03-02"}
    )
    assert "第十二条的哪一种情形" in refused
    said = {
        "conclusion": "exception",
        "exception": "public_good",
        "body": "局法规科",
        "reviewed_on": "2026-03-02",
        "because": "没有影响更小的替代方案，实施至2027年底",
    }
    assert "适用例外规定" in post(drafter, fair, said)

    assert "送审材料还缺起草说明、制定依据" in move(drafter, home, "submit")
    reasons = {"because-2": "说明已写在送审函中", "because-3": "依据已写在第一条"}
    drafter.post(f"{home}/materials", data=reasons)
    assert "审核期限：2026年3月26日" in move(drafter, home, "submit")
    assert inbox(clerk)[0] == "合法性审核“送审”：《示范区农机服务组织扶持办法》（示范区农业农村局）"
    move(clerk, home, "accept")
    assert "停止计时" in move(clerk, home, "ask", reason="第二条为什么只采购本地企业的？")
    clock.move_to(at("2026-03-09"))
    people = {name: enter(name) for name in people}
    drafter, clerk, lead = people["drafter"], people["clerk"], people["lead"]
    assert "审核期限：2026年3月30日" in move(drafter, home, "answer", reason="系笔误，拟删去。")
    assert "待签发" in move(clerk, home, "propose", conclusion="change", reason="第二条删去“本地”。")
    assert inbox(lead)[0].startswith("合法性审核“拟出审核意见”")
    assert "应当修改" in move(lead, home, "change")
    assert inbox(drafter)[0] == "合法性审核“出具意见：应当修改”：《示范区农机服务组织扶持办法》"

    decided = {"collective_decision-done_on": "2026-03-09", "collective_decision-body": "局务会议"}
    assert "合法性审核的状态是“应当修改”" in edit(drafter, one, decided)
    assert "正文与提出意见时相同" in text_of(drafter.get(f"{home}/revise"))
    edit(drafter, one, {"text": DRAFT["text"].replace("本地企业", "企业")})
    assert "第1项意见还没有说明" in move(drafter, home, "revise")
    assert "复核中" in move(drafter, home, "revise", **{"answers-0": "已删去"})
    assert "已按意见修改" in move(lead, home, "followed", reason="已按意见修改，可以提请集体审议。")
    assert "当前为" in text_of(lead.get(f"{home}/followed"))
    assert edit(drafter, one, decided).count("局务会议")

    publish = f"/desk/documents/{one}/publish"
    page = clerk.get(publish)
    assert "确认标记公布" in page.text, text_of(page)
    wanted = {**typed(page.text, "published_on"), "do": "publish", "published_on": "2026-03-09"}
    assert clerk.post(publish, data=wanted).status_code == 303
    shown = text_of(clerk.get(f"/desk/documents/{one}"))
    assert "应当修改，已按意见修改" in shown
    assert "公平竞争审查条例第十二条第三项" in shown
    assert "系笔误" not in people["visitor"].get(f"/documents/{one}").text


def test_its_doors_are_closed_to_others(people: dict[str, FlaskClient]) -> None:
    one = save(people["drafter"], DRAFT, "draft")
    for path in (*(f"legality{door}" for door in OTHERS), "fair-review"):
        address = f"/desk/documents/{one}/{path}"
        assert people["stranger"].get(address).status_code == 404, address
        assert people["stranger"].post(address).status_code in {404, 405}, address
        assert people["visitor"].get(address).status_code == 302, address
    assert people["auditor"].get(f"/desk/documents/{one}/legality").status_code == 200
    assert people["auditor"].get(f"/desk/documents/{one}/legality/submit").status_code == 403
    assert people["drafter"].get(f"/desk/documents/{one}/legality/accept").status_code == 403
    assert people["visitor"].get("/desk/legality").status_code == 302
    assert "农机服务组织" not in people["stranger"].get("/desk/legality?scope=all").text


def test_a_changed_text_is_shown_and_explained(people: dict[str, FlaskClient]) -> None:
    drafter, clerk = people["drafter"], people["clerk"]
    one = save(drafter, DRAFT, "draft")
    home = f"/desk/documents/{one}/legality"
    form = {"result": "record_lawful", "body": "局法规科", "reason": "合法。", "on": "2026-03-04"}
    assert "合法" in move(drafter, home, "record_lawful", **form)
    edit(drafter, one, {"text": "第一条　换了。"})
    for person in (drafter, clerk):
        assert "审核后又改动了文本" in person.get(home).text
        assert "审核后又改动了文本" in person.get(f"/desk/documents/{one}").text
    post(drafter, f"{home}/text", {"because": "只改错字"})
    assert "只改错字" in drafter.get(home).text
    assert "审核后又改动了文本" not in clerk.get(home).text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_the_list_is_filtered_and_exported(people: dict[str, FlaskClient], kind: str) -> None:
    drafter, clerk = people["drafter"], people["clerk"]
    one = save(drafter, DRAFT, "draft")
    home = f"/desk/documents/{one}/legality"
    drafter.post(f"{home}/materials", data={f"because-{n}": "没有" for n in (2, 3, 5)})
    move(drafter, home, "submit")
    for asked in (
        "",
        "?q=农机",
        "?state=submitted",
        "?timing=soon",
        "?party=clerk",
        "?authority=2&sort=-due",
    ):
        expected = asked != "?timing=soon"  # 15 working days are further than 15 days
        assert ("农机服务组织" in clerk.get(f"/desk/legality{asked}").text) is expected, asked
    for asked in ("?scope=ended", "?q=别的", "?state=asked", "?timing=late", "?party=lead", "?authority=3"):
        assert "农机服务组织" not in clerk.get(f"/desk/legality{asked}").text, asked
    answer = clerk.get(f"/desk/legality/export.{kind}?scope=all")
    assert answer.status_code == 200
    assert "示范区农机服务组织扶持办法" in words_in(answer.data, kind)
    none = clerk.get(f"/desk/legality/export.{kind}?scope=ended")
    assert "农机服务组织" not in words_in(none.data, kind)


def move(browser: FlaskClient, home: str, verb: str, **values: str) -> str:
    """What a person reads after a move with the values that its page proposes."""
    form = typed(browser.get(f"{home}/{verb}").text, "on")
    answer = browser.post(f"{home}/{verb}", data={**form, **values}, follow_redirects=True)
    return text_of(answer)


def post(browser: FlaskClient, address: str, values: dict[str, str]) -> str:
    return text_of(browser.post(address, data=values, follow_redirects=True))


def edit(browser: FlaskClient, document_id: int, values: dict[str, str]) -> str:
    address = f"/desk/documents/{document_id}/edit"
    form = typed(browser.get(address).text, "title")
    return text_of(browser.post(address, data={**form, **values}, follow_redirects=True))


def mark(store: Store, document_id: int) -> None:
    """A hit of the checks that nobody has judged."""
    with transaction(store) as session:
        hit = TextHit(
            document_id=document_id,
            position=1,
            rule="competition-local",
            kind=CheckKind.COMPETITION,
            level=Level.UNLAWFUL,
            quote="优先采购本地企业的服务",
            start=0,
            end=11,
            says="优待本地经营者",
            source="公平竞争审查条例第十条",
            verdict=HitVerdict.OPEN,
        )
        session.add(hit)


def test_today_shows_what_waits_for_whom_at_a_cost_that_does_not_grow(
    store: Store, people: dict[str, FlaskClient]
) -> None:
    drafter, clerk = people["drafter"], people["clerk"]
    n_before = _sent(store, drafter, "农机甲", clerk)
    assert "受理合法性审核" in text_of(clerk.get("/desk/"))
    assert "合法性审核（" not in text_of(drafter.get("/desk/"))
    assert "合法性审核（" not in text_of(people["stranger"].get("/desk/"))
    for title in ("农机乙", "农机丙"):
        assert _sent(store, drafter, title, clerk) == n_before


def _sent(store: Store, drafter: FlaskClient, title: str, clerk: FlaskClient) -> list[int]:
    """The numbers of statements of three pages, after one more draft was sent."""
    one = save(drafter, DRAFT | {"title": f"示范区{title}办法"}, "draft")
    home = f"/desk/documents/{one}/legality"
    drafter.post(f"{home}/materials", data={f"because-{n}": "没有" for n in (2, 3, 5)})
    move(drafter, home, "submit")
    return [n_statements(store, clerk, page) for page in ("/desk/", "/desk/legality", home)]


def n_statements(store: Store, browser: FlaskClient, page: str) -> int:
    statements: list[str] = []
    heard = lambda *given: statements.append(given[2])  # noqa: E731
    sa.event.listen(store.engine, "before_cursor_execute", heard)
    try:
        assert browser.get(page).status_code == 200
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", heard)
    return len(statements)
