"""The format of a letter (信函格式, GB/T 9704-2012, 10.1): mark and double lines in red, number at the right."""

from collections.abc import Iterator

from registry.domain.papers.letterhead import Letterhead
from registry.exports.blocks import KEEP_WITH_NEXT, TAB, paragraph, run, tabs
from registry.exports.papers._head import corner, corner_line
from registry.exports.papers._marks import mark
from registry.exports.papers._page import OFF_GRID, TEXT_WIDTH, TOP, gap, ink_from_top, rule_below, twips
from registry.exports.papers._placed import placed
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.styles import LINE

_LEFT, _WIDTH = 20.0, 170.0  # millimetres of the lines
_MARK_TOP, _TO_RULE, _LOWER_RULE = (
    30.0,
    4.0,
    277.0,
)  # from the top of the page; from mark to line; from the top
_RULE, _RULE_HEIGHT = (
    24,
    1.6,
)  # eighths of a point of the thick line; millimetres of both with what is between
_POINTS, _BELOW_RULE = 16, 280  # of the number; seven eighths of it, in twentieths of a point
_EMPTY = paragraph("PaperNumber", lead=OFF_GRID)


def letter_head(paper: Paper, style: OfficeStyle) -> Iterator[str]:
    """What stands above the title of a letter; the lines of the page are in it, the page number is not."""
    boxes, rule = "", float(style.letter_reserve_mm)
    if style.letterhead is Letterhead.DIGITAL:
        drawn = mark(style.mark_of(paper.issuers[0]).removesuffix("文件"))
        to_rule = twips(_TO_RULE) - drawn.below
        upper = drawn.xml + gap(to_rule, rule_below("thickThinSmallGap", _RULE))
        height = _mm(drawn.height + to_rule)
        top = _MARK_TOP - _mm(drawn.above)
        rule = top + height + _RULE_HEIGHT
        lower = gap(20, rule_below("thinThickSmallGap", _RULE))
        boxes = placed(upper, "函的版头", 1, (_LEFT, top, _WIDTH, height + 3))
        boxes += placed(lower, "函的下方红线", 2, (_LEFT, _LOWER_RULE - _RULE_HEIGHT - _mm(20), _WIDTH, 4))
    yield gap(twips(rule - TOP) + _BELOW_RULE - ink_from_top(LINE, _POINTS), content=boxes)
    first, *others = corner(paper) or [("", "")]
    at_the_edges = f"{run(*first)}{TAB}{run(paper.number)}"
    lead = KEEP_WITH_NEXT + tabs("right", TEXT_WIDTH / 315) + OFF_GRID
    yield paragraph("AddressedTo", at_the_edges, lead=lead, tail='<w:jc w:val="left"/>')
    yield from map(corner_line, others)
    yield from (_EMPTY, _EMPTY)


def _mm(height: int) -> float:
    return height * 25.4 / 1440
