"""What a row says of its document's status in all of its cells."""

from datetime import date

import pytest

from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.reading import read_ledger
from registry.readers.ledgers.rows import LedgerRow


def row_with(**cells: str) -> LedgerRow:
    head = ["标题", "文号", *cells]
    sheet = Sheet("台账", [head, ["青溪区渡口管理办法", "青交规〔2016〕1号", *cells.values()]], [])
    return read_ledger("台账.xlsx", [sheet]).rows[0]


@pytest.mark.parametrize(
    ("cells", "kind", "quote"),
    [
        ({"时效性": "有效", "废止日期": "2020-01-01"}, "unclear", "有效；废止日期：2020-01-01"),
        ({"时效性": "有效", "清理结果": "废止"}, "unclear", "有效；清理结果：废止"),
        ({"时效性": "有效", "备注": "2020年1月1日被青交规〔2020〕3号废止"}, "unclear", None),
        ({"备注": "已废止"}, "repealed", "备注：已废止"),
        ({"备注": "该文件2020年起便停用了"}, "unclear", "备注：该文件2020年起便停用了"),
        ({"时效性": "有效", "备注": "拟2027年废止"}, "planned", "有效；备注：拟2027年废止"),
        ({"清理建议": "废止"}, "planned", "清理建议：废止"),
        ({"废止理由": "与上位法不一致"}, "unclear", "废止理由：与上位法不一致"),
        ({"时效性": "废止", "废止理由": "与上位法不一致"}, "repealed", None),
        ({"废止或失效日期": "2020-01-01"}, "unclear", "废止或失效日期：2020-01-01"),
        ({"废止日期": "2020年"}, "repealed", "废止日期：2020年"),
        ({"类别": "宣布失效"}, "declared_lapsed", "类别：宣布失效"),
    ],
)
def test_every_cell_that_speaks_of_the_status_counts(
    cells: dict[str, str], kind: str, quote: str | None
) -> None:
    row = row_with(**cells)
    assert row.values["stated"] == kind
    if quote:
        assert row.values["stated_quote"] == quote


@pytest.mark.parametrize(
    "remark",
    [
        "废止《青溪区渡口管理办法》",
        "原《青溪区渡口管理办法》同时废止",
        "见档案",
        "已备案",
        "上位法已废止，待评估",
    ],
)
def test_remarks_about_other_things_say_nothing(remark: str) -> None:
    assert "stated" not in row_with(备注=remark).values


def test_a_day_of_the_end_is_taken_with_the_act_that_ended_it() -> None:
    row = row_with(时效性="已于2020年1月1日被《青溪区港口管理办法》（青交规〔2020〕3号）废止")
    assert (row.values["stated"], row.values["ended_on"]) == ("repealed", date(2020, 1, 1))
    assert row.values["stated_act"] == "《青溪区港口管理办法》(青交规〔2020〕3号)"
    replaced = row_with(时效性="废止", 失效日期="2020-01-01")
    assert (replaced.values["ended_on"], "valid_until" in replaced.values) == (date(2020, 1, 1), False)


def test_words_that_say_only_the_last_day_are_the_validity() -> None:
    row = row_with(时效性="2025年12月31日到期")
    assert (row.values.get("stated"), row.values["valid_until"]) == (None, date(2025, 12, 31))
    contrary = row_with(时效性="有效至2025年12月31日", 有效期至="2026-12-31")
    assert contrary.values["stated"] == "unclear"


def test_an_extension_with_its_day_is_read() -> None:
    row = row_with(时效性="延长有效期至2028年12月31日")
    assert (row.values["stated"], row.values["extended_to"]) == ("extended", date(2028, 12, 31))
    assert row.problems == []
    assert "请在文件页登记“延长有效期”" in row_with(时效性="延长有效期").problems[0].sentence


@pytest.mark.parametrize(
    ("heading", "cell", "kind"),
    [
        ("废止情况", "√", "repealed"),
        ("有效与否", "否", "lapsed"),
        ("有效/失效", "失效", "lapsed"),
        ("是否废止或失效", "是", "unclear"),
        ("废止、失效", "√", "unclear"),
        ("废止/失效", "废止", "repealed"),
        ("文件状态", "废", "repealed"),
        ("文件状态", "封存", "unclear"),
        ("有效期至", "已废止", "repealed"),
        ("有效期至", "2020-12-31（已失效）", "lapsed"),
        ("有效期", "5年（已废止）", "repealed"),
    ],
)
def test_columns_under_other_headings_state_the_status_too(heading: str, cell: str, kind: str) -> None:
    row = row_with(**{heading: cell})
    assert (row.values["stated"], [problem for problem in row.problems if problem.is_refusal]) == (kind, [])


@pytest.mark.parametrize(
    ("title", "number", "kind"),
    [
        ("青溪区渡口管理办法", "青交规〔2016〕1号（已废止）", "repealed"),
        ("青溪区渡口管理办法 已失效", "", "lapsed"),
        ("已废止—青溪区渡口管理办法", "", "repealed"),
        ("青溪区渡口管理办法（已被青交规〔2020〕3号废止）", "", "repealed"),
        ("青溪区渡口管理办法（废止或失效）", "", "unclear"),
        ("青溪区渡口管理办法（失效）（试行）", "", "lapsed"),
        ("关于废止青溪区渡口管理办法的通知", "", ""),
    ],
)
def test_a_mark_in_the_title_or_the_number_states_the_status(title: str, number: str, kind: str) -> None:
    sheet = Sheet("台账", [["标题", "文号"], [title, number]], [])
    row = read_ledger("台账.xlsx", [sheet]).rows[0]
    assert row.values.get("stated", "") == kind
    assert not number or row.values["doc_no"].spelled == "青交规〔2016〕1号"


def test_ticks_below_a_heading_of_two_lines_are_read() -> None:
    rows = [
        ["标题", "文号", "清理意见", "", ""],
        ["", "", "继续有效", "废止", "失效"],
        ["甲办法", "", "", "√", ""],
    ]
    row = read_ledger("台账.xlsx", [Sheet("台账", rows, [(0, 2, 4)])]).rows[0]
    assert (row.values["stated"], row.values["stated_quote"]) == ("repealed", "废止：√")


def test_a_status_without_an_end_is_a_validity_for_ever() -> None:
    row = row_with(时效性="长期有效")
    assert (row.values["stated"], row.values["is_permanent"]) == ("in_force", True)
