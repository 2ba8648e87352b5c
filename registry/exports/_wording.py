"""How dates, numerals and long titles are spelled on official paper (GB/T 9704-2012)."""

import re
from datetime import date
from unicodedata import east_asian_width

_DIGITS = "〇一二三四五六七八九"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNBREAKABLE = (
    "行政规范性文件",
    "规范性文件",
    "人民政府",
    "办公室",
    "继续有效",
    "清理结果",
    "宣布失效",
    "失效",
    "废止",
    "年度",
    "公布",
    "一批",
    "部分",
    "目录",
    "通告",
    "决定",
)
_GOOD_BREAK_AFTER = "、，的》）"
_GOOD_BREAK_BEFORE = ("《", "（", "“", "关于", "行政规范性文件", "与", "和", "及", "对", "实施")
_NEVER_FIRST = "、，。；：》）〕”的"
_NEVER_LAST = "《（〔“"
_NEUTRAL, _TORN = 150.0, 1000.0


def printable(text: str) -> str:
    """The text on one line, without control characters, which a .docx must not contain."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def in_prose(day: date) -> str:
    """2026年3月5日: arabic figures without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


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


def title_lines(title: str, issuer: str, width: int = 19) -> list[str]:
    """A title broken into lines of at most `width` characters: the issuer, then equal lines, broken between words."""
    if em_width(title) <= width:
        return [title]
    if title.startswith(f"{issuer}关于") and em_width(issuer) <= width:
        return [issuer, *_balanced(title.removeprefix(issuer), width)]
    return _balanced(title, width)


def _balanced(text: str, width: int) -> list[str]:
    """The cheapest breaks of the text: lines of about equal length, a word torn only where nothing else fits."""
    goal = em_width(text) / -int(-em_width(text) // width)
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        candidates = []
        for start in range(max(0, end - 2 * width), end):
            room = em_width(text[start:end])
            if room <= width:
                cost, before = best[start]
                candidates.append(
                    (cost + (room - goal) ** 2 + _break_cost(text, end), [*before, text[start:end]])
                )
        best.append(min(candidates))
    return best[-1][1]


def _break_cost(text: str, at: int) -> float:
    if at == len(text):
        return 0.0
    if _tears(text, at):
        return _TORN
    return 0.0 if text[at - 1] in _GOOD_BREAK_AFTER or text.startswith(_GOOD_BREAK_BEFORE, at) else _NEUTRAL


def _tears(text: str, at: int) -> bool:
    if text[at] in _NEVER_FIRST or text[at - 1] in _NEVER_LAST:
        return True
    if text[at - 1].isascii() and (text[at].isascii() or text[at] in "年月日号件"):
        return True
    return any(
        text.startswith(word, at - cut) for word in _UNBREAKABLE for cut in range(1, len(word)) if at >= cut
    )
