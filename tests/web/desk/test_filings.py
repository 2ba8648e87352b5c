"""The pages of filings."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import make_paper
from registry.domain.documents import Dates
from registry.domain.filings import FilingState, Move
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading, transaction
from registry.storage.files import attachments_of
from registry.storage.filings import moves_of
from registry.storage.issue_register.entries import IssueEntry
from tests.building.documents import register
from tests.building.filings import (
    TODAY,
    answered_filing,
    filing_of,
    make_move,
    owed_filing,
    registered_without_paper,
    stored_filing,
    submitted_filing,
)
from tests.cast import NOW, Cast

SignIn = Callable[[str], FlaskClient]


def walk(store: Store, *moves: str) -> int:
    """The id of a filing that made these moves today."""
    filing_id = owed_filing(store)
    for name in moves:
        make_move(store, OPERATOR, filing_id, name, NOW)
    return filing_id


# The list


def test_the_list_shows_open_filings_and_their_deadlines(sign_in: SignIn, store: Store) -> None:
    walk(store, "withdraw")
    owed_filing(store, 8)
    text = sign_in("clerk").get("/desk/filings/").text
    assert "之8" in text
    assert "已逾期9日" in text
    assert "之3" not in text
    assert "之3" in sign_in("clerk").get("/desk/filings/?scope=concluded").text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=农机购置", True),
        ("q=示农[2026]3号", True),
        ("q=示农〔2026〕4号", False),
        ("state=owed", True),
        ("state=submitted", False),
        ("timing=overdue", True),
        ("timing=open", False),
        ("timing=undated", False),
        ("authority=2", True),
        ("authority=3", False),
        ("track=government", True),
        ("track=congress", False),
        ("direction=outgoing", False),
        ("year=2026", True),
        ("year=2025", False),
        ("state=nonsense&year=x&authority=y&timing=z", True),
    ],
)
def test_the_list_is_narrowed(sign_in: SignIn, store: Store, query: str, is_found: bool) -> None:
    owed_filing(store)
    text = sign_in("clerk").get(f"/desk/filings/?{query}").text
    assert ("示范区农机购置补贴办法之3" in text) is is_found
    assert ("没有符合条件的备案" in text) is not is_found


def test_a_filing_that_needs_a_date_says_so(sign_in: SignIn, store: Store) -> None:
    document_id = register(store, OPERATOR, NOW, dates=Dates(signed_on=date(2026, 2, 1)))
    browser = sign_in("clerk")
    assert "缺公布日期" in browser.get("/desk/filings/?timing=undated").text
    text = browser.get(f"/desk/filings/{filing_of(store, document_id)}").text
    assert "补录公布日期" in text


def test_a_contact_lists_its_own_only_whatever_it_asks(sign_in: SignIn, store: Store) -> None:
    owed_filing(store)
    assert "农机购置" in sign_in("drafter").get("/desk/filings/").text
    for query in ("", "?authority=2", "?scope=all"):
        assert "农机购置" not in sign_in("stranger").get(f"/desk/filings/{query}").text


def test_a_contact_s_rates_are_not_the_district_s(sign_in: SignIn, store: Store) -> None:
    owed_filing(store)
    with transaction(store) as session:
        entry = IssueEntry(authority_id=2, year=2026, title="甲", title_key="甲", entered_at=NOW)
        session.add(entry)
    assert "没有交的不计入分子和分母" in sign_in("drafter").get("/desk/filings/?year=2026").text
    assert "2026年还没有发文登记簿" in sign_in("stranger").get("/desk/filings/?year=2026").text


def test_the_rates_are_n_of_d_and_two_are_unknown_without_an_issue_register(
    sign_in: SignIn, store: Store
) -> None:
    walk(store, "submit", "register")
    owed_filing(store, 9)
    text = sign_in("clerk").get("/desk/filings/?year=2026").text
    assert "2026年还没有发文登记簿，故记“—”" in text  # 报备率、公布率
    assert "0/1（0.0%）" in text  # 及时率
    assert "1/1（100.0%）" in text  # 规范率
    assert "0/0（—）" in text  # 纠错率


def test_the_export_has_the_rows_of_the_list(sign_in: SignIn, store: Store) -> None:
    walk(store, "submit", "register")
    owed_filing(store, 9)
    browser = sign_in("clerk")
    csv = browser.get("/desk/filings/export.csv?state=registered").data.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("文件名称,发文字号,制定机关")
    assert len(csv.splitlines()) == 2
    assert "备〔2026〕1号" in csv
    xlsx = browser.get("/desk/filings/export.xlsx").data
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(xlsx)).namelist()
    assert "农机" not in sign_in("stranger").get("/desk/filings/export.csv?scope=all").text


# One filing


def test_the_page_explains_the_date_and_offers_the_next_move(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    text = sign_in("clerk").get(f"/desk/filings/{filing_id}").text
    for words in (
        "2026-02-17",
        "顺延至2026年2月24日",
        "第219号",
        "待本单位核实",
        "代录",
        "备案报告",
        "形式审查",
    ):
        assert words in text
    for name in ("register", "defer", "refuse", "take_back"):
        assert f"/desk/filings/{filing_id}/{name}" in text
    contact = sign_in("drafter").get(f"/desk/filings/{filing_id}").text
    assert f"/desk/filings/{filing_id}/register" not in contact
    assert "本步由法制机构办理" in contact


def test_a_clerk_is_told_that_the_conclusion_waits_for_the_lead(sign_in: SignIn, store: Store) -> None:
    filing_id = walk(store, "submit", "register", "start_review")
    text = sign_in("clerk").get(f"/desk/filings/{filing_id}").text
    assert "结论由法制机构负责人签发" in text
    assert f"/desk/filings/{filing_id}/worksheet" in text


@pytest.mark.parametrize("address", ["", "/submit", "/register", "/refile"])
def test_a_stranger_is_told_that_it_does_not_exist(sign_in: SignIn, store: Store, address: str) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("stranger")
    assert browser.get(f"/desk/filings/{filing_id}{address}").status_code == 404
    assert browser.get(f"/desk/filings/99{address}").status_code == 404
    if address == "/submit":
        data = {"on": "2026-03-05", "version": "1"}
        assert browser.post(f"/desk/filings/{filing_id}/submit", data=data).status_code == 404
        assert stored_filing(store, filing_id).state is FilingState.OWED


# The moves


def test_a_move_says_what_follows_before_and_does_it_after(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("drafter")
    text = browser.get(f"/desk/filings/{filing_id}/submit").text
    for words in ("状态变为“已报送”", "逾期9日报送", "2026年3月12日", "立即通知2人：陈经办、林负责"):
        assert words in text
    data = {"on": "2026-03-05", "version": "1"}
    answer = browser.post(f"/desk/filings/{filing_id}/submit", data=data, follow_redirects=True)
    assert "“报送备案”已办理，现为“已报送”。下一步期限：2026年3月12日。" in answer.text
    assert stored_filing(store, filing_id).state is FilingState.SUBMITTED


def test_registering_tells_the_number(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    data = {"on": "2026-03-05", "version": "2"}
    answer = sign_in("clerk").post(f"/desk/filings/{filing_id}/register", data=data, follow_redirects=True)
    assert "“予以登记”已办理。备案登记号：备〔2026〕1号。" in answer.text
    assert '<a href="/desk/papers/1">备案登记通知备登〔2026〕1号</a>已出具。' in answer.text


def test_the_example_of_a_paper_issued_elsewhere_has_its_own_series(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    text = sign_in("clerk").get(f"/desk/filings/{filing_id}/defer").text
    assert "示司备通〔2026〕3号" in text
    assert "备登" not in text
    assert "原文写入暂缓登记通知" in text


@pytest.mark.parametrize("page", ["", "/submit"])
def test_the_papers_that_a_filer_makes_are_a_click_away(sign_in: SignIn, store: Store, page: str) -> None:
    filing_id = owed_filing(store)
    text = sign_in("drafter").get(f"/desk/filings/{filing_id}{page}").text
    assert f'href="/desk/filings/{filing_id}/filing-report">制作备案报告</a>' in text
    assert f'href="/desk/filings/{filing_id}/drafting-statement">制作起草说明</a>' in text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("defer", {"on": "2026-03-05", "reason": ""}, "须写明理由或内容"),
        ("defer", {"on": "", "reason": "缺说明"}, "请填写办理日期"),
        ("defer", {"on": "2026-03-06", "reason": "缺说明"}, "晚于今天"),
        ("register", {"on": "2026-03-05", "version": "1"}, "最近一次是命令行于2026年3月5日 10:00“报送备案”"),
    ],
)
def test_a_refused_move_stays_on_the_form(
    sign_in: SignIn, store: Store, name: str, data: dict[str, Any], sentence: str
) -> None:
    filing_id = submitted_filing(store)
    answer = sign_in("clerk").post(f"/desk/filings/{filing_id}/{name}", data={"version": "2", **data})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data.get("reason", "") in answer.text
    assert stored_filing(store, filing_id).state is FilingState.SUBMITTED


def test_a_page_that_is_out_of_date_says_so(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    answer = sign_in("clerk").get(f"/desk/filings/{filing_id}/submit")
    assert answer.status_code == 409
    assert "页面可能已过时" in answer.text


@pytest.mark.parametrize(
    ("person", "name", "status"),
    [
        ("drafter", "register", 403),
        ("clerk", "pass", 403),
        ("auditor", "submit", 403),
        ("admin", "submit", 403),
    ],
)
def test_a_move_is_for_those_the_table_names(
    sign_in: SignIn, store: Store, person: str, name: str, status: int
) -> None:
    address = f"/desk/filings/{owed_filing(store)}/{name}"
    assert sign_in(person).get(address).status_code == status
    assert sign_in(person).post(address, data={"on": "2026-03-05"}).status_code == status


def test_an_unknown_move_has_no_page(sign_in: SignIn, store: Store) -> None:
    assert sign_in("lead").get(f"/desk/filings/{owed_filing(store)}/approve").status_code == 404


def test_every_move_of_a_review_is_made_by_its_button(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("lead")
    story = ("submit", "defer", "submit", "register", "start_review", "opine", "answer", "correct")
    for version, name in enumerate(story, 1):
        address = f"/desk/filings/{filing_id}/{name}"
        assert browser.get(address).status_code == 200
        data = {"on": "2026-03-05", "version": str(version), "reason": "写明了"}
        assert browser.post(address, data=data).status_code == 303, name
    assert stored_filing(store, filing_id).state is FilingState.CORRECTED
    with reading(store) as session:
        assert [line.move.value for line in moves_of(session, filing_id)] == list(story)


def test_an_annulment_is_public_the_same_minute(sign_in: SignIn, store: Store, client: FlaskClient) -> None:
    filing_id = answered_filing(store)
    public = f"/documents/{stored_filing(store, filing_id).document_id}"
    address = f"/desk/filings/{filing_id}/annul"
    browser = sign_in("lead")
    text = browser.get(address).text
    assert "文件自所填之日起撤销，登记簿和公开页面同时变更。" in text
    data: dict[str, Any] = {"on": "2026-03-05", "version": "6", "reason": "第三条超越权限"}
    refused = browser.post(address, data=data | {"source": "示范区人民政府"})
    assert refused.status_code == 422
    assert "请填写自何日起撤销" in refused.text
    assert "示范区人民政府" in refused.text
    paper = (io.BytesIO("关于撤销的决定".encode()), "撤销决定.txt")
    data |= {"effective_on": "2026-03-05", "source": "示范区人民政府示政〔2026〕3号", "file": paper}
    answer = browser.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)
    assert "现为“已撤销”" in answer.text
    assert "本文件已不再执行" in client.get(public).text
    with reading(store) as session:
        names = [file.name for file in attachments_of(session, stored_filing(store, filing_id).document_id)]
    assert names == ["撤销决定.txt"]


def test_a_correction_chooses_how_or_leaves_a_doubt(sign_in: SignIn, store: Store) -> None:
    filing_id = answered_filing(store)
    browser = sign_in("lead")
    address = f"/desk/filings/{filing_id}/correct"
    assert "改正的文件尚未登记" in browser.get(address).text
    data = {"on": "2026-03-05", "version": "6", "source": "示农规〔2026〕9号"}
    assert "请选择是修改还是废止" in browser.post(address, data=data).text
    done = browser.post(address, data={"on": "2026-03-05", "version": "6"}, follow_redirects=True)
    assert "现为“已改正”" in done.text
    queue = browser.get("/desk/documents/doubts?doubt=conclusion_not_recorded").text
    assert "示范区农机购置补贴办法之3" in queue
    assert "record" in queue


def test_an_outgoing_filing_asks_for_the_number_of_its_reviewer(sign_in: SignIn, store: Store) -> None:
    filing_id = filing_of(store, register(store, OPERATOR, NOW, authority_id=1))
    make_move(store, OPERATOR, filing_id, "submit", NOW)
    browser = sign_in("clerk")
    assert "上级备案机关给出的登记号" in browser.get(f"/desk/filings/{filing_id}/register").text
    data = {"on": "2026-03-05", "version": "2", "filing_no": ""}
    assert browser.post(f"/desk/filings/{filing_id}/register", data=data).status_code == 422
    data["filing_no"] = "市备〔2026〕7号"
    assert browser.post(f"/desk/filings/{filing_id}/register", data=data).status_code == 303
    page = browser.get(f"/desk/papers/make?kind=registration_notice&subject={filing_id}").text
    assert "文书由上级备案机关出具" in page


def test_a_withdrawn_filing_can_be_filed_again(sign_in: SignIn, store: Store, cast: Cast) -> None:
    filing_id = owed_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.WITHDRAW, on=TODAY, reason="仍须修改", now=NOW)
    browser = sign_in("drafter")
    assert f"/desk/filings/{filing_id}/refile" in browser.get(f"/desk/filings/{filing_id}").text
    assert browser.post(f"/desk/filings/{filing_id}/refile", data={"reason": " "}).status_code == 422
    answer = browser.post(
        f"/desk/filings/{filing_id}/refile", data={"reason": "已改好"}, follow_redirects=True
    )
    assert "第2次报送" in answer.text
    assert f"/desk/filings/{filing_id}/refile" not in browser.get(f"/desk/filings/{filing_id}").text


# The papers


def test_the_papers_are_word_documents_with_the_facts(sign_in: SignIn, store: Store) -> None:
    filing_id = walk(store, "submit", "register", "start_review", "opine")
    browser = sign_in("drafter")
    page = browser.get(f"/desk/filings/{filing_id}").text
    files = re.findall(r"/desk/papers/\d+\.docx", page)
    for address, words in zip(files, ("备〔2026〕1号", "第三条与上位法不一致"), strict=True):
        answer = browser.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        body = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()
        assert words in body
    assert "事后补制" not in page


def test_a_paper_issued_elsewhere_is_named_with_its_move(sign_in: SignIn, store: Store) -> None:
    filing_id = submitted_filing(store)
    said = "纸质通知当日发出"
    move_filing(store, OPERATOR, filing_id, Move.REGISTER, on=TODAY, paper_elsewhere=said, now=NOW)
    assert f"文书已另行出具：{said}" in sign_in("drafter").get(f"/desk/filings/{filing_id}").text
    assert "kind=registration_notice" not in sign_in("clerk").get(f"/desk/filings/{filing_id}").text


def test_a_paper_made_after_its_move_is_said_to_be(sign_in: SignIn, store: Store) -> None:
    filing_id = registered_without_paper(store)
    clerk = sign_in("clerk")
    assert "事后补制" in clerk.get(f"/desk/papers/make?kind=registration_notice&subject={filing_id}").text
    later = NOW + timedelta(minutes=1)
    paper = make_paper(store, OPERATOR, PaperKind.REGISTRATION_NOTICE, filing_id, on=TODAY, now=later)
    for address in (f"/desk/filings/{filing_id}", f"/desk/papers/{paper.id}"):
        assert "事后补制" in clerk.get(address).text
