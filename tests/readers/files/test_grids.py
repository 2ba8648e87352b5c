"""Tables of Word files and web pages are kept as rows; tables that only lay out a page stay lines."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from registry.readers.documents.facts import Reading
from registry.readers.documents.reading import read_document
from registry.readers.files.grids import is_grid
from registry.readers.files.pages import page

HEAD = ("青溪市停车收费标准", "收费标准如下：")


def _read(tmp_path: Path, rows: list[list[str]], before: tuple[str, ...] = HEAD) -> Reading:
    paper = docx.Document()
    for line in before:
        paper.add_paragraph(line)
    table = paper.add_table(len(rows), len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    paper.add_paragraph("以上标准自公布之日起施行。")
    paper.save(tmp_path / "a.docx")
    return read_document(tmp_path / "a.docx", "a.docx")


def test_rows_of_a_word_table_are_lines_with_tabs(tmp_path: Path) -> None:
    reading = _read(tmp_path, [["车型", "元/小时"], ["小型车\n（蓝牌）", "5"], ["", "8"]])
    assert reading.text.split("\n")[2:5] == ["车型\t元/小时", "小型车 （蓝牌）\t5", "\t8"]
    assert reading.paragraphs[2:8] == ["车型", "元/小时", "小型车", "（蓝牌）", "5", "8"]


def test_a_cell_over_several_columns_is_followed_by_empty_ones(tmp_path: Path) -> None:
    paper = docx.Document()
    for line in HEAD:
        paper.add_paragraph(line)
    table = paper.add_table(3, 3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "甲"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "车型"
    paper.save(tmp_path / "a.docx")
    assert read_document(tmp_path / "a.docx", "a.docx").text.split("\n")[2:] == [
        "车型\t\t甲",
        *["甲\t甲\t甲"] * 2,
    ]


def test_a_table_that_begins_the_text_is_the_frame_of_its_head(tmp_path: Path) -> None:
    reading = _read(tmp_path, [["青溪市教育局", "文件"], ["青教〔2026〕3号", "签发人：赵一"]], before=())
    assert "\t" not in reading.text
    assert reading.paragraphs[:2] == ["青溪市教育局", "文件"]


def test_the_words_of_a_table_that_is_too_wide_are_loose_lines(tmp_path: Path) -> None:
    cells = [f"第{place}格" for place in range(63)]
    reading = _read(tmp_path, [cells, cells])
    assert reading.paragraphs[2:-1] == cells * 2
    assert reading.text.split("\n") == reading.paragraphs


def test_a_row_that_begins_after_many_columns_keeps_its_words(tmp_path: Path) -> None:
    _read(tmp_path, [["甲", "乙"], ["丙", "丁"], ["戊", "己"]])
    paper = docx.Document(str(tmp_path / "a.docx"))
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "60")
    paper.tables[0].rows[1]._tr.get_or_add_trPr().append(before)
    paper.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx", "a.docx").paragraphs[2:-1] == [*"甲乙丙丁戊己"]


def test_a_row_with_two_articles_in_a_cell_stays_a_line(tmp_path: Path) -> None:
    reading = _read(tmp_path, [["原文", "改后"], ["第一条甲。第二条乙。", "第一条丙。第二条丁。"]])
    assert reading.text.split("\n")[2:4] == ["原文\t改后", "第一条甲。第二条乙。\t第一条丙。第二条丁。"]


@pytest.mark.parametrize(
    "rows",
    [
        [["", "青溪市教育局"], ["", "2026年3月5日"]],
        [["青溪市教育局", "青溪市财政局"], ["2026年3月5日", ""]],
        [["抄送：市委办公室。", ""], ["市府办", "2026年3月5日印发"]],
        [["一行", "两格"]],
        [["长" * 500, "甲"], ["乙", "丙"]],
    ],
)
def test_a_table_that_lays_out_a_page_stays_lines(rows: list[list[str]]) -> None:
    assert not is_grid(rows)


def test_rows_of_a_web_page_are_lines_with_tabs() -> None:
    read = page(
        "<html><body><div id='zoom'><p>收费标准如下：</p><table><tr><th colspan='2'>车型</th><th>元</th></tr>"
        "<tr><td><p>小型车</p><p>蓝牌</p></td><td>甲类\t</td><td><span>5</span></td></tr><tr><td></td><td>乙类</td><td>8</td></tr>"
        "</table><p>以上。</p></div></body></html>"
    )
    assert read.lines == ["收费标准如下：", "车型\t\t元", "小型车 蓝牌\t甲类\t5", "\t乙类\t8", "以上。"]
    assert "".join("".join(read.lines).split()) == "".join("".join(read.paragraphs).split())


def test_a_page_laid_out_in_a_table_stays_lines() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    read = page(
        f"<html><body><table><tr><td>菜单</td><td>正文：{inner}</td></tr><tr><td>页</td><td>脚</td></tr></table></body></html>"
    )
    assert [line for line in read.lines if "\t" in line] == ["甲\t1", "乙\t2"]
