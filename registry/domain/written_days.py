"""Days as people read them: 2026年3月5日. Forms, exports and programs keep 2026-03-05."""

import re
from datetime import date

_ISO_DAY = re.compile(r"(?<![\dA-Za-z-])(\d{4})-(\d{2})-(\d{2})(?![\dA-Za-z-])")


def cn_date(day: date | None) -> str:
    """2026年3月5日: arabic figures without leading zeros, as official papers write it; "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def cn_dates(sentence: str) -> str:
    """A kept sentence with its days as people read them; what was kept stays as it is."""
    return _ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", sentence)
