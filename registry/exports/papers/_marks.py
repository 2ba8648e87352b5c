"""The mark of the issuer in red (发文机关标志): a line, of a very long name several (7.2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from registry.exports.papers._page import OFF_GRID, fixed, ink_from_top, red
from registry.exports.titles import broken
from registry.exports.wording import em_width, printable

_ROOM = 440.0  # points, of the 442 between the edges of the text block
_LARGEST, _SMALLEST = 60, 28  # points
_NARROWEST = 66  # percent


@dataclass(frozen=True)
class Mark:
    """A drawn mark: its height, and how far its ink lies below its top and above its foot, in twentieths of a point.

    `parts` are its lines, `points` their size.
    """

    xml: str
    height: int
    above: int
    below: int
    parts: Sequence[str]
    points: int


def mark(words: str) -> Mark:
    """The mark, as large as its length allows; a very long one stands on several lines."""
    longest = _ROOM / _SMALLEST / _NARROWEST * 100
    name = printable(words)
    parts = [name] if em_width(name) <= longest else broken(name, longest)
    widest = max(map(em_width, parts))
    points = max(min(_LARGEST, int(_ROOM / widest)), _SMALLEST)
    percent = min(100, int(_ROOM / widest / points * 100))
    height = points * 21 if len(parts) == 1 else points * 24
    xml = "".join(_line(part, points, percent, height) for part in parts)
    above = ink_from_top(height, points)
    below = height - above - round(points * 20 * 0.93)
    return Mark(xml, height * len(parts), above, below, parts, points)


def _line(words: str, points: int, percent: int, height: int) -> str:
    run = red(escape(words, quote=False), points, percent)
    properties = f'<w:pStyle w:val="PaperNumber"/>{OFF_GRID}{fixed(height)}<w:jc w:val="center"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"
