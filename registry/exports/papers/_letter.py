"""The format of a letter (信函格式, GB/T 9704-2012, 10.1): mark and double lines in red, number at the right."""

from collections.abc import Iterator

from registry.domain.papers.letterhead import MARK_WORD, Letterhead
from registry.exports.blocks import KEEP_WITH_NEXT, TAB, paragraph, run, tabs
from registry.exports.papers._head import urgency
from registry.exports.papers._marks import Mark, mark
from registry.exports.papers._page import OFF_GRID, TEXT_WIDTH, TOP, gap, ink_from_top, mm, rule_below, twips
from registry.exports.papers._placed import placed
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.styles import LINE

# Millimetres: the lines, and from the top of the page to the mark and the foot of the lower line, and between.
RULE_LEFT, RULE_WIDTH, MARK_TOP, LOWER_RULE, TO_RULE = 20.0, 170.0, 30.0, 277.0, 4.0
RULE_HEIGHT = 1.6  # of a thick and a thin line with what is between
_RULE = 24  # eighths of a point of the thick line
_POINTS, _BELOW_RULE = 16, 280  # of the number; seven eighths of it, in twentieths of a point
_EMPTY = paragraph("PaperNumber", lead=OFF_GRID)


def letter_head(paper: Paper, style: OfficeStyle) -> Iterator[str]:
    """What stands above the title of a letter; the lines of the page are in it, the page number is not."""
    boxes, rule = "", float(style.letter_reserve_mm)
    if style.letterhead is Letterhead.DIGITAL:
        drawn = letter_mark(paper, style)
        to_rule = twips(TO_RULE) - drawn.below
        upper = drawn.xml + gap(to_rule, rule_below("thickThinSmallGap", _RULE))
        height = mm(drawn.height + to_rule)
        top = MARK_TOP - mm(drawn.above)
        rule = top + height + RULE_HEIGHT
        lower = gap(20, rule_below("thinThickSmallGap", _RULE))
        boxes = placed(upper, "函的版头", 1, (RULE_LEFT, top, RULE_WIDTH, height + 3))
        boxes += placed(
            lower, "函的下方红线", 2, (RULE_LEFT, LOWER_RULE - RULE_HEIGHT - mm(20), RULE_WIDTH, 4)
        )
    yield gap(twips(rule - TOP) + _BELOW_RULE - ink_from_top(LINE, _POINTS), content=boxes)
    at_the_edges = f"{urgency(paper)}{TAB}{run(paper.number)}"
    lead = KEEP_WITH_NEXT + tabs("right", TEXT_WIDTH / 315) + OFF_GRID
    yield paragraph("AddressedTo", at_the_edges, lead=lead, tail='<w:jc w:val="left"/>')
    yield from (_EMPTY, _EMPTY)


def letter_mark(paper: Paper, style: OfficeStyle) -> Mark:
    """The name of the issuer without 文件."""
    return mark(style.mark_of(paper.issuer).removesuffix(MARK_WORD))
