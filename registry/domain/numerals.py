"""The Chinese numerals that number headings."""

_DIGITS = "〇一二三四五六七八九"


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
