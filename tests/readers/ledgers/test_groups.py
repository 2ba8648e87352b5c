"""What sheet names, title rows and headings between the rows say of the status of the rows below them."""

import pytest

from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.groups import heading_status, is_group_heading
from registry.readers.ledgers.reading import Ledger, read_ledger

HEAD = ["序号", "文件名称", "文号", "制定机关"]


def row(n: int) -> list[str]:
    return [str(n), f"青溪区第{n}号水渠管理办法", f"青水规〔2016〕{n}号", "青溪区水利局"]


def read(*rows: list[str], name: str = "台账") -> Ledger:
    return read_ledger("台账.xlsx", [Sheet(name, [*rows], [])])


def kinds(ledger: Ledger) -> list[str]:
    return [row.values.get("stated", "") for row in ledger.rows]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("二、宣布废止的文件（3件）", "repealed"),
        ("附件2 宣布失效的文件目录", "declared_lapsed"),
        ("附件3：青溪区人民政府决定废止的行政规范性文件目录（共12件）", "repealed"),
        ("（一）继续有效的规范性文件", "retained"),
        ("废止目录", "repealed"),
        ("已失效", "lapsed"),
        ("拟废止的文件", "planned"),
        ("三、拟修改类", "to_amend"),
        ("2022年度废止的规范性文件清单", "repealed"),
        ("不予废止的文件", "retained"),
        ("经重新认定不属于行政规范性文件的文件", "reclassified"),
        ("四、废止或失效的文件", "unclear"),
        ("废止、宣布失效的文件目录", "unclear"),
    ],
)
def test_a_heading_tells_the_status_of_its_rows(heading: str, kind: str) -> None:
    status = heading_status(heading)
    assert status is not None
    assert status.kind == kind


@pytest.mark.parametrize(
    "heading", ["区政府文件", "青溪区行政规范性文件台账", "注：废止的文件请另附说明", ""]
)
def test_other_headings_say_nothing(heading: str) -> None:
    assert heading_status(heading) is None


@pytest.mark.parametrize(
    "title", ["关于废止部分行政规范性文件的通知", "青溪区建筑废弃物处置办法", "关于宣布失效一批文件的决定"]
)
def test_a_title_alone_in_its_row_is_a_document(title: str) -> None:
    assert not is_group_heading(title)


def test_a_section_gives_its_status_down_to_the_next_heading_of_its_level() -> None:
    ledger = read(
        HEAD,
        ["一、继续有效的文件（1件）"],
        row(1),
        ["", "二、宣布废止的文件", "", "2件"],
        ["（一）区政府文件"],
        row(2),
        ["（二）部门文件"],
        row(3),
        ["三、其他文件"],
        row(4),
    )
    assert kinds(ledger) == ["retained", "repealed", "repealed", ""]
    assert ledger.rows[1].values["stated_quote"] == "所在部分：二、宣布废止的文件2件"
    assert ledger.grouped["台账", "所在部分：二、宣布废止的文件2件"] == 2


def test_sheet_names_and_title_rows_tell_the_status_too() -> None:
    assert kinds(read(HEAD, row(1), name="废止目录")) == ["repealed"]
    assert kinds(read(["附件2"], ["宣布失效的行政规范性文件目录"], HEAD, row(1))) == ["declared_lapsed"]


def test_annexes_in_one_sheet_have_their_own_columns() -> None:
    ledger = read(
        ["附件1 继续有效的文件目录"],
        HEAD,
        row(1),
        ["附件2 宣布失效的文件目录"],
        ["序号", "制定机关", "文件名称", "文号", "失效理由", "公布日期"],
        ["1", "青溪区水利局", "青溪区第2号水渠管理办法", "青水规〔2016〕2号", "任务完成", "2016-03-01"],
        ["附件3"],
        HEAD,
        row(3),
    )
    assert kinds(ledger) == ["retained", "declared_lapsed", ""]
    assert [row.values["title"] for row in ledger.rows] == [f"青溪区第{n}号水渠管理办法" for n in (1, 2, 3)]
    assert ledger.rows[1].extra == {"失效理由": "任务完成"}


def test_a_cell_that_contradicts_its_section_is_unclear() -> None:
    head = [*HEAD, "时效性"]
    ledger = read(
        head,
        ["一、废止的文件"],
        [*row(1), "有效"],
        [*row(2), "废止"],
        ["二、现行有效的文件"],
        [*row(3), "已废止"],
    )
    assert kinds(ledger) == ["unclear", "repealed", "unclear"]
    assert ledger.rows[0].values["stated_quote"] == "有效；所在部分：一、废止的文件"


def test_a_heading_that_names_several_statuses_speaks_only_where_the_row_is_silent() -> None:
    head = [*HEAD, "时效性"]
    ledger = read(["青溪区现行有效和已废止的文件目录"], head, [*row(1), "有效"], [*row(2), ""])
    assert kinds(ledger) == ["in_force", "unclear"]


def test_a_remark_about_all_rows_makes_them_unclear() -> None:
    ledger = read(HEAD, row(1), row(2), ["注：以上文件均已废止"])
    assert kinds(ledger) == ["unclear", "unclear"]
    assert ledger.rows[0].values["stated_quote"] == "表内说明：注：以上文件均已废止"
    assert kinds(read(["说明：本表所列文件均已失效。"], HEAD, row(1))) == ["unclear"]
    assert kinds(read(HEAD, row(1), ["注：带*的为联合发文"])) == [""]


def test_a_blank_cell_below_an_end_on_the_left_is_unclear() -> None:
    head = ["类别", *HEAD]
    ledger = read(head, ["废止", *row(1)], ["", *row(2)], ["继续有效", *row(3)], ["", *row(4)])
    assert kinds(ledger) == ["repealed", "unclear", "", ""]
    assert ledger.rows[1].values["stated_quote"] == "类别：本行空白，上方写着“废止”"
    numbered = read(["文号", "标题"], ["青水规〔2016〕1号（已废止）", "甲办法"], ["", "乙办法"])
    assert kinds(numbered) == ["repealed", ""]


def test_a_row_with_a_serial_number_is_a_document_and_no_heading() -> None:
    ledger = read(HEAD, ["2", "乙办法 已失效", "", ""])
    assert [(row.values["title"], row.values["stated"]) for row in ledger.rows] == [("乙办法", "lapsed")]
