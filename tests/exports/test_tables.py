"""Workbooks and .csv files, read back."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from registry.domain.intakes import REFUSED_HEADING
from registry.exports.tables import render_csv, render_refused, render_xlsx

HEADERS = ["标题", "公布日期", "件数"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "＝1"]


def sheet(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_a_workbook_holds_real_dates_numbers_and_a_frozen_heading():
    data = render_xlsx(HEADERS, [["关于〇号渠的通告", date(2026, 3, 5), 12], ["无日期", None, None]], "目录")
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert read == [HEADERS, ["关于〇号渠的通告", date(2026, 3, 5), 12.0], ["无日期", "", ""]]
    book = sheet(data)
    assert book.title == "目录"
    assert book.freeze_panes == "A2"
    assert book["A1"].font.bold
    assert book["B2"].value == datetime(2026, 3, 5)  # noqa: DTZ001 - openpyxl reads a day so
    assert book.column_dimensions["A"].width > book.column_dimensions["C"].width


@pytest.mark.parametrize("text", [*FORMULAS, "#N/A", "00123"])
def test_every_string_of_a_workbook_stays_a_string(text: str):
    cell = sheet(render_xlsx([text], [[text]], "目录"))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_workbook_drops_characters_excel_cannot_hold():
    assert sheet(render_xlsx(["标题"], [["甲\x0b乙"]], "目录"))["A2"].value == "甲乙"


def test_a_csv_opens_in_excel_and_keeps_commas_quotes_and_lines():
    data = render_csv(HEADERS, [['含"引号",逗号\n换行', date(2026, 3, 5), 12], ["㟃", None, -3]])
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [HEADERS, ['含"引号",逗号\n换行', "2026-03-05", "12"], ["㟃", "", "-3"]]


@pytest.mark.parametrize("text", [*FORMULAS, "\t=1", "\r=1"])
def test_a_csv_runs_no_formula(text: str):
    data = render_csv([text], [[text]]).decode("utf-8-sig")
    assert all(
        line.lstrip('"').startswith("'")
        for line in csv.reader(io.StringIO(data, newline=""))
        for line in line
    )


def test_refused_rows_keep_their_headers_and_get_their_reason_last():
    data = render_refused(
        HEADERS, [(["甲", "2026.13.5"], "公布日期不是日期"), (["乙", date(2026, 1, 1), 3], "文号重复")]
    )
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert read[0] == [*HEADERS, REFUSED_HEADING]
    assert read[1] == ["甲", "2026.13.5", "", "公布日期不是日期"]
    assert read[2][-1] == "文号重复"


def test_an_old_reason_is_replaced_when_a_mended_file_is_refused_again():
    data = render_refused([*HEADERS, REFUSED_HEADING], [(["甲", None, 1, "旧原因"], "新原因")])
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert read == [[*HEADERS, REFUSED_HEADING], ["甲", "", 1.0, "新原因"]]
