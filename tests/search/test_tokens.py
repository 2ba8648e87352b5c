"""The promise that recall rests on: a text that contains a term has every token the term needs."""

from hypothesis import given
from hypothesis import strategies as st

from registry.search.tokens import is_exact, needed, tokens

TEXTS = st.text(alphabet="行政处罚决定书a1b2。,〔〕 〇㟃\n", min_size=1, max_size=40)


@given(TEXTS, st.data())
def test_a_text_has_every_token_that_any_piece_of_it_needs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert needed(text[start:end]) <= tokens(text)


@given(TEXTS, TEXTS)
def test_a_text_with_the_tokens_of_an_exact_term_contains_the_term(text: str, term: str) -> None:
    if is_exact(term) and not term.isspace():
        assert (needed(term) <= tokens(text)) == (term in text)


def test_a_comma_makes_no_token() -> None:
    assert tokens("第3条,本") == {"第", "3", "条", "本", "第3", "3条"}


def test_a_term_needs_its_pairs_and_its_characters_outside_of_pairs() -> None:
    assert needed("行政处罚") == {"行政", "政处", "处罚"}
    assert needed("罚") == {"罚"}
    assert needed("条,本") == {"条", "本"}
