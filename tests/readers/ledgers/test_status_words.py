"""The status of a document in a ledger's own words."""

import pytest

from registry.readers.ledgers.status_words import StatedStatus, read_mark, read_status, without_mark

REPEALED = [
    "作废",
    "已废除",
    "被替代",
    "已被青教规〔2021〕1号取代",
    "被《甲办法》废止",
    "废止（被替代）",
    "失效（废止）",
]
LAPSED = [
    "无效",
    "终止",
    "不再执行",
    "不再有效",
    "自行失效",
    "到期",
    "已到期",
    "失效（有效期届满）",
    "期满自动失效",
]
PLANNED = ["拟废止", "拟宣布失效", "待废止", "建议废止", "有效（拟废止）", "应予废止", "列入废止计划"]
UNCLEAR = [
    "废止或失效", "废止/失效", "有效/废止", "修改后废止", "有效（2020年1月1日）", "待核实", "已了结", "非现行有效", "未被看见",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("repealed", REPEALED),
        ("lapsed", LAPSED),
        ("declared_lapsed", ["已宣布失效", "宣布失效（废止）", "被青教规〔2021〕1号宣布失效"]),
        ("reclassified", ["经重新认定不属于行政规范性文件", "不再作为规范性文件管理"]),
        ("planned", PLANNED),
        ("partly_repealed", ["部分废止", "部分条款失效"]),
        ("to_amend", ["拟修改", "需修改", "适时修改", "限期修改"]),
        ("retained", ["保留（继续有效）", "拟保留", "未废止", "尚未失效", "未被青教规〔2021〕1号废止", "继续有效（2022年清理）"]),
        ("extended", ["延长有效期"]),
        ("unclear", UNCLEAR),
    ],
)  # fmt: skip
def test_words_in_any_dressing_are_read_as_what_they_say(kind: str, cells: list[str]) -> None:
    assert {cell: read_status(cell).kind for cell in cells} == dict.fromkeys(cells, kind)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("废止 2020年1月1日", "2020年1月1日"),
        ("已于2020年1月1日废止", "2020年1月1日"),
        ("废止（2023年5月1日被青教规〔2023〕5号替代）", "2023年5月1日"),
        ("2020年废止", ""),
    ],
)
def test_the_day_of_an_ending_is_taken_where_it_is_written(cell: str, day: str) -> None:
    status = read_status(cell)
    assert (status.kind, status.day) == ("repealed", day)


@pytest.mark.parametrize(
    ("heading", "cell", "kind"),
    [
        ("废止", "√", "repealed"),
        ("失效", "☑", "lapsed"),
        ("继续有效", "√", "retained"),
        ("拟废止", "是", "planned"),
        ("是否有效", "是", "in_force"),
        ("是否有效", "否", "lapsed"),
        ("是否继续有效", "否", "unclear"),
        ("是否废止", "是", "repealed"),
        ("废止", "2020年1月1日", "repealed"),
        ("废止", "见附页", "unclear"),
    ],
)
def test_a_ticked_column_says_its_heading(heading: str, cell: str, kind: str) -> None:
    status = read_mark(heading, cell)
    assert status is not None
    assert status.kind == kind


@pytest.mark.parametrize(
    ("heading", "cell"), [("废止", ""), ("是否废止", "否"), ("废止文件", "√"), ("备注", "√")]
)
def test_other_cells_say_nothing_of_the_status(heading: str, cell: str) -> None:
    assert read_mark(heading, cell) is None


def test_a_status_in_brackets_is_no_part_of_the_title() -> None:
    assert without_mark("【已失效】甲办法") == ("甲办法", StatedStatus("lapsed", is_plain=True))
    assert without_mark("甲办法（废止）") == ("甲办法", StatedStatus("repealed", is_plain=True))
    assert without_mark("甲办法（试行）") == ("甲办法（试行）", None)
    assert without_mark("甲办法（修订）") == ("甲办法（修订）", None)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("□有效 ☑废止", "repealed"),
        ("☑有效 □废止", "in_force"),
        ("有效□ 废止☑", "repealed"),
        ("☑有效 ☑废止", "unclear"),
        ("□有效 □废止", "unclear"),
        ("长期有效", "in_force"),
    ],
)
def test_the_ticked_choice_of_a_cell_is_its_status(cell: str, kind: str) -> None:
    assert read_status(cell).kind == kind


def test_a_suspension_keeps_its_day() -> None:
    assert read_status("自2020年1月1日起停止执行") == StatedStatus("suspended", "2020年1月1日")
