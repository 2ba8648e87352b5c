"""Sentences and clauses, with their places."""

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.checks.sentences import LONGEST, Sentence, sentences


def test_a_text_is_cut_at_the_ends_of_sentences() -> None:
    text = "一、甲。二、乙；丙\n丁"
    assert [sentence.words for sentence in sentences(text)] == ["一、甲", "二、乙", "丙", "丁"]


def test_a_clause_is_what_the_commas_around_a_place_enclose() -> None:
    sentence = Sentence("违反规定的，由镇政府处罚款，并通报", 0)
    assert sentence.clause_of(8) == "由镇政府处罚款"
    assert sentence.clause_of(0) == "违反规定的"
    assert sentence.clause_of(16) == "并通报"


@given(st.text(alphabet="甲乙。；\n，", max_size=60))
def test_every_sentence_stands_at_its_place(text: str) -> None:
    for sentence in sentences(text):
        assert text[sentence.start :].startswith(sentence.words)


def test_words_without_an_end_are_cut() -> None:
    cut = list(sentences("甲" * (LONGEST + 1)))
    assert [len(sentence.words) for sentence in cut] == [LONGEST, 1]


def test_each_cell_of_a_row_is_a_sentence_of_its_own() -> None:
    assert [(part.words, part.start) for part in sentences("甲办法\t罚款\n")] == [("甲办法", 0), ("罚款", 4)]
