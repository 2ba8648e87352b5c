"""How words and days are printed on official paper (GB/T 9704-2012)."""

import re
from datetime import date
from unicodedata import east_asian_width

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text on one line, without control characters, which a .docx must not contain."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def in_table(day: date | None) -> str:
    """2026.3.5, as lists print days; a dash for None."""
    return f"{day.year}.{day.month}.{day.day}" if day else "—"


def em_width(text: str) -> float:
    """The width of a text in Chinese characters: Latin letters and digits count half."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.5 for c in text)
