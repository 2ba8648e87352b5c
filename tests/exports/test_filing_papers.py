"""The proof of a document's status on a day, read back."""

import io
from datetime import UTC, date, datetime

from docx import Document

from registry.domain.validity import Status
from registry.exports.filing_papers import render_status_proof
from registry.exports.papers.facts import Evidence, StatusProof

TITLE = "示范区关于印发《示范区公共租赁住房管理办法》的通知"


def said(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


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
    assert "理由：自2020年8月1日起施行；有效期至2025年7月31日。" in text
    assert "1．2022年3月1日，修改——甲决定" in text
    assert "2026年11月23日00:05的登记情况" in text


def test_the_words_of_a_proof_are_of_one_size():
    body = Document(io.BytesIO(proof(Evidence(date(2022, 3, 1), "修改", "甲决定")))).paragraphs
    first, last = (
        next(at for at, line in enumerate(body) if word in line.text) for word in ("文件名称", "不编号")
    )
    assert {line.style.name for line in body[first : last + 1]} == {"小字"}  # type: ignore[union-attr]


def test_a_proof_without_events_says_so():
    assert "没有登记效力变动和文件关系" in said(proof())


def test_a_proof_keeps_to_its_page_and_says_what_it_left_out():
    many = [Evidence(date(2000 + n, 1, 1), "修改" * 30, "甲决定" * 60) for n in range(40)]
    text = said(proof(*many))
    assert "1．2036年1月1日" in text
    assert "2039年1月1日" in text
    assert "另有36项较早的记录未列出" in text
