"""Lists of cleanup outcomes in the offices' own words."""

import pytest

from registry.domain.cleanups import Outcome
from registry.domain.errors import Refusal
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.outcomes import OutcomeLine, outcome_lines, read_outcome

HEAD = ["序号", "文件名称", "文号"]


def row(n: int) -> list[str]:
    return [str(n), f"青溪区第{n}号水渠管理办法", f"青水规〔2016〕{n}号"]


def lines(*rows: list[str], name: str = "Sheet1") -> list[OutcomeLine]:
    return outcome_lines("结果.xlsx", [Sheet(name, [*rows], [])])


def line_with(outcome: str) -> OutcomeLine:
    return OutcomeLine(2, "青水规〔2016〕1号", "", outcome, "", "", "")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (
            Outcome.RETAIN,
            "保留（继续有效） 建议保留 继续执行 不予废止 延长有效期 延长有效期至2028年12月31日 重新公布",
        ),
        (
            Outcome.TO_AMEND,
            "限期修改 拟修改 需修改 适时修改 修改完善 重新制定 建议修订 修改后继续有效 部分废止",
        ),
        (Outcome.REPEAL, "废止 建议废止 拟废止 作废 被替代 建议予以废止"),
        (
            Outcome.LAPSE,
            "宣布失效 宣布失效（废止） 到期 自行失效 无效 终止 不再执行 拟宣布失效 失效（有效期届满）",
        ),
        (Outcome.RECLASSIFY, "经重新认定不属于行政规范性文件 不再作为规范性文件管理"),
    ],
)
def test_the_words_of_cleanup_tables_are_read(outcome: Outcome, words: str) -> None:
    assert {word: read_outcome(line_with(word)) for word in words.split()} == dict.fromkeys(
        words.split(), outcome
    )


@pytest.mark.parametrize("words", ["废止或失效", "废止/失效", "再议", "修改后废止", "撤销", "暂停执行"])
def test_words_that_allow_several_outcomes_are_asked_about(words: str) -> None:
    with pytest.raises(Refusal, match="认不出来或者不止一种，请填写以下之一"):
        read_outcome(line_with(words))


def test_outcomes_stand_in_section_rows_sheet_names_and_ticked_columns() -> None:
    in_sections = lines(
        ["附件：清理结果"],
        HEAD,
        ["一、继续有效的文件（1件）"],
        row(1),
        ["二、宣布废止的文件"],
        row(2),
        ["填报人：王某", "填报日期：2026年3月1日"],
    )
    assert [(line.row, read_outcome(line)) for line in in_sections] == [
        (4, Outcome.RETAIN),
        (6, Outcome.REPEAL),
    ]
    assert [read_outcome(line) for line in lines(HEAD, row(1), name="废止目录")] == [Outcome.REPEAL]
    ticked = lines([*HEAD, "保留", "修改", "废止"], [*row(1), "√", "", ""], [*row(2), "", "", "√"])
    assert [read_outcome(line) for line in ticked] == [Outcome.RETAIN, Outcome.REPEAL]
    twice = lines([*HEAD, "保留", "废止"], [*row(1), "√", "√"])
    with pytest.raises(Refusal):
        read_outcome(twice[0])


def test_an_outcome_that_contradicts_its_section_is_refused() -> None:
    (line,) = lines([*HEAD, "清理意见"], ["一、废止的文件"], [*row(1), "继续有效"])
    with pytest.raises(Refusal, match="“继续有效”与所在部分“一、废止的文件”不一致"):
        read_outcome(line)


def test_a_table_that_states_no_outcome_is_refused() -> None:
    with pytest.raises(Refusal, match="没有找到表头"):
        lines(HEAD, row(1))
