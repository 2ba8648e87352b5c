"""The pages of the issue register."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html
from sqlmodel import col

from registry.domain.roles import OPERATOR
from registry.domain.written_days import cn_dates
from registry.exports.tables import render_xlsx
from registry.storage.batches import batches
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import IssueEntry, entries_of, sources_of
from registry.web.desk.issue_register import parts
from tests.building.documents import register
from tests.building.issue_registers import LIST, import_list, stored_entries
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]
HERE = "/desk/issue-register/2/2026"
TAKE_IN = "/desk/issue-register/take-in"


def rows(text: str = LIST) -> dict[str, str]:
    return {"authority": "2", "year": "2026", "text": text}


# Taking in


def test_a_pasted_list_is_previewed_first_and_written_when_asked(sign_in: SignIn, store: Store) -> None:
    browser = sign_in("drafter")
    assert "示范区青石镇人民政府" not in browser.get(TAKE_IN).text
    tried = browser.post(TAKE_IN, data=rows()).text
    assert "还没有写入" in tried
    assert "写入（新增3件，更新0件）" in tried
    assert stored_entries(store) == []
    done = browser.post(TAKE_IN, data={**rows(), "save": "1"}, follow_redirects=True).text
    assert "已写入：新增3件" in done
    assert "发了没有登记（" in done
    assert len(stored_entries(store)) == 3


def test_a_workbook_goes_into_the_box_with_its_own_row_numbers(sign_in: SignIn, store: Store) -> None:
    table = [["关于甲的通知", "示农〔2026〕3号", date(2026, 2, 1)], ["关于乙的通知", "", "2026年13月5日"]]
    content = render_xlsx(["标题", "文号", "印发日期"], table, "发文")
    sent = {"authority": "2", "year": "2026", "text": "", "file": (io.BytesIO(content), "发文.xlsx")}
    browser = sign_in("clerk")
    page = browser.post(TAKE_IN, data={**sent, "save": "1"}).text
    assert "还没有写入" in page
    assert "第3行" in page
    box = "位置\t标题\t发文字号\t制定机关\t印发日期\n第2行\t关于甲的通知"
    assert box in page
    assert stored_entries(store) == []


def test_refused_lines_stay_in_the_box_when_the_rest_is_written(sign_in: SignIn, store: Store) -> None:
    text = "关于甲的通知\t示农〔2026〕3号\t2026-02-01\n关于乙的通知\t示农〔2026〕4号\t2026年13月5日"
    page = sign_in("clerk").post(TAKE_IN, data={**rows(text), "save": "1"}).text
    assert "没有写入的行留在下面的框里" in page
    box = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "关于乙的通知" in box
    assert "关于甲的通知" not in box
    assert len(stored_entries(store)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "请粘贴发文登记簿"),
        ({"year": "2031"}, "年份应在"),
        ({"year": "去年"}, "年份"),
        ({"authority": "99"}, "制定机关"),
    ],
)
def test_a_list_that_cannot_be_read_is_reported_and_stays_in_the_form(
    sign_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    answer = sign_in("clerk").post(TAKE_IN, data={**rows(), **changes})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_contact_imports_for_the_own_authority_whatever_the_form_says(
    sign_in: SignIn, store: Store
) -> None:
    sign_in("stranger").post(TAKE_IN, data={**rows(), "save": "1"})
    assert {entry.authority_id for entry in stored_entries(store)} <= {3}


# Reading


def test_the_summary_counts_each_authority_and_says_who_did_not_hand_in(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    import_list(store, cast.drafter)
    register(store, OPERATOR, NOW)
    text = sign_in("auditor").get("/desk/issue-register/").text
    assert "2026年：应交3个机关，已交1个" in text
    assert text.count("未交册") == 2
    assert "0/3（0.0%）" in text  # 报备率
    assert "1/3（33.3%）" in text  # 公布率
    assert "导入发文登记簿" not in text
    own = sign_in("stranger").get("/desk/issue-register/").text
    assert "示范区农业农村局" not in own
    assert "交本机关发文登记簿" in own


def test_the_rates_of_the_filings_page_come_from_the_lists(sign_in: SignIn, store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    register(store, OPERATOR, NOW)
    text = sign_in("clerk").get("/desk/filings/?year=2026").text
    assert "0/3（0.0%）" in text
    assert "已交1个" in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ["关于任免的通知", "关于乙的通知"], ["关于印发甲办法的通知"]),
        (
            "list=unfiled",
            ["关于印发甲办法的通知", "登记的标题：示范区农机购置补贴办法", "查看备案"],
            ["关于任免的通知"],
        ),
        ("list=unlisted", ["示范区渔船报废办法", "补入册"], ["关于乙的通知"]),
        ("list=all&q=示农[2026]5号", ["关于乙的通知"], ["关于任免的通知"]),
        ("list=filed", ["没有这样的发文"], ["关于乙的通知"]),
        ("list=nonsense&sort=x&page=y", ["关于乙的通知"], []),
    ],
)
def test_each_part_shows_its_lines(
    sign_in: SignIn, store: Store, cast: Cast, query: str, shown: list[str], hidden: list[str]
) -> None:
    import_list(store, cast.drafter)
    register(store, OPERATOR, NOW)
    register(store, OPERATOR, NOW, title="示范区渔船报废办法", doc_no="示农〔2026〕8号")
    page = sign_in("clerk").get(f"{HERE}?{query}").text
    assert [word for word in shown if word not in page] == []
    assert [word for word in hidden if word in page] == []


def test_a_part_is_exported_as_filtered(sign_in: SignIn, store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    browser = sign_in("clerk")
    csv = browser.get(f"{HERE}/export.csv?list=unregistered&q=任免").data.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("标题,发文字号,印发日期,情况")
    assert len(csv.splitlines()) == 2
    register(store, OPERATOR, NOW, title="示范区渔船报废办法", doc_no="示农〔2026〕8号")
    assert browser.get(f"{HERE}/export.xlsx?list=unlisted").data.startswith(b"PK")


def test_an_export_holds_every_line_however_many_are_read_at_a_time(
    sign_in: SignIn, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_list(store, cast.drafter)
    register(store, OPERATOR, NOW)
    browser = sign_in("clerk")
    address = f"{HERE}/export.csv?list=all&sort=title"
    whole = browser.get(address).data.decode("utf-8-sig").splitlines()
    with reading(store) as session:
        n_lines = session.execute(sa.select(sa.func.count(col(IssueEntry.id)))).scalar_one()
    assert len(whole) == n_lines + 1 > 3
    monkeypatch.setattr(parts, "batches", lambda items: batches(items, 2))
    assert browser.get(address).data.decode("utf-8-sig").splitlines() == whole


def test_another_authority_s_list_is_hidden_from_a_contact(sign_in: SignIn, store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    stranger = sign_in("stranger")
    for address in (HERE, f"{HERE}/export.csv", "/desk/issue-register/entries/1/match"):
        assert stranger.get(address).status_code == 404
    assert sign_in("clerk").get("/desk/issue-register/99/2026").status_code == 404
    assert sign_in("clerk").get("/desk/issue-register/entries/99/match").status_code == 404


# Acting


def test_lines_are_marked_and_restored_from_the_page(sign_in: SignIn, store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    clerk = sign_in("clerk")
    marked = clerk.post(
        f"{HERE}/mark", data={"entry": ["1", "2"], "reason": "人事任免"}, follow_redirects=True
    )
    assert "2件已标为不属于规范性文件" in marked.text
    assert "请先勾选" in clerk.post(f"{HERE}/mark", data={"reason": "x"}, follow_redirects=True).text
    clerk.post(f"{HERE}/mark", data={"entry": "1", "unmark": "1"})
    assert [entry.not_normative_because for entry in stored_entries(store)] == ["", "人事任免", ""]
    assert sign_in("drafter").post(f"{HERE}/mark", data={"entry": "1"}).status_code == 403
    assert 'name="entry"' not in sign_in("drafter").get(HERE).text


def test_a_registered_document_is_put_on_the_list_by_one_click(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    import_list(store, cast.drafter)
    document = register(store, OPERATOR, NOW, title="示范区渔船报废办法", doc_no="示农〔2026〕8号")
    page = sign_in("drafter").post(f"{HERE}/add", data={"document": document}, follow_redirects=True)
    assert "已补入册1件" in page.text
    assert stored_entries(store)[-1].document_id == document


def test_an_unregistered_line_leads_to_a_form_filled_with_it(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    import_list(store, cast.drafter)
    clerk = sign_in("clerk")
    links = html.fromstring(clerk.get(HERE).text).xpath("//a[text()='登记该文件']/@href")
    pages = [html.fromstring(clerk.get(link).text).forms for link in links]
    filled = [form.fields for forms in pages for form in forms if "lead_authority" in form.fields]
    assert ("关于印发甲办法的通知", "示农〔2026〕3号", "示范区农业农村局", "2026-02-01") in [
        tuple(form[name].strip() for name in ("title", "doc_no", "lead_authority", "issued_on"))
        for form in filled
    ]
    assert clerk.get("/desk/documents/new?issued_on=x&title=").status_code == 200


def test_an_ambiguous_line_is_for_a_person_to_choose(sign_in: SignIn, store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    first = register(store, OPERATOR, NOW)
    register(store, OPERATOR, NOW, title="示范区渔船报废办法", duplicate_reason="原件如此")
    drafter = sign_in("drafter")
    assert "认定是哪一件" in drafter.get(HERE).text
    here = "/desk/issue-register/entries/1/match"
    assert drafter.get(here).text.count("就是这一件") == 2
    assert drafter.post(here, data={"document": "99"}).status_code == 422
    assert "已对应" in drafter.post(here, data={"document": first}, follow_redirects=True).text
    with reading(store) as session:
        assert session.get_one(IssueEntry, 1).document_id == first
    assert "取消人工对应" in drafter.get(here).text


def test_a_wrong_import_is_removed_after_a_confirmation_in_numbers(
    sign_in: SignIn, store: Store, cast: Cast
) -> None:
    import_list(store, cast.drafter)
    with reading(store) as session:
        source = sources_of(session, 2, 2026)[0].source
    clerk = sign_in("clerk")
    assert cn_dates(source) in clerk.get(f"{HERE}/remove").text
    asked = clerk.get(f"{HERE}/remove", query_string={"source": source}).text
    assert "删去这次导入新增的3行，涉及1个机关" in asked
    assert "删去全部3行" in clerk.get(f"{HERE}/remove?whole=1").text
    assert "已撤下3行" in clerk.post(f"{HERE}/remove", data={"source": source}, follow_redirects=True).text
    with reading(store) as session:
        assert entries_of(session, [2]) == []
    assert sign_in("drafter").get(f"{HERE}/remove").status_code == 403
