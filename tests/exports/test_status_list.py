"""The list of any status on any day, read back."""

import io
from datetime import UTC, date, datetime

from docx import Document
from docx.oxml.ns import qn

from registry.exports.status_list import render_status_list
from tests.exports.invented import items, rows

MADE_AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)


def test_the_list_says_its_day_its_count_and_when_it_was_made():
    file = Document(
        io.BytesIO(render_status_list("继续有效行政规范性文件目录", date(2026, 11, 22), rows(9), MADE_AT))
    )
    assert file.paragraphs[0].text == "继续有效行政规范性文件目录"
    assert file.paragraphs[1].text == "（截至2026年11月22日，共9件，2026年11月23日00:30制作）"
    assert len(items(file)) == 9
    assert len(file.sections) == 1
    assert not file.sections[0].footer.is_linked_to_previous
    assert file.core_properties.title == "继续有效行政规范性文件目录（截至2026年11月22日）"


def test_documents_that_ended_are_shown_with_day_and_reason():
    ended = rows(1, ended_on=date(2026, 1, 1), reason="任务已完成")
    file = Document(io.BytesIO(render_status_list("失效目录", date(2026, 11, 22), ended, MADE_AT)))
    assert [cell.text for cell in file.tables[0].rows[0].cells][-2:] == ["终止理由", "终止日期"]
    assert items(file)[0][-2:] == ["任务已完成", "2026.1.1"]


def test_an_empty_list_says_none():
    file = Document(io.BytesIO(render_status_list("失效目录", date(2026, 11, 22), (), MADE_AT)))
    assert "无" in [paragraph.text for paragraph in file.paragraphs]


def test_ten_thousand_rows_are_written_whole():
    data = render_status_list("目录", date(2026, 11, 22), rows(10_000), MADE_AT)
    body = Document(io.BytesIO(data)).element.body
    numbers = [row.find(qn("w:tc")).xpath("string(.//w:t)") for row in body.iter(qn("w:tr"))]
    assert [words for words in numbers if words.isdigit()] == [str(n) for n in range(1, 10_001)]
