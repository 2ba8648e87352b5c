"""Tables of laws under the headings that people write, well made and hostile."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from registry.domain.errors import Refusal
from registry.domain.law_tables import LawLine
from registry.domain.laws import Law, LawStatus
from registry.exports.tables import render_refused
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.law_lines import HEADINGS, law_lines, law_lines_of_text, law_text
from registry.readers.sandbox import read_laws

HEAD = ["法律名称", "文号", "状态", "施行日期", "废止日期", "替代法规", "依据"]
ROW = ["食品卫生法", "", "废止", "", "2009-06-01", "食品安全法", "食品安全法第一百零四条"]
HYGIENE = Law("食品卫生法", LawStatus.REPEALED, date(2009, 6, 1), "食品安全法", "", "食品安全法第一百零四条")


def lines(*rows: list[str], **fields: object) -> list[LawLine]:
    return law_lines("法规.xlsx", [Sheet("表", [*rows], [], **fields)]).lines  # type: ignore[arg-type]


def law(*rows: list[str], **fields: object) -> Law | None:
    (line,) = lines(*rows, **fields)
    return line.law


def problem(*rows: list[str]) -> str:
    (line,) = lines(*rows)
    assert line.law is None
    return line.problem


def test_a_row_is_a_law() -> None:
    (line,) = lines(HEAD, ROW)
    assert line.law == HYGIENE
    assert line.place == "“法规.xlsx”第2行"


@pytest.mark.parametrize(
    "head",
    [
        ["名称", "文号", "效力", "施行时间", "失效日期", "被…替代", "来源"],
        [
            "法律名称/名称",
            "发文字号",
            "状态/效力",
            "生效日期",
            "废止日期/失效日期",
            "替代法规/被…替代",
            "依据/来源",
        ],
        ["法规名称", "公布文号", "时效性", "实施日期", "废止或失效日期", "被何法替代", "废止依据"],
        ["法 律 名 称", "令号", "效力状态", "施行日期", "废止、失效日期", "由…取代", "出处"],
        ["*法律法规名称（全称）", "文号", "有效性", "施行日期", "废止时间", "新法", "来源："],
    ],
)
def test_headings_are_read_as_people_write_them(head: list[str]) -> None:
    assert law(head, ROW) == HYGIENE


@pytest.mark.parametrize(
    "day",
    ["2009.6.1", "2009/6/1", "2009年6月1日", "二〇〇九年六月一日", "39965", "20090601", "２００９－６－１"],
)
def test_days_are_read_in_every_form(day: str) -> None:
    assert law(HEAD, [*ROW[:4], day, *ROW[5:]]) == HYGIENE


def test_serials_that_count_from_1904_are_converted() -> None:
    assert law(HEAD, [*ROW[:4], "38503", *ROW[5:]], is_1904=True) == HYGIENE


@pytest.mark.parametrize(
    "title", ["《食品卫生法》", "食品卫生法", " 《食品卫生法》 ", "《食品卫生法》（主席令第59号）"]
)
def test_titles_are_read_with_and_without_marks(title: str) -> None:
    found = law(HEAD, [title, *ROW[1:5], "《食品安全法》", ROW[6]])
    assert found is not None
    assert (found.title, found.successor) == ("食品卫生法", "食品安全法")
    assert found.doc_no == ("主席令第59号" if "号" in title else "")


def test_without_a_status_the_heading_of_the_day_tells_it() -> None:
    head, row = ["名称", "失效日期"], ["旧办法", "2020-01-01"]
    assert law(head, row) == Law("旧办法", LawStatus.LAPSED, date(2020, 1, 1))
    assert law(["名称", "废止日期"], row) == Law("旧办法", LawStatus.REPEALED, date(2020, 1, 1))


def test_a_law_in_force_has_the_day_on_which_it_took_effect() -> None:
    row = ["民法典", "", "现行有效", "2021-01-01", "—", "无", ""]
    assert law(HEAD, row) == Law("民法典", LawStatus.IN_FORCE, date(2021, 1, 1))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["", *ROW[1:]], "没有写法律名称"),
        (["《甲法》、《乙法》", *ROW[1:]], "一行写一部"),
        (["甲法", "", "", "", "", "乙法", ""], "没有写状态，也没有废止日期"),
        (["甲法", "", "大概有效", "", "", "", ""], "状态“大概有效”认不出来"),
        (["甲法", "", "现行有效", "", "2020-01-01", "", ""], "又写了废止日期2020-01-01"),
        (["甲法", "", "废止", "2021-01-01", "2020-01-01", "", ""], "晚于废止日期"),
        (["甲法", "", "废止", "", "2020年13月1日", "", ""], "“废止日期”"),
        (["甲法", "", "废止", "", "去年", "", ""], "“废止日期”"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row: list[str], sentence: str) -> None:
    assert sentence in problem(HEAD, row)


def test_two_columns_for_one_day_must_agree() -> None:
    head = ["名称", "状态", "废止日期", "失效日期"]
    assert "“废止日期”和“失效日期”写的不一样" in problem(head, ["甲法", "废止", "2020-01-01", "2021-01-01"])
    assert law(head, ["甲法", "废止", "2020-01-01", "2020.1.1"]) is not None
    assert law(head, ["甲法", "废止", "", "2020.1.1"]) is not None


def test_what_is_no_law_is_skipped() -> None:
    rows = [["附件"], HEAD, ["一、法律"], ROW, [], HEAD, ["合计", "1部"], ["填表人：王某"]]
    assert [line.law for line in lines(*rows)] == [HYGIENE]


def test_a_header_on_two_lines_is_one() -> None:
    upper = ["序号", "名称", "效力情况", "", "依据"]
    lower = ["", "", "状态", "废止日期", ""]
    assert law(upper, lower, ["1", "食品卫生法", "废止", "2009-06-01", "食品安全法第一百零四条"]) == Law(
        "食品卫生法", LawStatus.REPEALED, date(2009, 6, 1), source="食品安全法第一百零四条"
    )


def test_ditto_is_the_cell_above() -> None:
    first, second = lines(HEAD, ROW, ["旧食品卫生条例", "", "同上", "", "同上", "同上", "〃"])
    assert first.law is not None
    assert second.law == Law(
        "旧食品卫生条例", *[getattr(HYGIENE, n) for n in ("status", "since", "successor")], "", HYGIENE.source
    )


@pytest.mark.parametrize(
    "rows", [[], [[""]], [["甲", "乙"], ["丙", "丁"]], [["名称", "备注"], ["甲法", ""]], [HEAD]]
)
def test_a_file_that_is_no_such_table_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(Refusal, match="“法规"):
        lines(*rows)


def test_what_is_not_read_is_told() -> None:
    sheets = [Sheet("法律", [[*HEAD, "经办人"], [*ROW, "王某"]], []), Sheet("说明", [["见附件"]], [])]
    read = law_lines("法规.xlsx", sheets)
    assert read.notes == [
        "工作表“法律”没有用到的列：经办人。",
        "工作表“说明”前30行里没有找到表头，整张表没有读取。",
    ]
    assert read.lines[0].place == "“法规.xlsx”工作表“法律”第2行"


def test_lines_are_written_as_text_and_read_back() -> None:
    bad = ["甲法", "", "大概有效", "", "", "", ""]
    read = lines(HEAD, ROW, bad)
    again = law_lines_of_text(law_text(read))
    assert [(line.place, line.law, line.problem) for line in again] == [
        (line.place, line.law, line.problem) for line in read
    ]


def test_columns_that_disagree_still_disagree_as_text() -> None:
    head = ["名称", "状态", "废止日期", "失效日期"]
    (again,) = law_lines_of_text(law_text(lines(head, ["甲法", "废止", "2020-01-01", "2021-01-01"])))
    assert again.law is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_text_file_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "laws"
    path.write_bytes("\n".join(",".join(row) for row in (HEAD, ROW)).encode(encoding))
    assert [line.law for line in read_laws(path, "法规.csv").lines] == [HYGIENE]


def test_a_workbook_with_merged_cells_and_real_dates_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["法规清理情况表"])
    sheet.merge_cells("A1:G1")
    sheet.append(HEAD)
    for title in ("甲法", "乙法"):
        sheet.append([title, "", "废止", "", date(2021, 1, 1), "民法典", "民法典第一千二百六十条"])
    sheet.merge_cells("E3:E4")
    sheet.merge_cells("F3:F4")
    book.save(tmp_path / "laws")
    read = read_laws(tmp_path / "laws", "法规.xlsx").lines
    assert [(line.law.since, line.law.successor) for line in read if line.law] == [
        (date(2021, 1, 1), "民法典")
    ] * 2


def test_the_workbook_of_refused_rows_can_be_sent_again(tmp_path: Path) -> None:
    row = [*ROW[:2], "废 止", *ROW[3:]]
    (tmp_path / "refused").write_bytes(render_refused(list(HEADINGS.values()), [(row, "状态认不出来")]))
    assert [line.law for line in read_laws(tmp_path / "refused", "改好.xlsx").lines] == [HYGIENE]


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\n", "\t", "\r"])
def test_an_odd_name_of_a_file_or_a_sheet_does_not_part_the_rows(odd: str) -> None:
    sheets = [Sheet(f"表{odd}一", [HEAD, ROW], []), Sheet("二", [HEAD, ROW], [])]
    read = law_lines(f"法规{odd}.xlsx", sheets).lines
    again = law_lines_of_text(law_text(read).replace("\n", "\r\n"))
    assert [(line.place, line.law) for line in again] == [(line.place, line.law) for line in read]
