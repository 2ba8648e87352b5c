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
_LONGEST_KEPT = 16  # characters; a number, or a part of one, up to this long stands on one line
_LONGEST_WHOLE = 12  # characters; a longer number may break at a natural place
_LONG_NUMBER = re.compile("(.*[^0-9〔〕第年])((?:〔[0-9]{4}〕|[0-9]{4}年)?第?[0-9]+号)")
_LEAST_NAME, _LEAST_PROSE = 4.0, 9.0
_SHORT_NAME, _BORDERS = (
    5.0,
    0.2,
)  # 审查办结率; one that is no longer is not torn, for want of what borders take
_EMPTY = {"", "—"}
_FEW = 0.1  # of the cells of a column that has words in hardly any
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


def number_parts(words: str) -> list[str]:
    """A long number at its natural place: 示范区人民政府通告 and 2026年第3号; 示范区住建规 and 〔2026〕12号."""
    match = _LONG_NUMBER.fullmatch(words) if _em_width(words) > _LONGEST_WHOLE else None
    return [*match.groups()] if match else [words]


def is_too_wide(words: str, width: int) -> bool:
    """Whether the words take more than a line of a column that is so wide."""
    return _twips(_em_width(words) + _GAP * len(_MEETING.findall(words))) > width


def name_need(heading: str, cells: Iterator[str], sample: Sequence[str]) -> Need:
    """A column of names or numbers: those with a digit stay on one line, unless they are longer than any number is."""
    longest, kept, number = 0.0, 0.0, ""
    for words in cells:
        width = _em_width(words)
        longest = max(longest, width)
        if kept < width and any(map(str.isdigit, words)):
            part = max(number_parts(words), key=_em_width)
            if kept < (width := _em_width(part)) <= _LONGEST_KEPT:
                kept, number = width, part
    is_short = _LEAST_NAME < longest <= _SHORT_NAME
    name = max(longest + _BORDERS if is_short else min(longest, _LEAST_NAME), _em_width(heading))
    gaps, tail = _GAP * len(_MEETING.findall(number)), number[max(number.find("〔"), 0) :]
    return Need(
        max(kept + gaps, name), max(_em_width(tail) + gaps, name), [_em_width(words) for words in sample]
    )


def prose_need(heading: str, sample: Sequence[str]) -> Need:
    """A column of text that runs on; with words in hardly any of its cells it makes do with the room of a day."""
    widths = [_em_width(words) for words in sample]
    n_filled = sum(words not in _EMPTY for words in sample)
    room = _DAY if n_filled <= _FEW * len(sample) else _LEAST_PROSE
    least = max(_em_width(heading), min(max(widths, default=0), room))
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
