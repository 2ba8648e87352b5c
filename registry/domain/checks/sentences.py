"""The sentences and clauses of a text, with their places in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2_000
_SENTENCE = re.compile(r"[^。；;！？!?\n\t]+")


@dataclass(frozen=True)
class Sentence:
    """The words between two ends of a sentence; `start` is the place of the first one in the text."""

    words: str
    start: int

    def clause_of(self, place: int) -> str:
        """The words between the commas that enclose a place of the sentence."""
        first = max(self.words.rfind(mark, 0, place) for mark in "，,：:") + 1
        ends = [end for mark in "，,：:" if (end := self.words.find(mark, place)) >= 0]
        return self.words[first : min(ends, default=len(self.words))]


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; words without an end for longer than LONGEST characters are cut there."""
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST):
            yield Sentence(text[start : min(start + LONGEST, match.end())], start)
