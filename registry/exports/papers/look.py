"""How the first page of a paper looks on the screen: words and lines in the millimetres of print."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain.papers.letterhead import Letterhead
from registry.exports.papers._head import MARK_TOP, TO_RULE, head_mark
from registry.exports.papers._imprint import IMPRINT_LINE, printed_words, printer_lines
from registry.exports.papers._letter import LOWER_RULE, RULE_HEIGHT, RULE_LEFT, RULE_WIDTH, letter_mark
from registry.exports.papers._letter import MARK_TOP as LETTER_MARK_TOP
from registry.exports.papers._letter import TO_RULE as TO_LETTER_RULE
from registry.exports.papers._marks import Mark
from registry.exports.papers._page import LEFT, TOP, WIDTH, mm
from registry.exports.papers.frame import has_head, is_letter
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.styles import LINE

_LINE, _POINT, _BASELINE = mm(LINE), 25.4 / 72, 0.8
_RIGHT, _BOTTOM, _MIDDLE = LEFT + WIDTH, TOP + 225, LEFT + WIDTH / 2


@dataclass(frozen=True)
class Words:
    """Words that stand on `y`; `anchor` says what of them stands at `x`: start, middle or end."""

    text: str
    x: float
    y: float
    points: float
    anchor: str = "start"
    is_red: bool = False
    width: float = 0


@dataclass(frozen=True)
class Line:
    """A line across the page; `is_kept` marks the end of the room that is kept for a preprinted head."""

    y: float
    left: float
    width: float
    thickness: float
    is_red: bool = False
    is_kept: bool = False


def look(paper: Paper, style: OfficeStyle) -> list[Words | Line]:
    """What stands on the first page of a short paper: head, number, title, addressee and imprint."""
    pieces = [*_top(paper, style)]
    foot = max((piece.y for piece in pieces if piece.y < LOWER_RULE - 5), default=TOP)
    title = foot + (2 * _LINE if has_head(paper, style) else 0) + _LINE
    pieces.append(Words(paper.title, _MIDDLE, title, 22, "middle"))
    if paper.number and not has_head(paper, style):
        title += _LINE
        pieces.append(Words(paper.number, _MIDDLE, title, 16, "middle"))
    return [*pieces, Words(f"{paper.addressees}：", LEFT, title + 2 * _LINE, 16), *_bottom(paper, style)]


def _top(paper: Paper, style: OfficeStyle) -> Iterator[Words | Line]:
    is_digital = style.letterhead is Letterhead.DIGITAL
    if is_letter(paper, style):
        rule = float(style.letter_reserve_mm)
        if is_digital:
            drawn = letter_mark(paper, style)
            yield from _mark(drawn, LETTER_MARK_TOP)
            rule = (
                LETTER_MARK_TOP + mm(drawn.height - drawn.above - drawn.below) + TO_LETTER_RULE + RULE_HEIGHT
            )
            yield from _double(rule - RULE_HEIGHT, is_thick_first=True)
            yield from _double(LOWER_RULE - RULE_HEIGHT, is_thick_first=False)
        else:
            yield Line(rule, RULE_LEFT, RULE_WIDTH, 0.3, is_kept=True)
        yield Words(paper.number, _RIGHT, rule + 10, 16, "end")
    elif has_head(paper, style):
        rule = float(style.reserve_mm)
        if is_digital:
            drawn = head_mark(paper, style)
            yield from _mark(drawn, TOP + MARK_TOP)
            rule = TOP + MARK_TOP + mm(drawn.height - drawn.above + TO_RULE) + 3 * _LINE
        yield Words(paper.number, _MIDDLE, rule - mm(TO_RULE) - (1 - _BASELINE) * _LINE, 16, "middle")
        yield Line(rule, LEFT, WIDTH, 0.5 if is_digital else 0.3, is_red=is_digital, is_kept=not is_digital)


def _mark(drawn: Mark, top: float) -> Iterator[Words]:
    """The mark with its ink at this height."""
    pitch = mm(drawn.height) / len(drawn.parts)
    first = top - mm(drawn.above) + _BASELINE * pitch
    widest = max(map(len, drawn.parts)) * drawn.points * _POINT
    room = min(widest, WIDTH)
    left = _MIDDLE - room / 2
    for at, part in enumerate(drawn.parts):
        yield Words(part, left, first + at * pitch, drawn.points, is_red=True, width=room)


def _double(top: float, *, is_thick_first: bool) -> Iterator[Line]:
    thick, thin = (0.5, 1.45) if is_thick_first else (1.1, 0.15)
    yield Line(top + thick, RULE_LEFT, RULE_WIDTH, 1.06, is_red=True)
    yield Line(top + thin, RULE_LEFT, RULE_WIDTH, 0.3, is_red=True)


def _bottom(paper: Paper, style: OfficeStyle) -> Iterator[Words | Line]:
    if not style.has_imprint or is_letter(paper, style):
        return
    names, pitch = printer_lines(paper, style), mm(IMPRINT_LINE)
    yield Line(_BOTTOM - 10 - (len(names) - 1) * pitch, LEFT, WIDTH, 0.35)
    for above, name in enumerate(reversed(names)):
        yield Words(name, LEFT + 5, _BOTTOM - 3.2 - above * pitch, 14)
    yield Words(printed_words(paper), _RIGHT - 5, _BOTTOM - 3.2, 14, "end")
    yield Line(_BOTTOM, LEFT, WIDTH, 0.35)
