"""The papers of the filer: which material asks for which, their sentences, and the places left to fill."""

from datetime import date

import pytest

from registry.domain.documents import Step, StepKind
from registry.domain.errors import Refusal
from registry.domain.papers.filer import (
    BLANK_DAY,
    check_filled,
    day_or_blank,
    kind_of_material,
    step_sentences,
)
from registry.domain.papers.kinds import PaperKind


@pytest.mark.parametrize(
    ("material", "kind"),
    [
        ("备案报告", PaperKind.FILING_REPORT),
        ("规范性文件备案报告（一式三份）", PaperKind.FILING_REPORT),
        ("起草说明", PaperKind.DRAFTING_STATEMENT),
        ("制定说明", PaperKind.DRAFTING_STATEMENT),
        ("正式文本", None),
        ("合法性审核意见", None),
    ],
)
def test_a_material_asks_for_a_paper(material: str, kind: PaperKind | None) -> None:
    assert kind_of_material(material) is kind


def test_a_missing_day_is_a_line_to_fill() -> None:
    assert day_or_blank(None) == BLANK_DAY
    assert day_or_blank(date(2026, 3, 5)) == "2026年3月5日"


def test_the_steps_are_told_in_the_order_of_their_days() -> None:
    steps = [
        Step(StepKind.COLLECTIVE_DECISION, date(2025, 12, 31), "局长办公会议", "通过"),
        Step(
            StepKind.PUBLIC_CONSULTATION,
            date(2025, 12, 10),
            "示范区农业农村局",
            "收到意见3条。",
            begun_on=date(2025, 12, 1),
        ),
        Step(StepKind.HEARING, not_applicable_because="不涉及重大利益调整。"),
        Step(StepKind.APPRAISAL, body="只写了机构"),
    ]
    assert step_sentences(steps, ["合法性审核"]) == (
        "2025年12月1日至2025年12月10日，示范区农业农村局公开征求意见，结果：收到意见3条。",
        "2025年12月31日，局长办公会议集体审议决定，结果：通过。",
        "听证：不适用。理由：不涉及重大利益调整。",
        "合法性审核：＿＿＿＿年＿＿月＿＿日，＿＿＿＿＿＿＿＿。",
    )


def test_an_empty_place_is_told_and_where() -> None:
    check_filled(["示范区人民政府", "现将《甲办法》报送备案。"])
    with pytest.raises(Refusal, match="还有1段留有空白（“三、主要内容____"):
        check_filled(["甲", f"三、主要内容{'＿' * 60}"])
