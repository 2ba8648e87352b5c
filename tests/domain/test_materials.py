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
        ("附件2-起草说明.docx", "起草说明"),
        ("03 起草 说明（定稿）.pdf", "起草说明"),
        ("【4】制定依据.pdf", "制定依据"),
        ("（五）合法性审查意见.PDF", "合法性审核意见"),
        ("关于《示范区养犬管理办法》的起草情况说明.doc", "起草说明"),
        ("1、备案报告（盖章扫描件）.pdf", "备案报告"),
        ("正式文本.docx", "正式文本"),
        ("示范区养犬管理办法.docx", None),
        ("关于养犬管理的说明.docx", None),
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
