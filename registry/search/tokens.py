"""What the index holds of a text: its characters and its pairs of adjacent letters or digits, without positions.

Pairs, not words: dictionaries miss 36 of 953 real laws that contain 行政处罚; pairs miss none. Punctuation makes no
pairs, which would enlarge the index and find nothing that its neighbours do not.
"""

from collections.abc import Iterator
from itertools import pairwise

from whoosh import fields, formats


def tokens(text: str) -> set[str]:
    """Every character but spaces, and every pair of adjacent letters or digits, of a text in normal form."""
    return {char for char in set(text) if not char.isspace()} | _pairs(text)


def needed(term: str) -> set[str]:
    """The fewest tokens that a text has if it contains the term: its pairs, and the characters outside any pair."""
    pairs = _pairs(term)
    paired = set("".join(pairs))
    return pairs | {char for char in set(term) if not char.isspace() and char not in paired}


def is_exact(term: str) -> bool:
    """Whether having the needed tokens is the same as containing the term: one character, or one pair."""
    return len(term) == 1 or (len(term) == 2 and term.isalnum())


def _pairs(text: str) -> set[str]:
    pairs = set(map("".join, pairwise(text)))
    return {pair for pair in pairs if pair.isalnum()}


class Tokens(fields.FieldType):
    """A whoosh field that indexes which tokens a text has: no counts, no positions, nothing to score."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: str, **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for token in tokens(value):
            yield token.encode(), 1, 1.0, b""
