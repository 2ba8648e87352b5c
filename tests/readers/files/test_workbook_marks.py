"""What a spreadsheet library leaves blank though it holds something is no blank to us."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.reading import read_ledger

HEADER = ["文件名称", "文号", "公布日期", "备注"]


def test_errors_and_formulas_without_a_result_refuse_their_rows(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        HEADER,
        ["甲办法", "#REF!", "2021-03-05"],
        ["乙办法", '="青教〔2021〕"&1&"号"', "2021-03-05"],
    ):
        book.active.append(row)
    book.active.append(["丙办法", "", "2021-03-05", "#N/A"])
    book.save(tmp_path / "台账.xlsx")
    error, formula, fine = read_ledger("台账.xlsx", read_sheets(tmp_path / "台账.xlsx", "台账.xlsx")).rows
    assert [
        (problem.header, problem.is_refusal, problem.sentence[:4])
        for problem in error.problems + formula.problems
    ] == [
        ("文号", True, "公式出错"),
        ("文号", True, "公式没有"),
    ]
    assert fine.problems == []


def test_hidden_rows_and_sheets_are_read_and_reported(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "现行"
    for sheet in (book.active, book.create_sheet("旧稿")):
        sheet.append(HEADER)
        sheet.append([f"{sheet.title}办法", "", "2021-03-05"])
    book["现行"].row_dimensions[2].hidden = True
    book["旧稿"].sheet_state = "hidden"
    book.save(tmp_path / "台账.xlsx")
    ledger = read_ledger("台账.xlsx", read_sheets(tmp_path / "台账.xlsx", "台账.xlsx"))
    assert len(ledger.rows) == 2
    assert ledger.warnings == [
        "工作表“现行”有隐藏的行，也照样读入，请核对：第2行",
        "工作表“旧稿”是隐藏的，也照样读入，请核对；不要的，请在表格中删去后重新上传",
    ]


def test_a_plain_number_counts_from_1904_where_its_workbook_does(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEADER)
    book.active.append(["甲办法", "", (date(2021, 3, 5) - date(1904, 1, 1)).days])
    book.active.append(["乙办法", "", date(2021, 3, 5)])
    book.save(tmp_path / "台账.xlsx")
    ledger = read_ledger("台账.xlsx", read_sheets(tmp_path / "台账.xlsx", "台账.xlsx"))
    assert [row.values["published_on"] for row in ledger.rows] == [date(2021, 3, 5)] * 2


def test_a_cell_that_shows_no_day_of_the_month_is_no_day(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(HEADER)
    for number, shown in enumerate(('yyyy"年"m"月"', "yyyy-mm", "yyyy", 'yyyy"年"m"月"d"日"'), 2):
        book.active.append([f"办法{number}", "", date(2024, 3, 1)])
        book.active.cell(number, 3).number_format = shown
    book.save(tmp_path / "台账.xlsx")
    rows = read_ledger("台账.xlsx", read_sheets(tmp_path / "台账.xlsx", "台账.xlsx")).rows
    assert [row.cells["published_on"] for row in rows] == ["2024年3月", "2024年3月", "2024年", "2024-03-01"]
    assert [len(row.problems) for row in rows] == [1, 1, 1, 0]
    assert "没有写到日" in rows[0].problems[0].sentence
