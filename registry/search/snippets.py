"""The excerpt of a text around the first match; it is cut from the text in the database, never from the index."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from registry.domain.normal import CLAUSE_ENDS, PAGE_NUMBER, folded

Piece = tuple[str, bool]  # characters, and whether they match

LENGTH = 120
BEFORE = 30

_ANY_MARK = r"[\W_]*"
_NO_CLAUSE_END = rf"(?:[^\w{CLAUSE_ENDS}]|_|(?<=\d)[\W_]+(?=\d{{3}}(?!\d))|{PAGE_NUMBER})*"
_SPACES = re.compile(r"\s+")


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """The whole title in pieces, each marked as one of the terms or not; the terms are in searchable form."""
    return _pieces(text, _places(text, terms, _ANY_MARK))


def snippet(text: str, terms: Sequence[str]) -> list[Piece]:
    """About 120 characters of the text as written, around the first term in it."""
    begin, stop = _first_place(text, terms)
    start = max(0, begin - BEFORE)
    end = max(start + LENGTH, stop)
    cut = text[start:end]
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    pieces = [(head, False), *_pieces(cut, _places(cut, terms, _NO_CLAUSE_END)), (tail, False)]
    return [(shown, is_match) for piece, is_match in pieces if (shown := _SPACES.sub(" ", piece))]


def _first_place(text: str, terms: Sequence[str]) -> tuple[int, int]:
    """(start, end) of a term: of the first that stands there letter for letter, else of the first in other writing."""
    as_typed = [(at, at + len(term)) for term in terms if (at := text.find(term)) >= 0]
    if as_typed:
        return min(as_typed)
    return next(_places(text, terms, _NO_CLAUSE_END), (0, 0))


def _pieces(text: str, places: Iterable[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in places:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _places(text: str, terms: Sequence[str], between: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every term in the text; `between` matches what may stand between two of its characters."""
    longest_first = sorted(filter(None, terms), key=len, reverse=True)
    if not longest_first:
        return
    pattern = re.compile("|".join(_pattern(term, between) for term in longest_first))
    folds = {char: fold for char in set(text) if (fold := folded(char)) != char}
    origins: Sequence[int] = range(len(text))
    plain = text
    if all(len(fold) == 1 for fold in folds.values()):
        for char, fold in folds.items():
            plain = plain.replace(char, fold)
    else:
        origins = list(chain.from_iterable([at] * len(folds.get(char, char)) for at, char in enumerate(text)))
        plain = "".join(folds.get(char, char) for char in text)
    for match in pattern.finditer(plain):
        yield origins[match.start()], origins[match.end() - 1] + 1


def _pattern(term: str, between: str) -> str:
    """A regular expression for a term in searchable form, in which a comma stands for any mark."""
    parts = [between.join(map(re.escape, part)) for part in term.split(",")]
    return r"[\W_]+".join(parts)
