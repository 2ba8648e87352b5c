"""How dates and numerals are spelled on official paper (GB/T 9704-2012)."""

import re
from datetime import date
from unicodedata import east_asian_width

_DIGITS = "〇一二三四五六七八九"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text on one line, without control characters, which a .docx must not contain."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def in_table(day: date | None) -> str:
    """2026.3.5, as lists print days; a dash for None."""
    return f"{day.year}.{day.month}.{day.day}" if day else "—"


def numeral(n: int) -> str:
    """The Chinese numeral of 1 to 999, as headings are numbered: 一, 二, … 九百九十九."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def em_width(text: str) -> float:
    """The width of a text in Chinese characters: Latin letters and digits count half."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.5 for c in text)
