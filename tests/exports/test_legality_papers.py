"""The paper of a 合法性审核意见: its points carry a number each, once."""

from datetime import date
from io import BytesIO

import docx

from registry.exports.legality_papers import LegalityOpinion, render_legality_opinion


def lines(*points: str) -> list[str]:
    opinion = LegalityOpinion(
        "示范区司法局", "示范区农业农村局", "示范区农机办法", date(2026, 3, 2), "应当修改", points, "",
        date(2026, 3, 5),
    )  # fmt: skip
    document = docx.Document(BytesIO(render_legality_opinion(opinion)))
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_point_that_begins_with_a_numeral_word_gets_its_number() -> None:
    told = lines("一般企业也应适用。", "十五日改为三十日。", "2026年以前的除外。", "3.5%改为3%。")
    for line in (
        "1．一般企业也应适用。",
        "2．十五日改为三十日。",
        "3．2026年以前的除外。",
        "4．3.5%改为3%。",
    ):
        assert line in told


def test_a_point_with_its_number_keeps_it() -> None:
    points = ("一、删去第三条。", "（二）补写依据。", "3.改正文号。", "4．其他。", "(5)附件。")
    assert set(points) <= set(lines(*points))
