"""The pages of 备案报告 and 起草说明: filled with what is known, a draft for Word, or handed in with a click."""

import io
from collections.abc import Callable

from docx import Document as Docx
from flask.testing import FlaskClient
from lxml import html

from registry.domain.papers.kinds import SubjectKind
from registry.storage.documents.tables import DocumentText
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.papers import papers_of
from tests.building.filings import owed_filing

SignIn = Callable[[str], FlaskClient]
PARTS = {"necessity": "原办法已到期。", "course": "征求过意见。", "content": "共三条。", "bases": "《甲法》"}


def text_of(content: bytes) -> str:
    return "\n".join(line.text for line in Docx(io.BytesIO(content)).paragraphs)


def test_the_materials_page_leads_to_the_papers(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    page = sign_in("drafter").get(f"/desk/filings/{filing_id}/materials").text
    for kind in ("filing-report", "drafting-statement"):
        assert f"/desk/filings/{filing_id}/{kind}" in page
    assert f"/desk/filings/{filing_id}/drafts/filing_report.docx" in page


def test_a_draft_takes_one_click_and_is_not_kept(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("drafter")
    for kind in ("filing_report", "drafting_statement"):
        answer = browser.get(f"/desk/filings/{filing_id}/drafts/{kind}.docx")
        assert "示范区农机购置补贴办法之3" in text_of(answer.data)
    with reading(store) as session:
        assert papers_of(session, SubjectKind.FILING, filing_id) == []


def test_a_contact_hands_in_both_papers(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("drafter")
    statement = browser.post(
        f"/desk/filings/{filing_id}/drafting-statement",
        data={**PARTS, "signed_on": "2026-03-05", "hand_in": "yes"},
        follow_redirects=True,
    )
    assert "起草说明已制作并留存" in statement.text
    form = browser.get(f"/desk/filings/{filing_id}/filing-report").text
    assert 'value="周起草"' in form
    assert 'name="effective_on"' not in form
    report = browser.post(
        f"/desk/filings/{filing_id}/filing-report",
        data={"reviewer": "示范区人民政府", "signed_on": "2026-03-05", "n_copies": "1", "hand_in": "yes"},
        follow_redirects=True,
    )
    assert "备案报告已制作并留存" in report.text
    assert "还缺3项：正式文本、制定依据、合法性审核意见" in report.text


def test_the_pages_of_papers_lead_to_the_materials(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    browser = sign_in("drafter")
    address = f"/desk/filings/{filing_id}/drafting-statement"
    browser.post(address, data={**PARTS, "signed_on": "2026-03-05", "hand_in": "yes"})
    materials = f'href="/desk/filings/{filing_id}/materials"'
    shown = browser.get("/desk/papers/1").text
    assert materials in shown
    assert "/desk/papers/1/replace" not in shown
    make = f"/desk/papers/make?kind=drafting_statement&subject={filing_id}"
    for page, data in (
        (make, {"on": "2026-03-05", "after": "1"}),
        ("/desk/papers/1/replace", {"because": "误"}),
    ):
        assert materials in browser.get(page).text
        answer = browser.post(page, data=data)
        assert answer.status_code == 422
        assert "请打开这件备案的“备案材料”页制作" in answer.text
    with reading(store) as session:
        assert len(papers_of(session, SubjectKind.FILING, filing_id)) == 1


def test_the_typed_draft_is_downloaded(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    answer = sign_in("drafter").post(
        f"/desk/filings/{filing_id}/drafting-statement",
        data={**PARTS, "content": "", "signed_on": "2026-03-05", "draft": "yes"},
    )
    assert answer.status_code == 200
    text = text_of(answer.data)
    assert "原办法已到期。" in text
    assert "＿＿＿" in text


def test_the_text_stands_beside_the_statement_alone(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    with reading(store) as session:
        document_id = session.get_one(Filing, filing_id).document_id
    with transaction(store) as session:
        session.merge(DocumentText(document_id=document_id, text="第一条　补贴对象为农户。"))
    browser = sign_in("drafter")
    pages = {
        kind: html.fromstring(browser.get(f"/desk/filings/{filing_id}/{kind}").text).find_class("paper-pane")
        for kind in ("drafting-statement", "filing-report")
    }
    assert "补贴对象为农户" in pages["drafting-statement"][0].text_content()
    assert pages["filing-report"] == []


def test_an_empty_part_is_refused_with_what_was_typed(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    answer = sign_in("drafter").post(
        f"/desk/filings/{filing_id}/drafting-statement",
        data={**PARTS, "content": "", "signed_on": "2026-03-05", "hand_in": "yes"},
    )
    assert answer.status_code == 422
    assert "留有空白" in answer.text
    assert "原办法已到期。" in answer.text


def test_the_pages_are_closed_to_others(sign_in: SignIn, store: Store) -> None:
    filing_id = owed_filing(store)
    addresses = ("filing-report", "drafting-statement", "drafts/filing_report.docx")
    for address in addresses:
        assert sign_in("stranger").get(f"/desk/filings/{filing_id}/{address}").status_code == 404
        assert sign_in("auditor").get(f"/desk/filings/{filing_id}/{address}").status_code == 403
