"""The text that was read from an uploaded paper, beside the form that it fills: where each value stands is marked."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Piece(NamedTuple):
    """A run of the text; `fields` are the names of the fields whose values were read from it."""

    words: str
    fields: tuple[str, ...] = ()


def marked_text(text: str, evidence: Mapping[str, Mapping[str, Any]]) -> list[Piece]:
    """The text in pieces; a quote that stands in it more than once is marked where it stands first."""
    spans = sorted(_spans(text, evidence))
    pieces, at = [], 0
    while spans:
        start, end, name = spans.pop(0)
        names = [name]
        while spans and spans[0][0] < end:
            _, other_end, other = spans.pop(0)
            end, names = max(end, other_end), [*names, other]
        pieces += [Piece(text[at:start]), Piece(text[start:end], tuple(names))]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.words]


def _spans(text: str, evidence: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[int, int, str]]:
    for name, read in evidence.items():
        quote = str(read.get("quote") or "").strip("…")
        start = text.find(quote) if quote else -1
        if start >= 0:
            yield start, start + len(quote), name
