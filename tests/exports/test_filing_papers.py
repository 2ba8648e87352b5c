"""The small papers of a filing, read back."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

from docx import Document

from registry.domain.validity import Status
from registry.exports.filing_papers import (
    render_registration_notice,
    render_review_opinion,
    render_status_proof,
)
from registry.exports.papers.facts import Evidence, RegistrationNotice, ReviewOpinion, StatusProof

TITLE = "示范区关于印发《示范区公共租赁住房管理办法》的通知"


def said(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def notice(submitted_on: date, due_on: date | None) -> str:
    facts = RegistrationNotice(
        review_authority="示范区司法局", addressed_to="示范区教育局", doc_no="示教规〔2026〕2号", title=TITLE,
        published_on=date(2026, 9, 1), submitted_on=submitted_on, due_on=due_on, filing_no="备〔2026〕15号",
        registered_on=date(2026, 9, 23),
    )  # fmt: skip
    return said(render_registration_notice(facts))


def test_a_registration_notice_names_document_number_and_day():
    text = notice(date(2026, 9, 10), date(2026, 9, 16))
    assert "示范区教育局：" in text
    assert "《示范区关于印发〈示范区公共租赁住房管理办法〉的通知》（示教规〔2026〕2号）" in text
    assert "备案登记号为备〔2026〕15号，登记日期为2026年9月23日" in text
    assert "属按期报送" in text
    assert text.endswith("示范区司法局\n2026年9月23日")


def test_a_late_filing_is_registered_and_called_late():
    assert "报送期限为2026年9月16日，实际逾期4日" in notice(date(2026, 9, 20), date(2026, 9, 16))


def test_without_a_due_date_nothing_is_called_late():
    text = notice(date(2026, 9, 20), None)
    assert "报送期限不能确定" in text
    assert "逾期" not in text


def test_a_review_opinion_lists_findings_and_asks_for_an_answer():
    facts = ReviewOpinion(
        review_authority="示范区司法局", addressed_to="示范区教育局", title=TITLE, doc_no=None, filing_no="备〔2026〕15号",
        findings=(("权限", "第八条超越权限。"), ("程序", "未附集体审议记录。")), demand="请予以修改。",
        answer_by=date(2026, 11, 1), signed_on=date(2026, 10, 1), opinion_no="示司备审〔2026〕3号",
    )  # fmt: skip
    text = said(render_review_opinion(facts))
    assert "一、关于权限\n第八条超越权限。\n二、关于程序" in text
    assert "三、处理要求\n请予以修改，并于2026年11月1日前将处理情况书面告知我单位。" in text
    assert "示司备审〔2026〕3号" in text
    dated = said(render_review_opinion(replace(facts, correct_by=date(2026, 12, 1))))
    assert "请予以修改，最迟于2026年12月1日改正，并于2026年11月1日前将处理情况书面告知我单位。" in dated


def proof(*evidence: Evidence) -> bytes:
    facts = StatusProof(
        office="示范区司法局", title=TITLE, doc_no=None, authority="示范区教育局", dates="施行2020-08-01", on=date(2024, 5, 1),
        status=Status.IN_FORCE, is_presumed=False, why="自2020-08-01起施行；有效期至2025-07-31。", evidence=evidence,
        made_at=datetime(2026, 11, 22, 16, 5, tzinfo=UTC),
    )  # fmt: skip
    return render_status_proof(facts)


def test_a_status_proof_answers_with_its_evidence():
    text = said(proof(Evidence(date(2022, 3, 1), "修改", "甲决定")))
    assert "经查，该文件在2024年5月1日有效（时效性：继续有效）。" in text
    assert "理由：自2020-08-01起施行；有效期至2025-07-31。" in text
    assert "1．2022-03-01 修改——甲决定" in text
    assert "2026年11月23日00:05的登记情况" in text


def test_a_proof_without_events_says_so():
    assert "没有登记效力变动和文件关系" in said(proof())


def test_a_proof_keeps_to_its_page_and_says_what_it_left_out():
    many = [Evidence(date(2000 + n, 1, 1), "修改" * 30, "甲决定" * 60) for n in range(40)]
    text = said(proof(*many))
    assert "1．2035-01-01" in text
    assert "2039-01-01" in text
    assert "另有35项较早的记录未列出" in text
