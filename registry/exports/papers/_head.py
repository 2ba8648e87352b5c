"""The head of a paper above its title (版头, GB/T 9704-2012, 7.2): corner, red mark, number, 签发人, red line."""

import re
from collections.abc import Iterator

from registry.domain.papers.kinds import Genre
from registry.domain.papers.letterhead import Letterhead
from registry.exports.blocks import KEEP_WITH_NEXT, TAB, indent, paragraph, run, tabs, text
from registry.exports.papers._marks import Mark, mark
from registry.exports.papers._page import OFF_GRID, TOP, gap, rule_below, twips
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.styles import HEI, KAI, LINE
from registry.exports.titles import broken
from registry.exports.wording import em_width

MARK_TOP = 35.0  # millimetres from the top of the text block to the ink of the mark
TO_RULE = 150  # twentieths of a point; with what a line leaves below its ink they make 4 mm
_RULE = 12  # eighths of a point
_LINE_CHARS, _IN, _BEFORE_NAMES = 28, 1, 4  # characters: a line, from its ends, 签发人：
_LEAST_NAME = 4  # characters, beside a very long number
# A name of two characters may be spread: 王　甲. Two such characters alone are a name.
_NAME = re.compile(r"[^、，,；;\s](?:[^、，,；;\s]+|\s+[^、，,；;\s](?![^、，,；;\s]))?")
_EMPTY = paragraph("PaperNumber", lead=OFF_GRID)


def head(paper: Paper, style: OfficeStyle) -> Iterator[str]:
    """What stands above the title, the number with it."""
    lines = corner_lines(paper)
    yield from lines
    if style.letterhead is Letterhead.DIGITAL:
        drawn = head_mark(paper, style)
        yield gap(twips(MARK_TOP) - len(lines) * LINE - drawn.above)
        yield drawn.xml
        yield from (_EMPTY, _EMPTY, *number_lines(paper), gap(TO_RULE, rule_below("single", _RULE)))
    else:
        numbers = [*number_lines(paper)]
        above = twips(style.reserve_mm - TOP) - (len(lines) + len(numbers)) * LINE - TO_RULE
        yield from (gap(max(above, 20)), *numbers, gap(TO_RULE))
    yield from (_EMPTY, _EMPTY)


def bare_head(paper: Paper) -> Iterator[str]:
    """The corner of a paper without a head and, of a report, its 签发人, each with empty lines below."""
    if lines := corner_lines(paper):
        yield from (*lines, _EMPTY)
    if is_signed_above(paper):
        yield from (*number_lines(paper), _EMPTY, _EMPTY)


def corner_lines(paper: Paper) -> list[str]:
    """The upper left corner: the urgency (紧急程度, 7.2.3), where the paper has one."""
    return [paragraph("AddressedTo", urgency(paper), lead=KEEP_WITH_NEXT)] if paper.urgency else []


def urgency(paper: Paper) -> str:
    """The run that says how urgent the paper is; "" for none."""
    return run(paper.urgency.word, HEI) if paper.urgency else ""


def is_signed_above(paper: Paper) -> bool:
    """Whether the paper goes up and names who signed it, beside its number (7.2.6)."""
    return paper.genre is Genre.REPORT and bool(_NAME.search(paper.signatory))


def number_lines(paper: Paper) -> Iterator[str]:
    """The number in the middle; in a report at the left of the last line that names who signed it.

    Two names stand on a line where they fit beside the number.
    """
    if not is_signed_above(paper):
        yield text("PaperNumber", paper.number, lead=OFF_GRID)
        return
    room = max(_LINE_CHARS - 2 * _IN - _BEFORE_NAMES - 1 - em_width(paper.number), _LEAST_NAME)
    names = [line.strip() for name in _NAME.findall(paper.signatory) for line in broken(name, room)]
    widest = max(map(em_width, names))
    n_columns = 2 if len(names) > 1 and 2 * widest + 1 <= room else 1
    rows = [names[at : at + n_columns] for at in range(0, len(names), n_columns)]
    first = _LINE_CHARS - _IN - _BEFORE_NAMES - n_columns * widest - (n_columns - 1)
    places = [first + _BEFORE_NAMES + at * (widest + 1) for at in range(n_columns)]
    for at, row in enumerate(rows):
        number = run(paper.number) if at == len(rows) - 1 else ""
        label = run("签发人：") if at == 0 else ""
        signed = TAB.join(run(name, KAI) for name in row)
        stops = tabs("left", *([first] if label else []), *places[bool(label) :])
        place = indent(left=_IN, firstLine=0) + '<w:jc w:val="left"/>'
        yield paragraph("PaperNumber", f"{number}{TAB}{label}{signed}", lead=stops + OFF_GRID, tail=place)


def head_mark(paper: Paper, style: OfficeStyle) -> Mark:
    """The red mark of the issuer."""
    return mark(style.mark_of(paper.issuer))
