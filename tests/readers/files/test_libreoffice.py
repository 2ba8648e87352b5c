"""What LibreOffice is given to print."""

import io
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from registry.domain.papers.kinds import Genre
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.model import OfficeStyle, Paper
from registry.readers.files.libreoffice import as_it_reads, convert
from tests.building.libreoffice import needs_libreoffice

BLOCK_ENDS = 184.3  # mm from the left edge: 28 mm and the 156 mm of a line
SENTENCES = tuple("字" * length + "。后面还有文字，以及标点、符号。" for length in range(22, 29))


def drawn() -> bytes:
    paper = Paper(Genre.NOTICE, "通知", "示范区司法局", date(2026, 3, 5), SENTENCES)
    return draw_paper(paper, OfficeStyle())


def test_only_the_one_property_is_another_in_the_copy() -> None:
    docx = drawn()
    with zipfile.ZipFile(io.BytesIO(docx)) as kept, zipfile.ZipFile(io.BytesIO(as_it_reads(docx))) as copy:
        assert copy.namelist() == kept.namelist()
        changed = [name for name in kept.namelist() if kept.read(name) != copy.read(name)]
        assert changed == ["word/styles.xml"]
        assert b'overflowPunct w:val="1"' in copy.read("word/styles.xml")


def test_the_copy_may_break_a_number_and_a_rate_where_word_does() -> None:
    body = ("备案登记号为备〔2026〕11号，规范率为6/7（85.7%），见附件（1）。",)
    paper = Paper(Genre.NOTICE, "通知", "示范区司法局", date(2026, 3, 5), body)
    docx = draw_paper(paper, OfficeStyle())
    with zipfile.ZipFile(io.BytesIO(as_it_reads(docx))) as copy:
        words = copy.read("word/document.xml").decode()
    assert "备〔2026〕|11号，规范率为6/7|（85.7%），见附件（1）。" in words.replace("\u200b", "|")


@pytest.mark.slow
@needs_libreoffice
def test_a_line_before_a_number_is_filled_with_its_first_part(tmp_path: Path) -> None:
    paper = Paper(Genre.NOTICE, "通知", "示范区司法局", date(2026, 3, 5), ("字" * 21 + "〔2026〕11号文件。",))
    file = tmp_path / "paper.docx"
    file.write_bytes(as_it_reads(draw_paper(paper, OfficeStyle())))
    pdf = convert(file, "pdf", tmp_path)
    assert pdf is not None
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        lines = document[0].get_textpage().get_text_range().splitlines()
    assert [line for line in lines if "字" in line] == ["字" * 21 + "〔2026〕"]


@pytest.mark.slow
@needs_libreoffice
def test_no_full_stop_hangs_over_the_text_block(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(as_it_reads(drawn()))
    pdf = convert(file, "pdf", tmp_path)
    assert pdf is not None
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[0].get_textpage()
        words = page.get_text_range()
        edges = [page.get_charbox(at)[2] * 25.4 / 72 for at in range(page.count_chars())]
    assert words.count("。") == 2 * len(SENTENCES)
    assert max(edges) <= BLOCK_ENDS
