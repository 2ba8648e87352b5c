"""The workbook of a round: locked where it is known, open where it is asked, the same bytes from the same rows."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from registry.domain.cleanups import OUTCOME_WORDS, Answer, Outcome
from registry.exports.round_workbook import (
    HEADERS,
    FillInFacts,
    FillInRow,
    render_refused_rows,
    render_round_workbook,
    render_zip,
)
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.outcomes import outcome_lines

FACTS = FillInFacts("2026年度集中清理", date(2025, 12, 31), date(2026, 3, 31), "示范区司法局")
ROW = FillInRow(
    "关于甲的通知",
    "示农〔2020〕1号",
    "示范区农业农村局",
    date(2020, 1, 6),
    None,
    "未报送",
    Answer(Outcome.TO_AMEND, "依据已修订", "农业农村局", date(2026, 9, 30), "第五条"),
    "QL-1-7-2",
)


def book_of(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def column(heading: str) -> int:
    return HEADERS.index(heading) + 1


def test_what_is_known_is_locked_and_what_is_asked_is_open_with_drop_downs_and_days() -> None:
    book = book_of(render_round_workbook(FACTS, [ROW, replace(ROW, is_closed=True)]))
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    asked = HEADERS[HEADERS.index("清理意见") : -1]
    for at, heading in enumerate(HEADERS, 1):
        assert sheet.cell(2, at).protection.locked is (heading not in asked)
        assert sheet.cell(3, at).protection.locked
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(len(HEADERS))].hidden
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["H2:H3"].formula1 == f'"{",".join(OUTCOME_WORDS.values())}"'
    assert {rule.type for place, rule in rules.items() if place != "H2:H3"} == {"date"}
    deadline = sheet.cell(2, column("完成时限"))
    assert (deadline.value, deadline.number_format) == (datetime(2026, 9, 30), "yyyy-mm-dd")  # noqa: DTZ001
    number = sheet.cell(2, column("发文字号"))
    assert (number.data_type, number.number_format) == ("s", "@")
    assert [cell.value for cell in sheet[2]][-1] == "QL-1-7-2"


def test_the_second_sheet_says_each_outcome_what_it_needs_by_when_and_to_whom() -> None:
    words = "\n".join(
        str(cell) for row in book_of(render_round_workbook(FACTS, [ROW])).worksheets[1].values for cell in row
    )
    for part in (*OUTCOME_WORDS.values(), "2026年3月31日前送回", "示范区司法局", "要修改的条款"):
        assert part in words
    undated = render_round_workbook(replace(FACTS, due_on=None), [ROW])
    assert "没有规定期限" in "\n".join(str(row) for row in book_of(undated).worksheets[1].values)


@pytest.mark.parametrize("words", ["=1+1", "+1", "1-2", "00123", "2026-1-1", "甲\x0b乙", "甲\n乙"])
def test_texts_stay_texts(words: str) -> None:
    answer = Answer(Outcome.TO_AMEND, clause=words)
    data = render_round_workbook(FACTS, [replace(ROW, doc_no=words, answer=answer)])
    for heading in ("发文字号", "要修改的条款"):
        cell = book_of(data).worksheets[0].cell(2, column(heading))
        assert (cell.value, cell.data_type) == (words.replace("\x0b", ""), "s")


def test_the_same_rows_give_the_same_bytes() -> None:
    assert render_round_workbook(FACTS, [ROW]) == render_round_workbook(FACTS, [ROW])
    files = [("甲.xlsx", b"1"), ("乙.xlsx", b"2")]
    assert render_zip(files) == render_zip(files)
    assert zipfile.ZipFile(io.BytesIO(render_zip(files))).namelist() == ["甲.xlsx", "乙.xlsx"]


def test_the_reader_finds_the_rows_and_no_row_among_the_explanations(tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(render_round_workbook(FACTS, [ROW, replace(ROW, answer=Answer(), mark="QL-1-8-1")]))
    first, second = outcome_lines(path.name, read_sheets(path, path.name))
    assert (first.title, first.doc_no, first.outcome, first.clause) == (
        "关于甲的通知",
        "示农〔2020〕1号",
        "修改",
        "第五条",
    )
    assert (first.deadline, first.mark, first.published_on) == ("2026-09-30", "QL-1-7-2", "2020-01-06")
    assert second.is_silent
    path.write_bytes(render_refused_rows([(["", "关于甲的通知"], "没有填写清理意见。")], "司法局"))
    (line,) = outcome_lines(path.name, read_sheets(path, path.name))
    assert (line.title, line.outcome) == ("关于甲的通知", "")


def test_a_round_without_rows_has_its_headings() -> None:
    sheet = book_of(render_round_workbook(FACTS, [])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADERS)
