"""A range of days that figures are counted over: a year, a quarter, or from a day to a day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.issue_registers import EARLIEST_YEAR
from registry.domain.written_days import cn_date

LATEST_YEAR = 9998
QUARTER_WORDS = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}
HALF_WORDS = {1: "上半年", 2: "下半年"}
_QUARTER = re.compile(r"(?:(\d{4})\s*[年/-]?\s*[Qq]?)?([1-4一二三四])(?:季度)?")
_PERIOD = re.compile(
    r"(\d{4})(?:Q([1-4])|H([12])|-(\d{1,2})-(\d{1,2})_(\d{4})-(\d{1,2})-(\d{1,2}))?", re.IGNORECASE
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class DayRange:
    """The days from `first` to `last`, both of them included."""

    first: date
    last: date

    @property
    def years(self) -> range:
        """The years that it touches."""
        return range(self.first.year, self.last.year + 1)

    def has_year(self, year: int) -> bool:
        """Whether the whole year lies in it."""
        return self.first <= date(year, 1, 1) and date(year, 12, 31) <= self.last

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def within(self, other: "DayRange") -> "DayRange":
        """The days that both have; `last` lies before `first` when there are none."""
        return DayRange(max(self.first, other.first), min(self.last, other.last))

    def year_before(self) -> "DayRange":
        """The same days of the year before; the end of a month stays the end of the month."""
        last = _year_earlier(self.last, is_end=_is_end_of_month(self.last))
        return DayRange(min(_year_earlier(self.first, is_end=False), last), last)

    @property
    def words(self) -> str:
        """2026年; 2025年至2026年; 2026年第一季度; 2026年上半年; 2026年1月5日至2026年3月4日."""
        if self.has_year(self.first.year) and self.has_year(self.last.year):
            ends = f"{self.first.year}年", f"{self.last.year}年"
            return ends[0] if ends[0] == ends[1] else f"{ends[0]}至{ends[1]}"
        for n, words in QUARTER_WORDS.items():
            if self == quarter(self.first.year, n):
                return f"{self.first.year}年{words}"
        for n, words in HALF_WORDS.items():
            if self == half(self.first.year, n):
                return f"{self.first.year}年{words}"
        return f"{cn_date(self.first)}至{cn_date(self.last)}"

    @property
    def code(self) -> str:
        """How the subject of a paper names it: 2026, 2026Q1, 2026H1, or 2026-01-05_2026-03-04."""
        of_year = self.first.year
        if self == year(of_year):
            return str(of_year)
        for n in QUARTER_WORDS:
            if self == quarter(of_year, n):
                return f"{of_year}Q{n}"
        for n in HALF_WORDS:
            if self == half(of_year, n):
                return f"{of_year}H{n}"
        return f"{self.first}_{self.last}"


def year(number: int) -> DayRange:
    """The days of a year. Raises Refusal for a year that no date can have."""
    if not EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise Refusal(f"年份“{number}”不对，请写{EARLIEST_YEAR}至{LATEST_YEAR}之间的年份，如2026。")
    return DayRange(date(number, 1, 1), date(number, 12, 31))


def quarter(of_year: int, n: int) -> DayRange:
    """The days of the n-th quarter of a year."""
    days, month = year(of_year), 3 * n
    return DayRange(
        days.first.replace(month=month - 2),
        days.last.replace(month=month, day=monthrange(of_year, month)[1]),
    )


def half(of_year: int, n: int) -> DayRange:
    """The days of the first or the second half of a year."""
    return DayRange(quarter(of_year, 2 * n - 1).first, quarter(of_year, 2 * n).last)


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def read_quarter(words: str, this_year: int) -> DayRange:
    """The quarter that the words name: 2026Q1, 2026-1, 2026年第一季度, or 1 for one of this year. Raises Refusal."""
    read = _QUARTER.fullmatch(words.replace("第", "").strip())
    if read is None:
        raise Refusal(f"看不懂季度“{words}”，请写成 2026Q1 或 1（{this_year}年第一季度）。")
    n = _CHINESE.get(read[2]) or int(read[2])
    return quarter(int(read[1] or this_year), n)


def read_period(code: str) -> DayRange:
    """The days of a code: 2026, 2026Q1, 2026H1, 2026-01-05_2026-03-04. Raises Refusal."""
    read = _PERIOD.fullmatch(code.strip())
    if read is None:
        raise Refusal(
            f"看不懂期间“{code}”，请写成 2026（全年）、2026Q1（季度）、2026H1（半年）"
            "或 2026-01-05_2026-03-04（起止日期）。"
        )
    of_year = int(read[1])
    if read[2]:
        return quarter(of_year, int(read[2]))
    if read[3]:
        return half(of_year, int(read[3]))
    if not read[4]:
        return year(of_year)
    try:
        first = date(of_year, int(read[4]), int(read[5]))
        last = date(int(read[6]), int(read[7]), int(read[8]))
    except ValueError:
        raise Refusal(f"期间“{code}”里有日历上没有的日期，请改正。") from None
    return between(first, last)


def between(first: date | None, last: date | None) -> DayRange:
    """The days between two; an open end reaches to the end of that year. Raises Refusal when they are reversed."""
    if first is None and last is None:
        raise Refusal("请写明从哪天到哪天。")
    first = first or date((last or date.max).year, 1, 1)
    last = last or date(first.year, 12, 31)
    if first > last:
        raise Refusal(f"起始日{cn_date(first)}晚于截止日{cn_date(last)}，请对调或改正。", "from")
    if first.year < EARLIEST_YEAR or last.year > LATEST_YEAR:
        raise Refusal(f"日期须在{EARLIEST_YEAR}年至{LATEST_YEAR}年之间，请改正。", "from")
    return DayRange(first, last)


def _year_earlier(day: date, *, is_end: bool) -> date:
    end = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, end if is_end else min(day.day, end))


def _is_end_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
