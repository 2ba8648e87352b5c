"""A document's life: drafted by its authority, published by the office, filed, reviewed, and found by the public."""

from collections.abc import Callable

from flask.testing import FlaskClient
from lxml import html
from time_machine import Traveller

from registry.storage.engine import Store
from tests.journeys.paperwork import (
    STEPS,
    at,
    filing_of,
    inbox,
    move,
    paper,
    papers_of,
    read_paper,
    run,
    save,
    text_of,
    typed,
)

Enter = Callable[[str], FlaskClient]

TITLE = "示范区农业农村局关于印发《示范区秸秆综合利用管理办法》的通知"
LINES = (
    TITLE,
    "示农规〔2026〕2号",
    "各镇人民政府：",
    "《示范区秸秆综合利用管理办法》已经局务会议审议通过，现印发给你们，请遵照执行。",
    "示范区农业农村局",
    "2026年3月2日",
    "第一条　为了促进秸秆离田综合利用，制定本办法。",
    "第二条　本办法自2026年4月1日起施行，有效期5年。",
)
DOORS = ("", "/edit", "/publish", "/record-event", "/relate", "/attach")


def test_from_the_drafter_s_file_to_the_public_catalog(store: Store, enter: Enter, clock: Traveller) -> None:
    drafter, clerk, lead, stranger = (enter(name) for name in ("drafter", "clerk", "lead", "stranger"))
    visitor = enter("visitor")

    file_bytes = paper(*LINES)
    form = read_paper(drafter, "秸秆办法.docx", file_bytes)
    assert (form["doc_no"], form["effective_on"]) == ("示农规〔2026〕2号", "2026-04-01")
    one = save(drafter, {**form, "title": TITLE, "disclosure": "public"}, "draft")
    assert "秸秆办法.docx" in drafter.get(f"/desk/documents/{one}").text

    blocked = clerk.get(f"/desk/documents/{one}/publish")
    assert "尚不能标记公布" in blocked.text
    wanted = {**typed(blocked.text, "published_on"), "do": "publish", "published_on": "2026-03-05"}
    refused = clerk.post(f"/desk/documents/{one}/publish", data=wanted)
    assert refused.status_code == 422
    for step in ("公开征求意见", "合法性审核", "集体审议决定"):
        assert step in refused.text
    assert visitor.get(f"/documents/{one}").status_code == 404

    edit = f"/desk/documents/{one}/edit"
    refused = drafter.post(edit, data={**typed(drafter.get(edit).text, "title"), **STEPS})
    assert "合法性审核不在这里填写日期" in refused.text
    assert clerk.post(edit, data={**typed(clerk.get(edit).text, "title"), **STEPS}).status_code == 303
    page = clerk.get(f"/desk/documents/{one}/publish")
    wanted = {**typed(page.text, "published_on"), "do": "publish", "published_on": "2026-03-05"}
    assert "产生政府备案，2026年3月20日前报送" in text_of(page)
    unchecked = clerk.post(f"/desk/documents/{one}/publish", data=wanted)
    assert "还没有按现在的内容检查完" in unchecked.text
    check = typed(page.text, "published_on")["csrf_token"]
    assert clerk.post(f"/desk/documents/{one}/check", data={"csrf_token": check}).status_code == 303
    assert clerk.post(f"/desk/documents/{one}/publish", data=wanted).status_code == 303

    filing = filing_of(drafter, one)
    owed = text_of(drafter.get(f"/desk/filings/{filing}"))
    assert "自公布之日2026年3月5日起算（次日为第1日），15日届满为2026年3月20日" in owed
    assert "福建省人民政府令第219号" in owed

    clock.move_to(at("2026-03-18"))
    drafter, clerk, lead, stranger = (enter(name) for name in ("drafter", "clerk", "lead", "stranger"))
    move(drafter, filing, "submit")
    assert "备案登记号：备〔2026〕1号" in move(clerk, filing, "register").text
    move(clerk, filing, "start_review")
    assert clerk.get(f"/desk/filings/{filing}/pass").status_code == 403
    passed = text_of(move(lead, filing, "pass"))
    assert "准予备案" in passed
    assert "按期报送" in passed
    assert [name for name, _ in papers_of(clerk, filing)] == [
        "备案登记通知 备登〔2026〕1号",
        "备案审查结论 备审〔2026〕1号",
    ]

    assert [line.partition("：")[0] for line in inbox(drafter)] == [
        "准予备案",
        "予以备案登记",
        "应报送备案",
    ]
    assert any(line.startswith("收到报送备案") for line in inbox(clerk))
    assert inbox(stranger) == []
    for door in DOORS:
        assert stranger.get(f"/desk/documents/{one}{door}").status_code in {403, 404}
    assert stranger.get(f"/desk/documents/{one}").status_code == 404
    for door in ("", "/submit"):
        assert stranger.get(f"/desk/filings/{filing}{door}").status_code == 404
    for _, address in papers_of(clerk, filing):
        assert clerk.get(f"{address}.docx").data.startswith(b"PK")
        assert stranger.get(f"{address}.docx").status_code == 404
    assert "秸秆" not in stranger.get("/desk/documents").text

    run(store, "follow_index", at("2026-03-18"))
    found = visitor.get("/?q=离田").text
    assert "<mark>离田</mark>" in found
    assert f'href="/documents/{one}"' in found
    shown = text_of(visitor.get(f"/documents/{one}"))
    assert "尚未施行" in shown
    assert "示农规〔2026〕2号" in shown
    page = html.fromstring(visitor.get(f"/documents/{one}").text)
    (file,) = page.xpath('//ul[@class="files"]//a/@href')
    with visitor.get(file) as answer:
        assert answer.data == file_bytes
    assert visitor.get(f"/desk/documents/{one}").status_code == 302
