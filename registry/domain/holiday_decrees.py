"""Reading the holiday notices of the State Council's office: of a year, and those that change it within the year."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from registry.domain.calendars import MONDAY_TO_SUNDAY, SATURDAY, HolidayYear
from registry.domain.errors import Refusal
from registry.domain.written_days import cn_date

FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")

_LINE = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.．、])?\s*([^：:]{2,20})[：:](.+)$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_DAYS = re.compile(rf"{_DAY}(?:(?:至|到|—+|-|－|~|～){_DAY})?")


_PROLONGED = re.compile(
    r"延长\s*(?:\d{4}年)?\s*([^，。；、\s]{2,6}?)(?:节)?(?:的)?(?:假期|放假(?:时间)?)[^，。；]{0,4}?至"
)
_CHANGED = re.compile(r"(?:调整|变更)\s*(?:\d{4}年)?\s*([^，。；、\s]{2,6}?)(?:节)?(?:的)?(?:假期|放假|休假)")


def read_decree(text: str, year: int, present: HolidayYear | None = None) -> HolidayYear:
    """The year's days off and make-up workdays (version 0), from lines such as
    “春节：2月15日至23日放假调休，共9天。2月14日、2月28日上班。” Raises Refusal that names the first impossible date.

    `present` is the year as it is decreed so far: a notice that prolongs a holiday (延长…春节假期至2月2日, 国办发明电
    〔2020〕1号) or rearranges some of them (国办发明电〔2019〕3号) changes it and leaves the others.
    """
    if present is not None and (changed := _changed(text, year, present)):
        return changed
    off, work = _read(_festivals(text), year)
    _check_whole(off)
    return _checked(off, work, year)


def days_changed(before: HolidayYear, after: HolidayYear) -> list[tuple[date, str]]:
    """Each day that a changed decree makes another one, with what it was and what it is, in the order of the year."""
    days = sorted({*before.off, *before.work, *after.off, *after.work})
    words = ((day, _word(before, day), _word(after, day)) for day in days)
    return [(day, f"{was} → {now}") for day, was, now in words if was != now]


def _word(decree: HolidayYear, day: date) -> str:
    if day in decree.off:
        return f"{decree.off[day]}放假"
    return f"{decree.work[day]}补班" if day in decree.work else "未作安排"


def _changed(text: str, year: int, present: HolidayYear) -> HolidayYear | None:
    """The present year with the holidays that the notice changes; None when it is the notice of a whole year."""
    if prolonged := list(_PROLONGED.finditer(text)):
        return _prolonged(text, prolonged, year, present)
    lines = list(_festivals(text))
    if heading := _CHANGED.search(text):
        lines = lines or [(heading[1], text[heading.end() :])]
    off, work = _read(lines, year)
    names = {*off.values(), *work.values()}
    if not off or all(any(festival in name for name in names) for festival in FESTIVALS):
        return None
    off, work = ({day: _name_in(present, name) for day, name in days.items()} for days in (off, work))
    names = {*off.values(), *work.values()}
    kept_off = {day: name for day, name in present.off.items() if name not in names}
    kept_work = {day: name for day, name in present.work.items() if name not in names}
    return _checked(kept_off | off, kept_work | work, year)


def _prolonged(text: str, prolonged: list[re.Match[str]], year: int, present: HolidayYear) -> HolidayYear:
    """The present year with holidays that last longer; a make-up workday among the new days is worked no more."""
    off, work = dict(present.off), dict(present.work)
    for match in prolonged:
        name = _name_in(present, match[1])
        before = [day for day, holiday in off.items() if holiday == name]
        until = next(_days(text[match.end() :].split("。")[0], year), None)
        if not before or until is None or until <= max(before):
            raise Refusal(
                f"“{match[0]}”：没有读到延长到哪一天，或者该年没有这个假期，请核对年份和原文。", "text"
            )
        day = max(before) + timedelta(1)
        while day <= until:
            off[day] = name
            work.pop(day, None)
            day += timedelta(1)
    return _checked(off, work, year)


def _name_in(present: HolidayYear, name: str) -> str:
    """The name that the present year gives a holiday: 春节 for 春节, 国庆节、中秋节 for 国庆节."""
    names = sorted(set(present.off.values()), key=len)
    return next((holiday for holiday in names if name.removesuffix("节") in holiday), name)


def _read(lines: Iterable[tuple[str, str]], year: int) -> tuple[dict[date, str], dict[date, str]]:
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for name, words in lines:
        for clause in re.split(r"[。；，,;]", _IN_BRACKETS.sub("", words)):
            if "放假" in clause:
                off |= dict.fromkeys(_days(clause, year), name)
            elif clause.strip().endswith("上班") and "起" not in clause:
                work |= dict.fromkeys(_days(clause, year), name)
    return off, work


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


def _check_whole(off: dict[date, str]) -> None:
    missing = [festival for festival in FESTIVALS if not any(festival in name for name in off.values())]
    if missing:
        raise Refusal(f"没有读到这些节日的放假日期：{'、'.join(missing)}。请粘贴通知全文。", "text")


def _checked(off: dict[date, str], work: dict[date, str], year: int) -> HolidayYear:
    strange = [day for day in (*off, *work) if not date(year - 1, 12, 1) <= day <= date(year, 12, 31)]
    if strange:
        raise Refusal(f"{strange[0]}不属于{year}年的放假安排，请核对年份。", "text")
    for day in work:
        if day in off:
            raise Refusal(f"{cn_date(day)}既写了放假又写了上班，请核对。", "text")
        if day.weekday() < SATURDAY:
            raise Refusal(
                f"{cn_date(day)}是{MONDAY_TO_SUNDAY[day.weekday()]}，不会是补班日，请核对年份。", "text"
            )
    return HolidayYear(year, 0, off, work)
