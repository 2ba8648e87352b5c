"""The numerals that Word writes for a counted number: 十二, 一百〇五, 甲, iv, ③ (ECMA-376 part 1, 17.18.59).

Above 99 LibreOffice writes 一百零五 where Word writes 一百〇五 or 一○五; both are read as 105.
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 9999
_MOST_LETTERS = 780  # a letter repeated thirty times; Word stops there


def numeral(value: int, kind: str) -> str:
    """The number in a format of w:numFmt; in figures when the format is unknown or ends before the number."""
    spell = _KINDS.get(kind)
    return (spell(value) if spell and 0 < value <= _MOST else "") or str(value)


def _counting(value: int) -> str:
    """十二 up to 99, then digit by digit: 一○五."""
    return _in_full(value) if value < 100 else _digits(value).replace("〇", "○")


def _in_full(value: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    written = ""
    for place, digit in reversed(list(enumerate(int(figure) for figure in reversed(str(value))))):
        if digit:
            written += digits[digit] + (units[place - 1] if place else "")
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    written = written.rstrip(digits[0])
    return written[1:] if digits == _DIGITS and 10 <= value < 20 else written


def _japanese(value: int) -> str:
    """百五: without zeros, and without 一 before 十, 百 and 千."""
    written = _in_full(value).replace("〇", "")
    for unit in "十百千":
        written = written.replace(f"一{unit}", unit)
    return written


def _digits(value: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(value))


def _letters(value: int) -> str:
    rounds, at = divmod(value - 1, 26)
    return chr(ord("a") + at) * (rounds + 1) if value <= _MOST_LETTERS else ""


def _roman(value: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        n, value = divmod(value, worth)
        written += sign * n
    return written


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if value <= len(signs) else ""


_CIRCLED = _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_KINDS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _in_full,
    "taiwaneseCountingThousand": _in_full,
    "japaneseCounting": _japanese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": lambda value: _in_full(value, _FORMAL, "拾佰仟"),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
}
