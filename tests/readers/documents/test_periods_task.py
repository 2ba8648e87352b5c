"""An end that is bound to a task: read with its quote, offered where it may be said of something else."""

import pytest

from registry.readers.documents.periods import read_validity, task_in

TITLE = "关于开展某项工作的通知"


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("六、本通知自印发之日起施行，至阶段性工作完成为止。", "阶段性工作完成"),
        ("本办法自2024年5月1日起施行，有效期至第三次土壤普查结束。", "第三次土壤普查结束"),
        ("本方案自公布之日起执行，至专项整治任务完成之日自行失效。", "专项整治任务完成"),
        ("本通知自发布之日起实施，阶段性工作完成后自行失效。", "阶段性工作完成"),
        ("本公告自发布之日起施行，至工程竣工止。", "工程竣工"),
        ("有效期：至本次普查结束", "本次普查结束"),
        ("七、有效期\n本方案有效期至2024年度征收工作结束", "2024年度征收工作结束"),
    ],
)
def test_the_task_is_read_with_its_quote(text: str, task: str) -> None:
    facts = read_validity(text, None, TITLE)
    assert facts["ends_when"].value == task
    assert task in facts["ends_when"].quote
    assert "valid_until" not in facts


@pytest.mark.parametrize(
    "text",
    [
        "补贴政策自2024年起实施，至项目建设任务完成为止。",
        "本通告自2024年1月1日起施行，有效期至2026年1月1日，或至疫情防控任务结束为止。",
    ],
)
def test_the_end_of_something_else_or_beside_a_day_is_a_choice(text: str) -> None:
    fact = read_validity(text, None, TITLE)["ends_when"]
    assert fact.value is None
    assert fact.choices


@pytest.mark.parametrize(
    "text",
    [
        "各单位在工作完成后报送总结。本通知自2024年1月1日起施行，有效期至2026年12月31日。",
        "《旧办法》自发布之日起施行，至普查结束为止。",
        "施工单位应当自开工之日起至工程完成为止购买保险。本办法自2024年1月1日起施行。",
    ],
)
def test_other_tasks_are_none_of_its_own(text: str) -> None:
    assert "ends_when" not in read_validity(text, None, TITLE)


def test_a_cell_of_a_ledger_may_name_the_task_and_nothing_else() -> None:
    cells = ("至任务完成", "阶段性工作完成为止", "任务已完成", "2026年12月31日", "长期")
    assert [task_in(cell) for cell in cells] == ["任务完成", "阶段性工作完成", "", "", ""]
