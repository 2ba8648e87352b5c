"""A list as a paper: what it says of itself, its rows, and when it would not fit."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document

from registry.domain.errors import Refusal
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing, render_listing

MADE = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
COLUMNS = (ListColumn("文件名称", 12), ListColumn("公布日期"), ListColumn("件数", 3))


def paper(listing: Listing) -> "Document":
    return Document(io.BytesIO(render_listing(listing, MADE)))


def test_it_says_what_it_holds_and_when_it_was_made() -> None:
    file = paper(Listing("文件清单", COLUMNS, [("甲", date(2026, 1, 2), 3)], ["继续有效", "2026年公布"]))
    said = "".join(paragraph.text for paragraph in file.paragraphs)
    assert "文件清单" in said
    assert "（继续有效，2026年公布，共1件）" in said
    assert "2026年3月5日10:30制作" in said
    assert file.sections[0].page_width > file.sections[0].page_height


def test_a_day_is_printed_short_and_nothing_as_a_dash() -> None:
    file = paper(Listing("文件清单", COLUMNS, [("甲", date(2026, 1, 2), None), ("", None, 0)]))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == [
        ["序号", "文件名称", "公布日期", "件数"],
        ["1", "甲", "2026.1.2", "—"],
        ["2", "—", "—", "0"],
    ]


def test_a_table_holds_two_hundred_rows_and_the_next_counts_on() -> None:
    file = paper(Listing("文件清单", COLUMNS, [("甲", None, n) for n in range(401)]))
    assert [len(table.rows) - 1 for table in file.tables] == [200, 200, 1]
    assert file.tables[2].rows[1].cells[0].text == "401"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in file.tables)
    assert all("w:cantSplit" in row._tr.xml for row in file.tables[1].rows)


def test_an_empty_list_says_so() -> None:
    assert "无" in "".join(paragraph.text for paragraph in paper(Listing("文件清单", COLUMNS, [])).paragraphs)


@pytest.mark.parametrize(
    ("listing", "way_out"),
    [
        (
            Listing("文件清单", COLUMNS, [("甲", None, 1)] * (MOST_PRINTED + 1)),
            "增加筛选条件，或者导出 Excel",
        ),
        (
            Listing("文件清单", [ListColumn(f"第{n}列", 6) for n in range(1, 11)], []),
            "去掉“第9列”“第10列”就放得下",
        ),
    ],
)
def test_what_would_not_fit_is_refused_with_a_way_out(listing: Listing, way_out: str) -> None:
    with pytest.raises(Refusal, match=way_out):
        render_listing(listing, MADE)
