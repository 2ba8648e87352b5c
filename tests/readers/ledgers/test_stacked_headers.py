"""A header on two lines and values in several columns are read as a person sees them."""

from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.reading import Ledger, read_ledger

TWO_LINES = [
    ["青溪区行政规范性文件目录", "", "", "", "", "", ""],
    ["序号", "文件名称", "发文字号", "日期", "", "", "备注"],
    ["序号", "文件名称", "发文字号", "成文", "公布", "施行", "备注"],
]


def read(rows: list[list[str]], *spans: tuple[int, int, int]) -> Ledger:
    return read_ledger("台账.xlsx", [Sheet("台账", rows, list(spans))])


def test_a_header_on_two_lines_is_joined_and_rows_keep_their_numbers() -> None:
    row = ["1", "甲办法", "青教〔2021〕1号", "2021-03-01", "2021-03-05", "2021-04-01", ""]
    ledger = read([*TWO_LINES, row, *TWO_LINES[1:]], (0, 0, 6), (1, 3, 5))
    (only,) = ledger.rows
    days = {name: str(only.values[name]) for name in ("signed_on", "published_on", "effective_on")}
    assert days == {"signed_on": "2021-03-01", "published_on": "2021-03-05", "effective_on": "2021-04-01"}
    assert only.row == 4
    assert ledger.warnings == []


def test_a_document_below_a_plain_header_is_not_its_second_line() -> None:
    ledger = read([["文件名称", "发文字号", "公布日期"], ["甲办法", "", ""], ["乙办法", "", "2021-03-05"]])
    assert [row.values["title"] for row in ledger.rows] == ["甲办法", "乙办法"]


def test_a_number_in_three_columns_is_joined() -> None:
    head = ["文件名称", "机关代字", "年份", "顺序号", "制定机关"]
    rows = [
        ["甲办法", "青教", "2021", "1", ""],
        ["乙办法", "青教", "〔2021〕", "12号", ""],
        ["丙办法", "青教", "2021", "", ""],
    ]
    first, second, third = read([head, *rows]).rows
    assert [row.values["doc_no"].spelled for row in (first, second)] == [
        "青教〔2021〕1号",
        "青教〔2021〕12号",
    ]
    assert "doc_no" not in third.values
    assert third.problems[0].header == "发文字号"


def test_a_date_in_three_columns_is_joined_and_an_incomplete_date_is_refused() -> None:
    head = [["文件名称", "文号", "公布日期", "", ""], ["", "", "年", "月", "日"]]
    day, month = read(
        [*head, ["甲办法", "", "2021", "3", "5"], ["乙办法", "", "2021", "3", ""]], (0, 2, 4)
    ).rows
    assert str(day.values["published_on"]) == "2021-03-05"
    assert "没有写到日" in month.problems[0].sentence
