"""The points of an opinion carry a number each, once."""

from registry.domain.papers.register import numbered


def test_a_point_that_begins_with_a_numeral_word_gets_its_number() -> None:
    points = ("一般企业也应适用。", "十五日改为三十日。", "2026年以前的除外。", "3.5%改为3%。")
    assert numbered(points) == (
        "1．一般企业也应适用。",
        "2．十五日改为三十日。",
        "3．2026年以前的除外。",
        "4．3.5%改为3%。",
    )


def test_a_point_with_its_number_keeps_it() -> None:
    points = ("一、删去第三条。", "（二）补写依据。", "3.改正文号。", "4．其他。", "(5)附件。")
    assert numbered(points) == points


def test_a_single_point_needs_no_number() -> None:
    assert numbered(["没有意见。"]) == ("没有意见。",)
