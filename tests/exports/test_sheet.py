"""The sheet as LibreOffice lays it out: 22 lines of 28 characters (GB/T 9704-2012)."""

import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from registry.exports.filing_papers import render_review_opinion
from registry.exports.papers.facts import ReviewOpinion
from tests.building.libreoffice import needs_libreoffice


@pytest.mark.slow
@needs_libreoffice
def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path):
    facts = ReviewOpinion(
        review_authority="示范区司法局", addressed_to="示范区教育局", title="关于甲的通知", doc_no=None, filing_no="备〔2026〕1号",
        findings=(("程序", "示" * 28 * 50),), demand="请予以修改", answer_by=date(2026, 11, 1), signed_on=date(2026, 10, 1),
    )  # fmt: skip
    paper = tmp_path / "paper.docx"
    paper.write_bytes(render_review_opinion(facts))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    second = pdf[1].get_textpage().get_text_bounded().split("\r\n")
    pdf.close()
    assert second == ["示" * 28] * 22 + ["— 2 —"]
