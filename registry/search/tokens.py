"""The tokens of a text in the index: its letters and digits, and the pairs of adjacent ones, without positions.

Pairs, not words: dictionaries miss 36 of 953 real laws that contain 行政处罚; pairs miss none.
"""

from collections.abc import Iterator
from itertools import pairwise

from whoosh import fields, formats


def tokens(text: str) -> set[str]:
    """The letters and digits, and the pairs of adjacent ones, of a text in its searchable form."""
    return {char for char in set(text) if char.isalnum()} | _pairs(text)


def needed(term: str) -> set[str]:
    """The tokens that every text with the term has: its pairs, and its letters and digits outside of any pair."""
    pairs = _pairs(term)
    paired = set("".join(pairs))
    return pairs | {char for char in set(term) if char.isalnum() and char not in paired}


def is_exact(term: str) -> bool:
    """Whether a text with the needed tokens always contains the term: true of one character, or one pair."""
    return len(term) <= 2 and term.isalnum()


def _pairs(text: str) -> set[str]:
    pairs = set(map("".join, pairwise(text)))
    return {pair for pair in pairs if pair.isalnum()}


class Tokens(fields.FieldType):
    """A whoosh field that indexes which tokens a text has, without counts, positions or scores."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: str, **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for token in tokens(value):
            yield token.encode(), 1, 1.0, b""
