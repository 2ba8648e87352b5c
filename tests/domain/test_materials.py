"""The materials of a filing."""

import pytest

from registry.domain.materials import LONGEST, material_of, missing_materials
from registry.domain.rules import MATERIALS


@pytest.mark.parametrize(
    ("name", "material"),
    [
        ("2.起草说明（盖章）.pdf", "起草说明"),
        ("示范区关于备案报告.docx", "备案报告"),
        ("制定依据和起草说明.pdf", None),
        ("扫描件001.pdf", None),
        ("合法性审核意见书.jpg", "合法性审核意见"),
    ],
)
def test_the_name_of_a_file_says_what_it_is_or_nothing(name: str, material: str | None) -> None:
    assert material_of(name, MATERIALS) == material


def test_what_nobody_handed_in_is_missing_in_the_order_of_the_rules() -> None:
    assert missing_materials(MATERIALS, {"起草说明", "备案报告"}) == [
        "正式文本",
        "制定依据",
        "合法性审核意见",
    ]
    assert missing_materials((), {"起草说明"}) == []


def test_a_material_of_the_rules_fits_its_column() -> None:
    assert max(map(len, MATERIALS)) <= LONGEST
