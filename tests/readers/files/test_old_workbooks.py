"""The marks of an .xls file: errors, hidden rows and sheets, and dates counted from 1904."""

from datetime import date
from pathlib import Path

import pytest

from registry.readers.files.old_workbooks import old_marks_of
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.reading import Ledger, read_ledger
from tests.readers.files.old_workbook import Cell, old_workbook

HEADER = ["文件名称", "文号", "公布日期"]
REF = -0x17


def read(tmp_path: Path, content: bytes) -> Ledger:
    path = tmp_path / "台账.xls"
    path.write_bytes(content)
    return read_ledger(path.name, read_sheets(path, path.name))


def test_an_error_refuses_its_row_and_hidden_rows_are_reported(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*HEADER], ["甲办法", REF, "2021-03-05"], ["乙办法", None, "2021-03-05"]]
    sheets = {"现行": rows, "旧稿": [[*HEADER], ["丙办法", None, None]]}
    ledger = read(tmp_path, old_workbook(sheets, hidden_rows=[3], hidden_sheets=["旧稿"]))
    assert [
        (problem.header, problem.is_refusal, problem.sentence[:11]) for problem in ledger.rows[0].problems
    ] == [("文号", True, "公式出错（#REF!）")]
    assert [row.problems for row in ledger.rows[1:]] == [[], []]
    assert ledger.warnings == [
        "工作表“现行”有隐藏的行，也照样读入，请核对：第3行",
        "工作表“旧稿”是隐藏的，也照样读入，请核对；不要的，请在表格中删去后重新上传",
    ]


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_plain_number_is_the_day_that_its_workbook_counts(tmp_path: Path, is_1904: bool) -> None:
    serial = (date(2021, 3, 5) - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days
    content = old_workbook({"台账": [[*HEADER], ["甲办法", None, serial]]}, is_1904=is_1904)
    assert read(tmp_path, content).rows[0].values["published_on"] == date(2021, 3, 5)


def test_a_malformed_or_truncated_file_has_no_marks() -> None:
    content = old_workbook({"台账": [[*HEADER]]})
    assert [old_marks_of(content[:at]) for at in (0, 8, 60, 600)] == [{}] * 4


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize(
    ("number_format", "shown"),
    [('yyyy"年"m"月"', "“2024年3月”没有写到日"), ("yyyy", "“2024年”没有写到日"), ("yyyy-mm-dd", "")],
)
def test_a_cell_that_shows_only_year_and_month_is_no_day(
    tmp_path: Path, number_format: str, shown: str, is_packed: bool
) -> None:
    serial = (date(2024, 3, 1) - date(1899, 12, 30)).days
    sheets: dict[str, list[list[Cell]]] = {"台账": [[*HEADER], ["甲办法", None, serial]]}
    (row,) = read(tmp_path, old_workbook(sheets, number_format=number_format, is_packed=is_packed)).rows
    assert [problem.sentence.startswith(shown) for problem in row.problems] == [True] * bool(shown)
    assert ("published_on" in row.values) is not bool(shown)
