"""What is typed, and what it is taken to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.query import LONGEST, MOST_TERMS, read_query


@pytest.mark.parametrize(
    "typed",
    [
        "行政 处罚",
        "行政、处罚",
        "行政，处罚",
        "行政,处罚",
        " 行政　处罚 ",
        "《行政》 处罚",
        "行政：处罚。",
        "（行政） -- 处罚！",
    ],
)
def test_spaces_and_commas_separate_terms(typed: str) -> None:
    assert read_query(typed).terms == ("行政", "处罚")


@pytest.mark.parametrize("typed", ['"行政 处罚"', "“行政 处罚”", "＂行政 处罚＂"])
def test_quotes_keep_a_phrase_whole(typed: str) -> None:
    query = read_query(typed)
    assert (query.terms, query.phrases) == ((), ("行政处罚",))


def test_a_phrase_keeps_the_ends_of_its_clauses() -> None:
    assert read_query('"不得停车，违者处罚"').phrases == ("不得停车,违者处罚",)


@pytest.mark.parametrize("typed", ["罚款 -停车", "罚款 －停车", "罚款 -“停车”"])
def test_a_minus_before_a_term_excludes_it(typed: str) -> None:
    query = read_query(typed)
    assert (query.terms, query.excluded) == (("罚款",), ("停车",))


def test_a_minus_inside_a_term_excludes_nothing() -> None:
    assert read_query("HFGS-2017-9").terms == ("hfgs2017,9",)


@pytest.mark.parametrize(
    "typed",
    ["青政〔2024〕12号", "青政[2024]12号", "青政(2024)12号", "青政（2024）12号", "青政【2024】12号", "青政［2024］12 号", "青政﹝２０２４﹞１２号", "青政 〔2024〕 12", "青政〔2024〕12"],
)  # fmt: skip
def test_a_number_is_known_in_any_brackets_with_or_without_its_last_character(typed: str) -> None:
    assert read_query(typed).doc_no == "青政|2024|12"


def test_the_beginning_of_a_number_is_known() -> None:
    assert read_query("青政〔2024〕").doc_no == "青政|2024|"


@pytest.mark.parametrize("typed", ["行政处罚", "2024", "青政〔2024〕12号 停车", '"青政〔2024〕12号"', ""])
def test_a_text_that_is_not_exactly_a_number_is_searched_as_text(typed: str) -> None:
    assert read_query(typed).doc_no is None


@pytest.mark.parametrize("typed", ["", "  ", '"', '""', "-", "--", "、，", "\x00", "《》"])
def test_a_text_without_terms_is_an_empty_query(typed: str) -> None:
    assert read_query(typed).is_empty


@given(st.text(max_size=400))
def test_nothing_typed_is_an_error_and_terms_are_never_blank(typed: str) -> None:
    query = read_query(typed)
    for terms in (query.terms, query.phrases, query.excluded):
        assert len(terms) <= MOST_TERMS
        assert all(term.strip() for term in terms)


def test_a_very_long_query_is_cut() -> None:
    assert read_query("罚" * 10_000).terms == ("罚" * LONGEST,)
