"""The words of a text cut where hits begin and end, so that each hit can be marked in its place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.domain.levels import Level

_LEVELS = [*Level]  # the gravest first


@dataclass(frozen=True)
class Mark:
    """Where a hit stands in a text: from `start` to before `end`; `number` is its number in the list."""

    id: int
    number: int
    start: int
    end: int
    level: Level
    words: str


@dataclass(frozen=True)
class Segment:
    """Words of a line with the hits that speak of them, and those hits that end with them in this line."""

    words: str
    marks: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level of the gravest hit."""
        return min((mark.level for mark in self.marks), key=_LEVELS.index, default=None)


def marked_lines(lines: Iterable[tuple[str, int]], marks: Sequence[Mark]) -> Iterator[list[Segment]]:
    """The segments of each line, (words, place in the text); lines and marks come in the order of the text."""
    waiting = sorted(marks, key=lambda mark: mark.start)
    n, running = 0, list[Mark]()
    for words, start in lines:
        end = start + len(words)
        while n < len(waiting) and waiting[n].start < end:
            running.append(waiting[n])
            n += 1
        running = [mark for mark in running if mark.end > start]
        yield _segments(words, start, running) if running else [Segment(words)]


def _segments(words: str, start: int, marks: Sequence[Mark]) -> list[Segment]:
    end = start + len(words)
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(max(mark.start, start), []).append(mark)
        ends.setdefault(min(mark.end, end), []).append(mark)
    cuts = sorted({start, end, *begins, *ends})
    segments: list[Segment] = []
    open_marks: dict[int, Mark] = {}
    for left, right in pairwise(cuts):
        open_marks |= {mark.id: mark for mark in begins.get(left, ())}
        ending = ends.get(right, [])
        segments.append(
            Segment(words[left - start : right - start], tuple(open_marks.values()), tuple(ending))
        )
        for mark in ending:
            del open_marks[mark.id]
    return segments
