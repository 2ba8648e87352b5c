"""What a setting of the letterhead may be."""

import pytest

from registry.domain.errors import Refusal
from registry.domain.papers.letterhead import DEFAULTS, LABELS, check_letterhead


def test_what_holds_before_the_office_chooses_is_allowed_and_has_its_words():
    check_letterhead(DEFAULTS)
    assert DEFAULTS.keys() == LABELS.keys()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("letterhead", "red", "请选择版头的印法"),
        ("reserve_mm", "84", "85至160毫米的整数"),
        ("reserve_mm", "161", "填的是“161”"),
        ("reserve_mm", "十二", "填的是“十二”"),
        ("reserve_mm", "１２０", "85至160毫米"),
        ("reserve_mm", "", "版头预留高度"),
        ("letter_reserve_mm", "39", "函的版头预留高度应为40至100毫米"),
        ("has_imprint", "no", "是否印版记"),
        ("office_mark", "局" * 61, "最多60个字"),
        ("office_mark", "文件", "本单位的发文机关标志要写单位名称.*填的是“文件”"),
        ("government_mark", "文件 文件", "本级政府的发文机关标志要写单位名称"),
        ("government_mark", "——\x00", "要写单位名称"),
        ("printed_by", "局" * 61, "印发机关最多60个字"),
        ("public_note", "此件\n公开", "写在一行内"),
        ("public_note", "字" * 61, "最多60个字"),
    ],
)
def test_what_no_paper_could_be_drawn_with_is_refused_beside_its_field(name: str, value: str, said: str):
    with pytest.raises(Refusal, match=said) as refused:
        check_letterhead({name: value})
    assert refused.value.field == name


@pytest.mark.parametrize("value", ["85", "160"])
def test_the_ends_of_the_range_are_allowed(value: str):
    check_letterhead({"reserve_mm": value})
