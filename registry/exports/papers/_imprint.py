"""The foot of the last page (版记, GB/T 9704-2012, 7.4): whom it is copied to, who printed it and when."""

import re
from collections.abc import Sequence

from registry.domain.papers.kinds import Genre
from registry.domain.written_days import cn_date
from registry.exports.blocks import AFTER_TABLE, TAB, run
from registry.exports.papers._page import HEIGHT, LEFT, TEXT_WIDTH, TOP, WIDTH, cell, fixed, row, table
from registry.exports.papers._placed import placed
from registry.exports.papers.model import OfficeStyle, Paper
from registry.exports.titles import broken
from registry.exports.wording import em_width, printable

IMPRINT_LINE, _EM, _PADDING = 500, 280, 60  # of the style Imprint, in twentieths of a point
_THICK, _THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
_LABEL, _CHARS = "抄送：", 26  # and the characters of a line beside it
_LINE_CHARS = 29
_RULE = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="auto"/>'


def imprint(paper: Paper, style: OfficeStyle) -> str:
    """A paragraph as tall as the imprint, which holds it at the bottom of the text block; "" where there is none.

    The paragraph keeps the room in the flow of the text: where it does not fit, both go to the next page.
    """
    is_letter = paper.genre is Genre.LETTER
    rows = [_copies(paper.copies_to)] if paper.copies_to else []
    if style.has_imprint and not is_letter and paper.goes_out:
        *others, last = printer_lines(paper, style)
        rows.append([*map(run, others), f"{run(last)}{TAB}{run(printed_words(paper))}"])
    if not rows:
        return ""
    heights = [len(lines) * IMPRINT_LINE + _PADDING for lines in rows]
    height = (sum(heights) + 20) * 25.4 / 1440
    parts = _parts(rows, heights, has_rules=not is_letter) + AFTER_TABLE
    box = placed(parts, "版记", 3, (LEFT, TOP + HEIGHT - sum(heights) * 25.4 / 1440, WIDTH, height))
    return f'<w:p><w:pPr><w:pStyle w:val="Imprint"/>{fixed(sum(heights))}</w:pPr>{box}</w:p>'


def _copies(words: str) -> list[str]:
    """抄送 and the names, each further line under the first name, the last with its full stop (7.4.2)."""
    first, *others = _filled(f"{printable(words).rstrip('。')}。")
    return [run(_LABEL + first), *(f"{TAB}{run(line)}" for line in others)]


def _filled(names: str) -> list[str]:
    """The names in lines that hold as many as fit; a name is broken only where it is longer than a line."""
    lines = [""]
    for name in re.findall("[^，、；]+[，、；]?", names):
        if em_width(lines[-1] + name) <= _CHARS:
            lines[-1] += name
        else:
            lines += broken(name, _CHARS)
    return [line for line in lines if line]


def printer_lines(paper: Paper, style: OfficeStyle) -> list[str]:
    """The name of who printed it, broken between words so that the day of printing stands beside its last line."""
    room = _LINE_CHARS - 1 - em_width(printed_words(paper))
    name = printable(style.printed_by) or printable(paper.issuer)
    return [line.strip() for line in broken(name, room)]


def printed_words(paper: Paper) -> str:
    return f"{cn_date(paper.printed_on or paper.signed_on)}印发"


def _parts(rows: Sequence[Sequence[str]], heights: Sequence[int], *, has_rules: bool) -> str:
    """A row of one cell for each of the parts, between rules."""
    rules = (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN)) if has_rules else ()
    borders = "".join(_RULE.format(side, size) for side, size in rules)
    cells = (cell(TEXT_WIDTH, "".join(map(_line, lines)), is_centred=True) for lines in rows)
    return table([TEXT_WIDTH], "".join(map(row, cells, heights)), borders=borders, margin=_EM)


def _line(content: str) -> str:
    """A line; a tab leads past the label where the line begins with it, else to the right edge."""
    stops = f'<w:tab w:val="left" w:pos="{3 * _EM}"/><w:tab w:val="right" w:pos="{TEXT_WIDTH - 2 * _EM}"/>'
    if not content.startswith(TAB):
        stops = stops[stops.index("/>") + 2 :]
    return f'<w:p><w:pPr><w:pStyle w:val="Imprint"/><w:tabs>{stops}</w:tabs></w:pPr>{content}</w:p>'
