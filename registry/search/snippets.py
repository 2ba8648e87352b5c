"""The excerpt of a text around the first match; it is cut from the text in the database, never from the index."""

import re
import unicodedata
from collections.abc import Sequence

Piece = tuple[str, bool]  # characters, and whether they match

LENGTH = 120
BEFORE = 30


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """The whole text in pieces, each marked as one of the terms or not; the terms are in normal form."""
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
    """About 120 characters around the first term: of the text as written, or of its normal form if only that has it."""
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
    """The text in NFKC and lower case, character by character, so that positions are the same in both."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if len(folded) == len(text):
        return folded
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", char).lower()) == 1 else char for char in text
    )


def _title_end(text: str, normal: str) -> int:
    """Roughly where the text begins in the normal form of title and text: an excerpt must not come from the title."""
    return max(0, len(normal) - len(text)) if text else len(normal)
