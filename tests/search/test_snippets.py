"""Highlights are pieces of the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.snippets import marked, snippet


def test_every_occurrence_of_every_term_is_marked_as_written() -> None:
    pieces = marked("ＡＢＣ停车场，停车费abc", ["停车", "abc"])
    assert pieces == [
        ("ＡＢＣ", True),
        ("停车", True),
        ("场，", False),
        ("停车", True),
        ("费", False),
        ("abc", True),
    ]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_marking_never_changes_the_text(text: str, terms: list[str]) -> None:
    assert "".join(piece for piece, _ in marked(text, terms)) == text


def test_a_snippet_surrounds_the_first_match_and_says_where_it_is_cut() -> None:
    text = "前" * 200 + "停车，场" + "后" * 200
    pieces = snippet(text, ["停车,场"])
    assert pieces[0] == ("…", False)
    assert ("停车，场", True) in pieces
    assert pieces[-1] == ("…", False)
    assert sum(len(piece) for piece, _ in pieces) == 122


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("青政[2024] 12 号", "青政2024,12号"),
        ("抚育补\n助资金", "抚育补助资金"),
        ("抚育补\n\n— 2 —\n助资金", "抚育补助资金"),
        ("⼈⺠政府", "人民政府"),
        ("办法》（试行", "办法试行"),
        ("1,000元", "1000元"),
        ("５０㎡", "50m2"),
    ],
)
def test_a_match_is_shown_as_it_was_written(written: str, term: str) -> None:
    pieces = snippet(f"{'前' * 99}。依据{written}，制定本办法", [term])
    assert (" ".join(written.split()), True) in pieces


def test_a_match_does_not_run_over_the_end_of_a_clause() -> None:
    assert ("林，地", True) not in snippet("森林，地方", ["林地"])
    assert marked("森林、地方", ["林地"]) == [("森", False), ("林、地", True), ("方", False)]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("第一条 为了\n规范停车", []) == [("第一条 为了 规范停车", False)]
    assert snippet("", ["停车"]) == []
