import csv
import io
import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.domain.errors import Refusal
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.reading import Ledger, read_ledger
from registry.readers.ledgers.rows import LedgerRow
from registry.readers.sandbox import read_ledger_safely

HEADER = ["序号", "文件名称", "文号", "制定机关", "公布日期", "施行日期", "有效期至", "时效性", "保管人"]


def sheet_file(folder: Path, *rows: list[object], merge: str = "", name: str = "台账.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(folder / name)
    return folder / name


def read(path: Path, mapping: dict[str, str] | None = None) -> Ledger:
    return read_ledger(path.name, read_sheets(path, path.name), mapping)


def is_refused(row: LedgerRow) -> bool:
    return any(problem.is_refusal for problem in row.problems)


def test_rows_below_title_rows_are_read_with_their_own_numbers(tmp_path: Path) -> None:
    path = sheet_file(
        tmp_path,
        ["青溪区行政规范性文件台账"],
        ["填报单位：青溪区司法局"],
        HEADER,
        [
            1,
            "《青溪区河道管理办法（试行）》",
            "青政［2021］第03号",
            "青溪区水利局、青溪区财政局",
            date(2021, 3, 5),
            "44287",
            "5年",
            "继续有效",
            "张三",
        ],
    )
    row = read(path).rows[0]
    assert (row.sheet, row.row, row.problems) == ("Sheet", 4, [])
    assert row.values["title"] == "青溪区河道管理办法（试行）"
    assert row.values["doc_no"].spelled == "青政〔2021〕3号"
    assert row.values["authority"] == ["青溪区水利局", "青溪区财政局"]
    assert row.values["published_on"] == date(2021, 3, 5)
    assert row.values["effective_on"] == date(2021, 4, 1)
    assert row.values["validity_months"] == 60
    assert row.values["stated"] == "retained"
    assert row.extra == {"保管人": "张三"}
    assert row.cells["doc_no"] == "青政［2021］第03号"


def test_an_impossible_date_refuses_its_row_and_says_where(tmp_path: Path) -> None:
    path = sheet_file(
        tmp_path,
        HEADER,
        [1, "甲办法", "", "青溪区教育局", "1987年10年27日"],
        [2, "乙办法", "", "青溪区教育局", "2021.3.5"],
    )
    refused, fine = read(path).rows
    assert [is_refused(row) for row in (refused, fine)] == [True, False]
    (problem,) = refused.problems
    assert (problem.header, problem.sentence) == (
        "公布日期",
        "“1987年10年27日”里有两个“年”，看不出月份，请改为如 2021-03-05 的写法",
    )


def test_an_old_excel_file_is_read_as_a_new_one() -> None:
    """ledger.xls is BIFF8: a merged title, a merged authority, a real date, a serial, a date in words, an impossible one."""
    rows = read(Path(__file__).with_name("ledger.xls")).rows
    assert [(row.sheet, row.row, row.values["authority"]) for row in rows] == [
        ("规范性文件", 3, ["青溪区水利局"]),
        ("规范性文件", 4, ["青溪区水利局"]),
        ("规范性文件", 5, ["青溪区人民政府"]),
    ]
    for row in rows[:2]:
        assert (row.values["published_on"], row.values["effective_on"]) == (
            date(2021, 3, 5),
            date(2021, 4, 1),
        )
    assert [row.values["doc_no"].spelled for row in rows[:2]] == ["青水〔2021〕3号", "青水〔2021〕4号"]
    assert [is_refused(row) for row in rows] == [False, False, True]
    assert rows[2].problems[0].sentence.startswith("“1987年10年27日”里有两个“年”")


def test_a_malformed_number_warns_and_keeps_the_row(tmp_path: Path) -> None:
    row = read(sheet_file(tmp_path, HEADER, [1, "甲办法", "青政20213号", "青溪区教育局"])).rows[0]
    assert not is_refused(row)
    assert "doc_no" not in row.values
    assert "疑为 青政〔2021〕3号" in row.problems[0].sentence


def test_an_empty_title_refuses_its_row(tmp_path: Path) -> None:
    row = read(sheet_file(tmp_path, HEADER, [1, "", "青政〔2021〕3号", "青溪区教育局"])).rows[0]
    assert [problem.field for problem in row.problems if problem.is_refusal] == ["title"]


def test_merged_cells_are_filled_down_only_where_they_were_merged(tmp_path: Path) -> None:
    rows = [[1, "甲办法", "", "青溪区教育局"], [2, "乙办法", "", None], [3, "丙办法", "", None]]
    first, second, third = read(sheet_file(tmp_path, HEADER, *rows, merge="D2:D3")).rows
    assert first.values["authority"] == second.values["authority"] == ["青溪区教育局"]
    assert "authority" not in third.values


def test_group_headings_totals_and_blank_rows_are_skipped(tmp_path: Path) -> None:
    rows = [["一、区政府文件"], [1, "甲办法", "", "青溪区教育局"], [], ["合计", None, 1], ["总计", 25]]
    ledger = read(sheet_file(tmp_path, HEADER, *rows))
    assert [row.row for row in ledger.rows] == [3]
    assert [(skipped.row, skipped.text) for skipped in ledger.skipped] == [
        (2, "一、区政府文件"),
        (5, "合计 1"),
        (6, "总计 25"),
    ]


def test_every_sheet_with_titles_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "区政府"
    book.active.append(["标题", "文号"])
    book.active.append(["甲办法", ""])
    book.create_sheet("部门").append(["文件标题", "发文机关"])
    book["部门"].append(["乙办法", "青溪区教育局"])
    book.create_sheet("说明").append(["发文机关", "联系人"])
    book.create_sheet("空表")
    book.save(tmp_path / "a.xlsx")
    ledger = read(tmp_path / "a.xlsx")
    assert [(row.sheet, row.row) for row in ledger.rows] == [("区政府", 2), ("部门", 2)]
    assert ledger.warnings == [
        "工作表“说明”第1行的表头是：发文机关、联系人；其中没有文件名称一列，整张表未读取"
    ]


def test_a_ledger_without_titles_is_refused_with_its_headings(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read(sheet_file(tmp_path, ["文号", "发文机关"], ["青政〔2021〕3号", "青溪区教育局"]))
    assert "“台账.xlsx”" in refusal.value.sentence
    assert "文号、发文机关" in refusal.value.sentence
    assert "文件名称" in refusal.value.sentence


def test_a_person_can_say_what_a_column_holds(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, ["文件", "日期"], ["甲办法", "2021.3.5"])
    ledger = read(path, {"文件": "title", "日期": "signed_on"})
    assert ledger.rows[0].values == {"title": "甲办法", "signed_on": date(2021, 3, 5)}
    assert ledger.warnings == []


def test_a_date_of_unspecified_kind_is_the_publication_date_with_a_warning(tmp_path: Path) -> None:
    ledger = read(sheet_file(tmp_path, ["title", "date"], ["甲办法", "2021-03-05"], ["乙办法", "2021-03-06"]))
    assert ledger.rows[0].values["published_on"] == date(2021, 3, 5)
    assert len(ledger.warnings) == 1
    assert "date" in ledger.warnings[0]
    assert ledger.missing == ["doc_no", "authority", "signed_on", "effective_on"]


def test_the_authority_may_be_taken_from_the_title(tmp_path: Path) -> None:
    ledger = read(
        sheet_file(tmp_path, ["标题"], ["青溪区人民政府办公室关于加强护林的通知"], ["关于加强护林的通知"])
    )
    named, unnamed = ledger.rows
    assert named.values["authority"] == ["青溪区人民政府办公室"]
    assert "标题" in named.values["authority_quote"]
    assert "authority" not in unnamed.values


def test_a_number_after_the_title_is_read(tmp_path: Path) -> None:
    row = read(sheet_file(tmp_path, ["文件名称、文号"], ["《青溪区护林办法》（青政〔2016〕3号）"])).rows[0]
    assert (row.values["title"], row.values["doc_no"].key) == ("青溪区护林办法", "青政|2016|3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["标题", "文号"], ["甲㟃办法", "青政〔2021〕3号"]])
    path = tmp_path / "台账.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert [row.values["title"] for row in read(path).rows] == ["甲㟃办法"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"\xff\xd8\xff\xe0", "不是表格文件"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"<html><table>", "网页文件"),
    ],
)
def test_a_file_that_is_not_a_ledger_is_refused_as_what_it_is(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=words):
        read(path)


def test_a_large_ledger_goes_through_the_worker_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "大台账.csv"
    rows = [
        [str(n), f"第{n}号办法", f"青政〔2020〕{n + 1}号", "青溪区教育局", "2020.3.5"] for n in range(25_000)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER[:5], *rows])
    started = sum(os.times()[:4])  # of the processor, the worker's included: a busy machine is not slower
    ledger = read_ledger_safely(path, path.name)
    assert len(ledger.rows) == 25_000
    assert not any(row.problems for row in ledger.rows)
    assert sum(os.times()[:4]) - started < 20
