"""Two texts side by side: the sentences that are the same or nearly the same, and what differs between them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from registry.domain.normal import searchable

LONGEST_COMPARED = 100_000  # characters of each text
LONGEST_MARKED = 600  # characters of a sentence in which differences are marked
NEAR = 0.45  # share of its grams that a sentence has in common with another one
_GRAM = 4
_MOST_OFTEN = 40  # sentences; a gram of more tells nothing
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")

Piece = tuple[str, bool]  # characters, and whether they differ


class Match(StrEnum):
    """How a sentence stands to the other text."""

    SAME = "same"
    NEAR = "near"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"


@dataclass(frozen=True)
class Pair:
    """A row: a sentence, and the one of the other text that is the same or nearly the same; or one of one text only."""

    match: Match
    here: str = ""
    there: str = ""

    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both sentences in pieces, each marked as different or not; without marks when they are too long."""
        is_short = max(len(self.here), len(self.there)) <= LONGEST_MARKED
        if self.match is not Match.NEAR or not is_short:
            return [(self.here, False)], [(self.there, False)]
        return _differences(self.here, self.there)


@dataclass(frozen=True)
class Comparison:
    """The rows in the order of the first text, and whether one of the texts was cut."""

    pairs: list[Pair] = field(default_factory=list)
    is_cut: bool = False

    def count(self, match: Match) -> int:
        return sum(pair.match is match for pair in self.pairs)


def compare(here: str, there: str) -> Comparison:
    """The two texts side by side. A sentence that moved is found at its new place, too."""
    is_cut = max(len(here), len(there)) > LONGEST_COMPARED
    left, right = _sentences(here), _sentences(there)
    partners = _partners([searchable(words) for words in left], [searchable(words) for words in right])
    return Comparison(list(_rows(left, right, partners)), is_cut)


def _sentences(text: str) -> list[str]:
    sentences = (match[0].strip() for match in _SENTENCE.finditer(text[:LONGEST_COMPARED]))
    return [words for words in sentences if words]


def _partners(left: Sequence[str], right: Sequence[str]) -> dict[int, tuple[int, Match]]:
    """number of a sentence of the left → (number of its partner, how they match)."""
    partners = _same(left, right)
    taken = {other for other, _ in partners.values()}
    grams = _grams_of({n: words for n, words in enumerate(right) if n not in taken})
    for n, words in enumerate(left):
        if n not in partners and (other := _nearest(words, right, grams, taken)) is not None:
            partners[n] = other, Match.NEAR
            taken.add(other)
    return partners


def _same(left: Sequence[str], right: Sequence[str]) -> dict[int, tuple[int, Match]]:
    places: dict[str, list[int]] = defaultdict(list)
    for n in range(len(right) - 1, -1, -1):
        places[right[n]].append(n)
    return {
        n: (places[words].pop(), Match.SAME) for n, words in enumerate(left) if words and places.get(words)
    }


def _nearest(words: str, right: Sequence[str], grams: dict[str, list[int]], taken: set[int]) -> int | None:
    """The number of the sentence that shares most grams with the words, if it shares enough."""
    own = _grams(words)
    shared = Counter(n for gram in own for n in grams.get(gram, ()) if n not in taken)
    if not shared:
        return None
    best, n_shared = max(shared.items(), key=lambda item: (item[1], -item[0]))
    return best if 2 * n_shared >= NEAR * (len(own) + len(_grams(right[best]))) else None


def _grams_of(sentences: dict[int, str]) -> dict[str, list[int]]:
    """gram → the numbers of the sentences that have it, of those few enough to tell."""
    grams: dict[str, list[int]] = defaultdict(list)
    for n, words in sentences.items():
        for gram in _grams(words):
            grams[gram].append(n)
    return {gram: places for gram, places in grams.items() if len(places) <= _MOST_OFTEN}


def _grams(words: str) -> set[str]:
    return {words[at : at + _GRAM] for at in range(len(words) - _GRAM + 1)}


def _rows(
    left: Sequence[str], right: Sequence[str], partners: dict[int, tuple[int, Match]]
) -> Iterator[Pair]:
    """The rows in the order of the left; what only the right has follows what stands before it there."""
    matched = {other for other, _ in partners.values()}
    yield from _only_there(right, 0, matched)
    for n, words in enumerate(left):
        if n not in partners:
            yield Pair(Match.ONLY_HERE, here=words)
            continue
        other, match = partners[n]
        yield Pair(match, words, right[other])
        yield from _only_there(right, other + 1, matched)


def _only_there(right: Sequence[str], start: int, matched: set[int]) -> Iterator[Pair]:
    for n in range(start, len(right)):
        if n in matched:
            return
        yield Pair(Match.ONLY_THERE, there=right[n])


def _differences(here: str, there: str) -> tuple[list[Piece], list[Piece]]:
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(
        None, here, there, autojunk=False
    ).get_opcodes():
        is_different = tag != "equal"
        left.append((here[start:end], is_different))
        right.append((there[other_start:other_end], is_different))
    return [piece for piece in left if piece[0]], [piece for piece in right if piece[0]]
