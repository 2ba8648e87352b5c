"""The calendar day and the time of an instant. Days change at 00:00 Asia/Shanghai, never UTC (DOMAIN §4)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from registry.domain.written_days import cn_date

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai on which an aware instant falls."""
    return instant.astimezone(SHANGHAI).date()


def time_words(instant: datetime) -> str:
    """An instant to the minute in Asia/Shanghai: 2026年3月5日 10:00."""
    return f"{cn_date(day_of(instant))} {instant.astimezone(SHANGHAI):%H:%M}"


def iso_time(instant: datetime) -> str:
    """An instant to the minute in Asia/Shanghai, as exports write it: 2026-03-05 10:00."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
