"""The text layer of .pdf files without what is not the document's: watermarks and the margins of a browser's print."""

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

from registry.readers.files.visibility import is_slanted

_MARGIN = 0.06  # of the height of a page
_OF_A_BROWSER = (
    re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+(?:[上下]午\s*)?\d{1,2}:\d\d"),
    re.compile(r"(?:https?|file)://\S"),
    re.compile(
        r"(?<![\d/])\d{1,4}\s*(?:/|of)\s*\d{1,4}(?![\d/])|第?\s*\d{1,4}\s*页[，,\s]*共\s*\d{1,4}\s*页"
    ),
)


def pdf_text(document: pypdfium2.PdfDocument) -> str:
    """The text of all pages."""
    return "\n".join(_page_text(document[index]) for index in range(len(document)))


def _page_text(page: pypdfium2.PdfPage) -> str:
    """The text of a page without slanted words, unless there are no others, and without a browser's margins."""
    words = page.get_textpage()
    low, high = page.get_height() * _MARGIN, page.get_height() * (1 - _MARGIN)
    has_margins = page.get_rotation() == 0 and _is_of_a_browser(words, low, high)
    slants = [_is_slanted(words, index) for index in range(words.count_chars())]
    has_watermark = any(slants) and not all(slants)
    if not has_margins and not has_watermark:
        return words.get_text_bounded()
    left_out = [
        (has_watermark and slanted) or (has_margins and not low < _height(words, index) < high)
        for index, slanted in enumerate(slants)
    ]
    return "\n".join(_parts(words, left_out))


def _is_of_a_browser(words: pypdfium2.PdfTextPage, low: float, high: float) -> bool:
    """Whether the margins bear two of what a browser prints there: the moment, the address, and page 1/1."""
    margins = f"{words.get_text_bounded(bottom=high)}\n{words.get_text_bounded(top=low)}"
    return sum(bool(sign.search(margins)) for sign in _OF_A_BROWSER) > 1


def _parts(words: pypdfium2.PdfTextPage, left_out: list[bool]) -> Iterator[str]:
    """The runs of characters that are not left out. A character that was not printed, as a line end, is as its like."""
    for index in range(1, len(left_out)):
        if raw.FPDFText_IsGenerated(words, index):
            left_out[index] = left_out[index - 1]
    start = 0
    for is_out, run in groupby(left_out):
        length = len(list(run))
        if not is_out:
            yield words.get_text_range(start, length)
        start += length


def _is_slanted(words: pypdfium2.PdfTextPage, index: int) -> bool:
    return is_slanted(math.degrees(raw.FPDFText_GetCharAngle(words, index)))


def _height(words: pypdfium2.PdfTextPage, index: int) -> float:
    """Where the character stands, in points above the lower edge of the paper."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(words, index, x, y)
    return y.value
