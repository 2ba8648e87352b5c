"""Dates in the forms that offices use: 2021.3.5, 20210305, 二〇二一年三月五日, spreadsheet serials."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.domain.errors import Refusal
from registry.domain.normal import visible

_HAN_ZERO = "〇○◯零OＯo0ΟοОо"  # the last four are Greek and Cyrillic
_HAN = (
    {char: value for value, char in enumerate("零一二三四五六七八九")}
    | dict.fromkeys(_HAN_ZERO, 0)
    | {"元": 1}
)
_EXCEL_EPOCH = date(1899, 12, 30)
_FROM_1904 = 1462  # days between the two epochs (ECMA-376, 18.17.4.1)
_SERIALS = range(18264, 73051)  # 1950-01-01 to 2099-12-31
_YEARS = range(1900, 2101)
_EXAMPLE = "请改为如 2021-03-05 的写法"

_YMD = re.compile(r"(\d{4})(?:年|[-—./、,·])(\d{1,2})(?:月|[-—./、,·])(\d{1,2})(?:日|号)?")
_CLOCK = re.compile(r"(?<=[\d日])(?:T|\s+)\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_HAN_DATE = re.compile(
    rf"([一二三四五六七八九{_HAN_ZERO}]{{4}})年([元一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})[日号]"
)
_AFTER = re.compile(
    r"[.。,;、]*(?:T?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?Z?)?(?:\+\d\d:\d\d)?(?:起|止|前|后)?\(?(?:公布|发布|印发|施行|实施|生效|成文|签发)?[.。,;、)]*$"
)
_HAN_YEAR = rf"[一二](?:\s?[一二三四五六七八九{_HAN_ZERO}]){{3}}"
_HAN_COUNT = r"[一二三四五六七八九十](?:\s?[一二三四五六七八九十]){0,2}"
_TEXT_DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日"
    rf"|(?P<hy>{_HAN_YEAR})\s?年\s?(?P<hm>元|{_HAN_COUNT})\s?月\s?(?P<hd>{_HAN_COUNT})\s?日"
    r"|(?<![\d/.-])(?P<iy>(?:19|20)\d\d)(?P<mark>[-/.])(?P<im>\d{1,2})(?P=mark)(?P<id>\d{1,2})(?![\d/-]|\.\d)"
)
MONTH = rf"(?:[12]\d{{3}}\s*年\s*\d{{1,2}}\s*月|{_HAN_YEAR}\s?年\s?(?:元|{_HAN_COUNT})\s?月)"
DAY = rf"{MONTH}\s*(?:\d{{1,2}}|{_HAN_COUNT})\s*日"


@dataclass(frozen=True)
class FoundDate:
    """A date in running text with its quote and the quote's place."""

    on: date
    quote: str
    start: int
    end: int


def parse_date(cell: object) -> date:
    """The date in a cell. Raises Refusal with the reason when it holds no date, an incomplete one, or two."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _CLOCK.sub("", visible(str(cell))).replace(" ", "")
    shown = visible(str(cell))[:40]
    for pattern in (_YMD, _HAN_DATE, _COMPACT):
        match = pattern.match(text)
        if match and _AFTER.match(text[match.end() :]):
            return _day(shown, *(_integer(part) for part in match.groups()))
    serial = _SERIAL.fullmatch(text)
    if serial and int(serial[1]) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(serial[1]))
    raise Refusal(_reason(shown, text))


def since_1900(cell: str) -> str:
    """The serial of a workbook that counts from 1904, converted to 1900; any other cell unchanged."""
    serial = _SERIAL.fullmatch(cell.strip())
    return str(int(serial[1]) + _FROM_1904) if serial else cell


def day_in(text: str) -> date | None:
    """The date in a field of a web page: the whole field in any known form, else the first full date in it."""
    try:
        return parse_date(text)
    except Refusal:
        return next((written.on for written in dates_in(text)), None)


def dates_in(text: str) -> Iterator[FoundDate]:
    """Every full date in running text that the calendar has, in order."""
    for match in _TEXT_DATE.finditer(text):
        parts = [part for name, part in match.groupdict().items() if part and name != "mark"]
        try:
            on = _day(match[0], *(_integer(part) for part in parts))
        except Refusal:
            continue
        yield FoundDate(on, match[0], match.start(), match.end())


def _day(shown: str, year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise Refusal(f"“{shown}”的年份{year}不合理，请核对")
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal(f"“{shown}”不存在：{year}年没有{month}月{day}日，请核对") from None


def _integer(written: str) -> int:
    written = "".join(written.split())
    if written.isdecimal():
        return int(written)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
    return int("".join(str(_HAN[char]) for char in written))


def _reason(shown: str, text: str) -> str:
    if not text:
        return f"没有填写日期，{_EXAMPLE}"
    if re.match(r"\d{4}年\d{1,2}年\d{1,2}", text):
        return f"“{shown}”里有两个“年”，看不出月份，{_EXAMPLE}"
    if len(re.findall(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}", text)) > 1:
        return f"“{shown}”里有不止一个日期，请只保留一个"
    if re.fullmatch(r"\d{4}(?:年|[-./])\d{1,2}月?", text) or re.fullmatch(r"\d{4}年?", text):
        return f"“{shown}”没有写到日，{_EXAMPLE}"
    if re.match(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,4}", text):
        return f"“{shown}”的年份不是四位数，分不清年月日，{_EXAMPLE}"
    return f"“{shown}”不是日期，{_EXAMPLE}"
