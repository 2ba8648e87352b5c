"""Rows of untidy ledgers: how their cells are read, and which rows are no documents."""

from datetime import date

import pytest

from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.reading import Ledger, read_ledger
from registry.readers.ledgers.rows import LedgerRow

HEADER = ["序号", "文件名称", "文号", "制定机关", "公布日期", "有效性", "有效期"]
ROW = ["1", "甲办法", "青教〔2021〕1号", "青溪区教育局", "2021-03-05", "", ""]


def read(*rows: list[str]) -> Ledger:
    return read_ledger("台账.xlsx", [Sheet("台账", [HEADER, *rows], [])])


def row_with(**changes: str) -> LedgerRow:
    return read([changes.get(heading, cell) for heading, cell in zip(HEADER, ROW, strict=True)]).rows[0]


@pytest.mark.parametrize(
    "line",
    [
        ["本页小计", "1件"],
        ["总计：", "", "2"],
        ["第1页 共2页"],
        ["青溪区规范性文件目录（续）"],
        ["", "注：带*的为联合发文"],
        ["填表人：王某", "", "审核人：李某", "", "填表日期：2025年3月1日"],
        ["序号", "文件名称", "文 号", "制定机关", "公布日期"],
        ["填报人：王某", "填报日期：2025年3月1日"],
        ["单位负责人（签字）：", "联系电话：0000-0000000"],
        ["制表人：王某", "审核人：李某", "填报时间：2025-03-01"],
        ["", "（盖章）", "", "2025年3月1日"],
        ["", "合计", "", "", "25件"],
        ["", "以上共计25件"],
        ["", "以下空白"],
        ["", "青溪区司法局", "", "", "2025年3月1日"],
        ["", "2025年3月1日"],
        ["二、", "青溪区教育局"],
        ["", "（一）青溪区教育局（12件）"],
        ["主要负责人签字：", "", "", "日期：  年  月  日"],
    ],
)
def test_words_printed_around_documents_are_skipped(line: list[str]) -> None:
    ledger = read(ROW, [*line, *[""] * (len(HEADER) - len(line))])
    assert (len(ledger.rows), len(ledger.skipped)) == (1, 1)


@pytest.mark.parametrize(
    ("written", "status", "ended_on"),
    [
        ("失效（2024年5月1日）", "lapsed", date(2024, 5, 1)),
        ("已废止(2023.1.1)", "repealed", date(2023, 1, 1)),
        ("2023年12月31日废止", "repealed", date(2023, 12, 31)),
        ("已修改（2022年6月1日）", "amended", None),
    ],
)
def test_a_date_beside_the_status_is_the_end(written: str, status: str, ended_on: date | None) -> None:
    row = row_with(有效性=written)
    assert (row.values["stated"], row.values.get("ended_on"), row.problems) == (status, ended_on, [])


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("至2026年3月4日", {"valid_until": date(2026, 3, 4)}),
        ("有效期至2026年3月4日止", {"valid_until": date(2026, 3, 4)}),
        ("2021.4.1-2026.3.31", {"valid_until": date(2026, 3, 31)}),
        ("试行2年", {"validity_months": 24}),
        ("2年6个月", {"validity_months": 30}),
        ("有效期为:五年零三个月", {"validity_months": 63}),
        ("一年半", {"validity_months": 18}),
        ("十八个月", {"validity_months": 18}),
    ],
)
def test_a_validity_in_words_is_read(written: str, values: dict[str, object]) -> None:
    row = row_with(有效期=written)
    assert {name: row.values.get(name) for name in values} == values
    assert row.problems == []


def test_lines_within_a_cell_are_one_name_or_a_list_of_names() -> None:
    assert row_with(制定机关="青溪区\n教育局").values["authority"] == ["青溪区教育局"]
    assert row_with(制定机关="青溪区教育局\n青溪区财政局").values["authority"] == [
        "青溪区教育局",
        "青溪区财政局",
    ]


def test_ditto_repeats_the_cell_above_and_two_documents_in_a_cell_are_refused() -> None:
    _, second, third = read(ROW, ["2", "乙办法", "", "同上", "〃"], ["3", "丙办法", "", "″", "同上"]).rows
    assert second.values["authority"] == third.values["authority"] == ["青溪区教育局"]
    assert third.values["published_on"] == date(2021, 3, 5)
    two = row_with(文件名称="《乙办法》(青教〔2021〕2号)、《丙办法》(青教〔2021〕3号)")
    assert [problem.is_refusal for problem in two.problems] == [True]


def test_the_issuing_authority_is_preferred_to_the_drafting_unit() -> None:
    head = ["标题", "起草单位", "制定机关"]
    sheet = Sheet("台账", [head, ["甲办法", "青溪区教育局", "青溪区人民政府"]], [])
    assert read_ledger("台账.xlsx", [sheet]).rows[0].values["authority"] == ["青溪区人民政府"]


def test_drafting_and_implementing_units_have_columns_beside_the_issuing_authority() -> None:
    head = ["标题", "制定机关", "起草部门", "组织实施单位", "实施单位联系人", "责任单位"]
    first = ["甲办法", "青溪区人民政府", "青溪区教育局", "青溪区财政局", "张三", "青溪区水利局"]
    sheet = Sheet("台账", [head, first, ["乙办法", "青溪区人民政府", "同上", "〃", "", ""]], [])
    for row in read_ledger("台账.xlsx", [sheet]).rows:
        assert row.values["authority"] == ["青溪区人民政府"]
        assert row.values["drafting_unit"] == "青溪区教育局"
        assert row.values["implementing_authority"] == "青溪区财政局"
    assert read_ledger("台账.xlsx", [sheet]).rows[0].extra == {
        "实施单位联系人": "张三",
        "责任单位": "青溪区水利局",
    }


def test_ditto_is_refused_in_fields_that_documents_do_not_share() -> None:
    full, again = read([*ROW[:5], "废止", "长期"], ["2", "同上", "〃", "同上", "同上", "同上", "同上"]).rows
    assert [(problem.field, problem.is_refusal, problem.sentence) for problem in again.problems] == [
        ("title", True, "写的是“同上”，各件文件的标题不会相同，请写明后再导入"),
        ("doc_no", True, "写的是“〃”，各件文件的文号不会相同，请写明后再导入"),
    ]
    assert "doc_no" not in again.values
    shared = ("authority", "published_on", "stated", "is_permanent")
    assert [again.values[name] for name in shared] == [full.values[name] for name in shared]


@pytest.mark.parametrize("heading", ["主办单位", "主办单位/责任单位", "起草单位"])
def test_an_issuer_named_in_the_title_replaces_the_drafting_unit(heading: str) -> None:
    rows = [["青溪区人民政府关于春耕的通知", "青溪区农业农村局"], ["关于防汛的通知", "青溪区水利局"]]
    sheet = Sheet("台账", [["标题", heading], *rows], [])
    ledger = read_ledger("台账.xlsx", [sheet])
    assert [row.values["authority"] for row in ledger.rows] == [["青溪区人民政府"], ["青溪区水利局"]]
    assert ledger.rows[0].extra == {heading: "青溪区农业农村局"}
    assert "没有制定机关列" in ledger.warnings[0]
    chosen = read_ledger("台账.xlsx", [sheet], {heading: "authority"})
    assert (chosen.rows[0].values["authority"], chosen.warnings) == (["青溪区农业农村局"], [])


def test_an_ended_document_is_never_silently_in_force() -> None:
    row = row_with(有效性="已了结")
    assert (row.values["stated"], row.values["stated_quote"]) == ("unclear", "已了结")
    assert [(problem.header, problem.is_refusal) for problem in row.problems] == [("有效性", False)]
    assert "“已了结”看不出现在是否有效" in row.problems[0].sentence


def test_ticked_columns_and_the_title_state_the_status_too() -> None:
    head = ["标题", "有效性", "继续有效", "废止"]
    rows = [
        ["甲办法", "", "√", ""],
        ["乙办法", "", "", "√"],
        ["丙办法", "", "√", "√"],
        ["丁办法", "有效", "", "√"],
        ["【已失效】戊办法", "", "", ""],
        ["【已失效】己办法", "有效", "", ""],
    ]
    read = read_ledger("台账.xlsx", [Sheet("台账", [head, *rows], [])]).rows
    assert [row.values["stated"] for row in read] == [
        "retained", "repealed", "unclear", "unclear", "lapsed", "unclear",
    ]  # fmt: skip
    assert read[3].values["stated_quote"] == "有效；废止：√"
    assert [row.values["title"] for row in read[4:]] == ["戊办法", "己办法"]


@pytest.mark.parametrize("title", ["公章管理办法", "审核人员管理规定", "联系电话公布办法"])
def test_a_title_that_begins_like_a_signature_is_a_document(title: str) -> None:
    assert len(read(["1", title, "", "", "", "", ""]).rows) == 1


def test_a_row_with_a_serial_number_and_no_title_is_refused_and_not_skipped() -> None:
    ledger = read(
        ["1", "", "", "青溪区教育局", "2021-03-05", "", ""], ["2", "", "", "", "2021-03-05", "", ""]
    )
    assert (len(ledger.rows), ledger.skipped) == (2, [])
    assert all(problem.is_refusal for row in ledger.rows for problem in row.problems)


def test_a_mark_alone_is_no_title() -> None:
    (problem,) = row_with(文件名称="【已失效】").problems
    assert problem.is_refusal
