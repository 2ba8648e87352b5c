"""How wide the columns of a printed table are: first what must not wrap, then room for the cells that make rows tall.

Widths are in twentieths of a point, texts in characters of the table's 10.5 pt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

EM = 210  # a Chinese character of a cell
MARGIN = 50  # left and right of the words of a cell
# What programs that have neither 仿宋_GB2312 nor Word's rules add: wider digits, and gaps where Han and digits meet.
_DIGIT, _GAP = 0.64, 0.25
_MEETING = re.compile(r"(?<=[一-鿿])(?=[!-~])|(?<=[!-~])(?=[一-鿿])")
_DAY = 5.8  # 2026.12.31
_LONGEST_KEPT = 16  # characters; a number up to this long stands on one line
_LEAST_NAME, _LEAST_PROSE = 4.0, 9.0
_N_MEASURED = 200  # rows whose heights are compared


@dataclass(frozen=True)
class Need:
    """What a column holds: the width without which a number breaks, and how wide each measured cell is on one line.

    `squeezed` is the width with which it makes do where all columns do not fit.
    """

    least: float
    squeezed: float
    cells: Sequence[float]


def _em_width(text: str) -> float:
    """The width of a text in Chinese characters, in the widest face that a reader may have."""
    return len(text) - len(text.encode("ascii", "ignore")) * (1 - _DIGIT)


def measured(n_rows: int) -> range:
    """The places of the rows whose heights are compared: all of a short list, else evenly spread ones."""
    return range(0, n_rows, max(1, n_rows // _N_MEASURED))


def day_need(heading: str) -> Need:
    """A column of days, which never wrap; the words that may stand in place of one do."""
    least = max(_DAY, _em_width(heading))
    return Need(least, least, ())


def name_need(heading: str, cells: Iterator[str], sample: Sequence[str]) -> Need:
    """A column of names or numbers: those with a digit stay on one line, unless they are longer than any number is."""
    longest, kept, number = 0.0, 0.0, ""
    for words in cells:
        width = _em_width(words)
        if width > longest:
            longest = width
        if kept < width <= _LONGEST_KEPT and any(map(str.isdigit, words)):
            kept, number = width, words
    name = max(min(longest, _LEAST_NAME), _em_width(heading))
    gaps, tail = _GAP * len(_MEETING.findall(number)), number[max(number.find("〔"), 0) :]
    return Need(
        max(kept + gaps, name), max(_em_width(tail) + gaps, name), [_em_width(words) for words in sample]
    )


def prose_need(heading: str, sample: Sequence[str]) -> Need:
    """A column of text that runs on."""
    widths = [_em_width(words) for words in sample]
    least = max(_em_width(heading), min(max(widths, default=0), _LEAST_PROSE))
    return Need(least, least, widths)


def number_width(n_rows: int) -> int:
    """The width of the column that numbers so many rows."""
    return _twips(max(_em_width("序号"), _em_width(str(n_rows))))


def column_widths(needs: Sequence[Need], total: int) -> list[int]:
    """The widths of the columns, which together make `total`: at least what each needs, the rest to the tall cells."""
    widths = [_twips(need.least) for need in needs]
    if sum(widths) > total:
        widths = [_twips(need.squeezed) for need in needs]
    if sum(widths) > total:
        widths = _shared(widths, needs, total)
    for _ in range((total - sum(widths)) // EM):
        widths[_tallest(needs, widths)] += EM
    widths[_tallest(needs, widths)] += total - sum(widths)
    return widths


def _twips(ems: float) -> int:
    return round(ems * EM) + 2 * MARGIN


def _shared(leasts: Sequence[int], needs: Sequence[Need], total: int) -> list[int]:
    """Widths for more columns than fit: the days keep theirs, the others share what is left."""
    days = sum(width for width, need in zip(leasts, needs, strict=True) if not need.cells)
    others = sum(leasts) - days
    share = max(total - days, 0) / others if days < total else total / sum(leasts)
    return [
        width if not need.cells and days < total else int(width * share)
        for width, need in zip(leasts, needs, strict=True)
    ]


def _tallest(needs: Sequence[Need], widths: Sequence[int]) -> int:
    """The column that would lower the rows most if it were wider: its cells are the tallest of the most lines."""
    rooms = [width - 2 * MARGIN for width in widths]
    flowing = [at for at, need in enumerate(needs) if need.cells]
    gains = [0.0] * len(needs)
    for cells in zip(*(needs[at].cells for at in flowing), strict=True):
        height, at = max((cell / rooms[at], at) for cell, at in zip(cells, flowing, strict=True))
        gains[at] += height / rooms[at]
    return max(range(len(gains)), key=gains.__getitem__)
