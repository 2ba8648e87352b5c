"""The text of an uploaded paper beside the form: cut where a value was read, and nothing of it lost."""

import pytest

from registry.web.desk.documents.read_text import Piece, marked_text

TEXT = "甲办法\n本办法自2026年3月1日起施行，有效期5年。\n2026年2月1日"


def quoting(**quotes: str) -> dict[str, dict[str, str]]:
    return {name: {"quote": quote} for name, quote in quotes.items()}


def test_each_value_is_marked_where_it_stands() -> None:
    evidence = quoting(title="甲办法", signed_on="2026年2月1日")
    assert marked_text(TEXT, evidence) == [
        Piece("甲办法", ("title",)),
        Piece("\n本办法自2026年3月1日起施行，有效期5年。\n"),
        Piece("2026年2月1日", ("signed_on",)),
    ]


def test_values_of_the_same_sentence_share_its_mark() -> None:
    evidence = quoting(effective_on="本办法自2026年3月1日起施行", valid_until="起施行，有效期5年")
    assert [piece.fields for piece in marked_text(TEXT, evidence) if piece.fields] == [
        ("effective_on", "valid_until")
    ]


@pytest.mark.parametrize(
    "evidence", [{}, quoting(doc_no="示农〔2026〕9号"), quoting(title=""), {"title": {}}]
)
def test_what_does_not_stand_in_the_text_marks_nothing(evidence: dict[str, dict[str, str]]) -> None:
    assert marked_text(TEXT, evidence) == [Piece(TEXT)]
    assert marked_text("", evidence) == []
