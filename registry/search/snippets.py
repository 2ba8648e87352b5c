"""The piece of a text that shows why it was found, cut from the database's text and never from the index."""

import re
import unicodedata
from collections.abc import Sequence

Piece = tuple[str, bool]  # some characters, and whether they match

LENGTH = 120
BEFORE = 30


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """The whole text in pieces, each with whether it is one of the terms (in normal form)."""
    pattern = _any_of(terms)
    if not pattern:
        return [(text, False)] if text else []
    pieces: list[Piece] = []
    at = 0
    for match in pattern.finditer(_fold(text)):
        pieces += [(text[at : match.start()], False), (text[match.start() : match.end()], True)]
        at = match.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def snippet(text: str, normal: str, terms: Sequence[str]) -> list[Piece]:
    """About 120 characters around the first term: as written where it can be found there, else in normal form."""
    pattern = _any_of(terms)
    source = text
    first = pattern.search(text) or pattern.search(_fold(text)) if pattern else None
    if pattern and not first and (first := pattern.search(normal, _title_end(text, normal))):
        source = normal
    start = max(0, first.start() - BEFORE) if first else 0
    cut = _SPACES.sub(" ", source[start : start + LENGTH])
    head, tail = "…" if start else "", "…" if start + LENGTH < len(source) else ""
    return [piece for piece in [(head, False), *marked(cut, terms), (tail, False)] if piece[0]]


_SPACES = re.compile(r"\s+")


def _any_of(terms: Sequence[str]) -> re.Pattern[str] | None:
    longest_first = sorted(filter(None, terms), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _fold(text: str) -> str:
    """The text in NFKC and lower case, character by character, so that places in it are places in the text."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if len(folded) == len(text):
        return folded
    return "".join(
        one if len(one := unicodedata.normalize("NFKC", char).lower()) == 1 else char for char in text
    )


def _title_end(text: str, normal: str) -> int:
    """Where the text begins in the normal form of title and text, roughly: a title is not its own evidence."""
    return max(0, len(normal) - len(text)) if text else len(normal)
