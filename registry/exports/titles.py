"""Where long titles and names break over lines: between words, in the shape of a trapezium or a rhombus.

The shape is the standard's (GB/T 9704-2012, 7.3.1); an hourglass or a torn word is what nobody would print.
"""

import functools
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from registry.exports.wording import em_width

# What stays whole beside the words of the dictionary: numbers with what they count, Latin words, terms of these papers.
_WHOLE = re.compile(
    r"行政规范性文件|规范性文件|继续有效|清理结果|宣布失效|合法性审核"
    r"|(?:附件|[第〔])?[\d.]*\d[\d.]*[％%〕]?(?:[\d.]+号|年度|[年月日号件次批期项条届个])*"
    r"|[A-Za-z][!-~’]*"
)
_NEVER_FIRST = "、，。；：！？》〉）〕】”’%％的"
_NEVER_LAST = "《〈（〔【“‘"
_GOOD_BREAK_AFTER = "、，的》）； "
_GOOD_BREAK_BEFORE = ("《", "（", "“", "关于", "行政规范性文件", "对", "实施")
_JOINING = ("和", "与", "及")  # often within a name: 住房和城乡建设局
_NEUTRAL, _EQUAL, _HOURGLASS = 12.0, 6.0, 500.0

# The cheapest layout of a beginning of a text: its cost and its lines.
_Layout = tuple[float, tuple[str, ...]]


def title_lines(title: str, issuer: str, width: float = 19) -> list[str]:
    """A title in lines of at most `width` characters: the issuer, then the rest, broken between words.

    The issuer gets no line of its own where that would leave a line of a few characters, or an hourglass.
    """
    if em_width(title) <= width:
        return [title]
    if title.startswith(f"{issuer}关于") and em_width(issuer) <= width:
        lines = [issuer, *broken(title.removeprefix(issuer), width, above=em_width(issuer))]
        widths = [em_width(line) for line in lines]
        if min(widths) >= width / 3 and not _is_hourglass(widths):
            return lines
    return broken(title, width)


def name_lines(names: str, width: float) -> list[str]:
    """Names joined by 、 in lines of at most `width` characters: each name begins a line."""
    return [line for name in re.split("(?<=、)", names) if name for line in broken(name, width)]


def broken(text: str, width: float, above: float = 0) -> list[str]:
    """The text in as few lines as it needs, of the best shape together with a line above it of that width."""
    goal = em_width(text) / -int(-em_width(text) // width)
    # By the end of the text laid out so far: the best layout for each last line and whether the lines grow narrower.
    best: list[dict[tuple[float, bool], _Layout]] = [{(above, False): (0.0, ())}]
    ends, words = [0], _words(text, width)
    for word in words:
        ends.append(ends[-1] + len(word))
        states: dict[tuple[float, bool], _Layout] = {}
        for at in range(len(best) - 1, -1, -1):
            line = text[ends[at] : ends[-1]]
            room = em_width(line.strip())
            if room > width and at < len(best) - 1:
                break
            cost = (room - goal) ** 2 + _break_cost(text, ends[-1])
            for (before, shrinks), (so_far, lines) in best[at].items():
                shape, narrower = _shape_cost(before, room, shrinks=shrinks)
                layout = (so_far + cost + shape, (*lines, line))
                states[room, narrower] = min(states.get((room, narrower), layout), layout)
        best.append(states)
    return list(min(best[-1].values())[1])


def _is_hourglass(widths: list[float]) -> bool:
    return any(wide > narrow < max(widths[at:]) for at, (wide, narrow) in enumerate(pairwise(widths), 1))


def _shape_cost(before: float, room: float, *, shrinks: bool) -> tuple[float, bool]:
    """What a line of this width costs under the one before, and whether the lines grow narrower from there on."""
    if not before:
        return 0.0, False
    if room > before:
        return (_HOURGLASS if shrinks else 0.0), False
    return (_EQUAL if room == before else 0.0), shrinks or room < before


def _break_cost(text: str, at: int) -> float:
    is_good = at == len(text) or text[at - 1] in _GOOD_BREAK_AFTER or text.startswith(_GOOD_BREAK_BEFORE, at)
    if is_good:
        return 0.0
    return 2 * _NEUTRAL if text.startswith(_JOINING, at) or text[at - 1] in _JOINING else _NEUTRAL


def _words(text: str, width: float) -> list[str]:
    """The pieces that no line end tears: words with their punctuation, and titles in 《》 that fit a line."""
    pieces: list[str] = []
    for piece in _titles_and_words(text, width):
        is_bound = pieces and (piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if is_bound and em_width(pieces[-1] + piece) <= width:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _titles_and_words(text: str, width: float) -> Iterator[str]:
    for part in re.split("(《[^《》]*》)", text):
        if part.startswith("《") and em_width(part) <= width:
            yield part
            continue
        for piece in _dictionary_words(part):
            yield from [piece] if em_width(piece) <= width else piece


def _dictionary_words(text: str) -> Iterator[str]:
    at = 0
    for whole in _WHOLE.finditer(text):
        yield from _segmenter()(text[at : whole.start()])
        yield whole.group()
        at = whole.end()
    yield from _segmenter()(text[at:])


@functools.cache
def _segmenter() -> Callable[[str], list[str]]:
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s and 33 MB: only who breaks a title waits for it

    return rjieba.cut
