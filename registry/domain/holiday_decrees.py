"""Reading the yearly holiday notice of the State Council's office: days off and make-up workdays."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from registry.domain.calendars import MONDAY_TO_SUNDAY, SATURDAY, HolidayYear
from registry.domain.errors import Refusal

FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")

_LINE = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.．、])?\s*([^：:]{2,20})[：:](.+)$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_DAYS = re.compile(rf"{_DAY}(?:(?:至|到|—+|-|－|~|～){_DAY})?")


def read_decree(text: str, year: int) -> HolidayYear:
    """The year's days off and make-up workdays (version 0), from lines such as
    “春节：2月15日至23日放假调休，共9天。2月14日、2月28日上班。” Raises Refusal that names the first impossible date.
    """
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for name, words in _festivals(text):
        for clause in re.split(r"[。；，,;]", _IN_BRACKETS.sub("", words)):
            if "放假" in clause:
                off |= dict.fromkeys(_days(clause, year), name)
            elif clause.strip().endswith("上班"):
                work |= dict.fromkeys(_days(clause, year), name)
    _check(off, work, year)
    return HolidayYear(year, 0, off, work)


def _festivals(text: str) -> Iterator[tuple[str, str]]:
    """(festival, its words) of each line; a line without a festival continues the line before."""
    name, words = "", ""
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            if name:
                yield name, words
            name, words = match.group(1).strip(), match.group(2)
        elif name:
            words += line.strip()
    if name:
        yield name, words


def _days(clause: str, year: int) -> Iterator[date]:
    month = None
    for match in _DAYS.finditer(clause):
        year_1, month_1, day_1, year_2, month_2, day_2 = (int(n) if n else None for n in match.groups())
        month = month_1 or month
        first = _date(year_1 or year, month, day_1, match.group())
        month = month_2 or month
        last = _date(year_2 or first.year, month, day_2, match.group()) if day_2 else first
        if not timedelta() <= last - first <= timedelta(20):
            raise Refusal(f"“{match.group()}”的起止日期不合理，请核对。", "text")
        yield from (first + timedelta(n) for n in range((last - first).days + 1))


def _date(year: int, month: int | None, day: int | None, written: str) -> date:
    try:
        return date(year, month or 0, day or 0)
    except ValueError as error:
        raise Refusal(f"“{written}”不是一个日期，请核对。", "text") from error


def _check(off: dict[date, str], work: dict[date, str], year: int) -> None:
    missing = [festival for festival in FESTIVALS if not any(festival in name for name in off.values())]
    if missing:
        raise Refusal(f"没有读到这些节日的放假日期：{'、'.join(missing)}。请粘贴通知全文。", "text")
    strange = [day for day in (*off, *work) if not date(year - 1, 12, 1) <= day <= date(year, 12, 31)]
    if strange:
        raise Refusal(f"{strange[0]}不属于{year}年的放假安排，请核对年份。", "text")
    for day in work:
        if day in off:
            raise Refusal(f"{day}既写了放假又写了上班，请核对。", "text")
        if day.weekday() < SATURDAY:
            raise Refusal(f"{day}是{MONDAY_TO_SUNDAY[day.weekday()]}，不会是补班日，请核对年份。", "text")
