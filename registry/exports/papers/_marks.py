"""The mark of the issuers in red (发文机关标志): a line, or names above each other with 文件 beside them (7.2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from registry.domain.papers.letterhead import MARK_WORD
from registry.exports.papers._page import OFF_GRID, cell, fixed, ink_from_top, red, row, table
from registry.exports.titles import broken
from registry.exports.wording import em_width, printable

_ROOM = 440.0  # points, of the 442 between the edges of the text block
_LARGEST, _SMALLEST, _LARGEST_JOINT = 60, 28, 48  # points
_NARROWEST = 66  # percent
_JOINT_HEIGHT = (
    190.0  # points at most for the names of a joint issue, so that the text begins on the first page
)
_BESIDE = 2.15  # characters, for 文件 and the gap before it


@dataclass(frozen=True)
class Mark:
    """A drawn mark: its height, and how far its ink lies below its top and above its foot, in twentieths of a point.

    `parts` are its lines, `points` their size, `beside` what stands at the right of joint names.
    """

    xml: str
    height: int
    above: int
    below: int
    parts: Sequence[str]
    points: int
    beside: str = ""


def mark(words: str) -> Mark:
    """The mark of a single issuer, as large as its length allows; a very long one stands on several lines."""
    longest = _ROOM / _SMALLEST / _NARROWEST * 100
    name = printable(words)
    parts = [name] if em_width(name) <= longest else broken(name, longest)
    widest = max(map(em_width, parts))
    points = max(min(_LARGEST, int(_ROOM / widest)), _SMALLEST)
    percent = min(100, int(_ROOM / widest / points * 100))
    height = points * 21 if len(parts) == 1 else points * 24
    xml = "".join(_line(part, points, percent, height, "center") for part in parts)
    return _measured(xml, points, height, parts)


def joint_mark(names: Sequence[str], beside: str = MARK_WORD) -> Mark:
    """The names above each other, spread to the same width, and the word at the right of their middle."""
    tidy = [printable(name) for name in names]
    widest = max(map(em_width, tidy))
    by_height = _JOINT_HEIGHT / 1.3 / len(tidy)
    points = max(int(min(_LARGEST_JOINT, _ROOM / (widest + _BESIDE + 0.15), by_height)), 10)
    height, left, right = points * 26, round((widest + 0.15) * points * 20), round(_BESIDE * points * 20)
    rows = "".join(_line(name, points, 100, height, "distribute") for name in tidy)
    word = _line(beside, points, 100, height, "right")
    cells = cell(left, rows) + cell(right, word, is_centred=True)
    xml = table((left, right), row(cells, height * len(tidy)), place='<w:jc w:val="center"/>')
    return _measured(xml, points, height, tidy, beside)


def _measured(xml: str, points: int, height: int, parts: Sequence[str], beside: str = "") -> Mark:
    above = ink_from_top(height, points)
    below = height - above - round(points * 20 * 0.93)
    return Mark(xml, height * len(parts), above, below, parts, points, beside)


def _line(words: str, points: int, percent: int, height: int, place: str) -> str:
    run = red(escape(words, quote=False), points, percent)
    properties = f'<w:pStyle w:val="PaperNumber"/>{OFF_GRID}{fixed(height)}<w:jc w:val="{place}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"
