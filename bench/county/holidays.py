"""Invented decrees: the days off of a year and the weekends worked for them, and decrees that change a running year."""

import random
from datetime import date, timedelta

Decree = tuple[dict[date, str], dict[date, str]]
"""(days off, weekend days that are worked), each day with the name of its holiday."""

_FESTIVALS = (
    ("元旦", (1, 1), 0, 1),
    ("春节", (1, 22), 28, 7),
    ("清明节", (4, 4), 1, 1),
    ("劳动节", (5, 1), 0, 5),
    ("端午节", (5, 28), 25, 1),
    ("中秋节", (9, 10), 14, 1),
    ("国庆节", (10, 1), 0, 7),
)  # name, its first possible day, how many days later it may fall, how many days it lasts
_SATURDAY = 5


def decree(year: int, dice: random.Random) -> Decree:
    """The decree of a year, 元旦 sometimes together with the last days of the year before."""
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for name, (month, day), wander, n_days in _FESTIVALS:
        first = date(year, month, day) + timedelta(dice.randint(0, wander))
        if name == "元旦" and dice.random() < 0.4:
            first, n_days = date(year - 1, 12, dice.randint(29, 31)), 3
        days = {first + timedelta(n) for n in range(n_days)}
        days |= {day for day in _beside(days) if day.weekday() >= _SATURDAY}
        off |= dict.fromkeys(sorted(days), name)
        if n_days >= 3:
            work |= dict.fromkeys(_weekends_near(days, dice), name)
    return off, {day: name for day, name in work.items() if day not in off}


def change(present: Decree, today: date, dice: random.Random) -> Decree:
    """The year as a decree of today changes it: the next holiday lasts longer, and a weekend is no longer worked."""
    off, work = dict(present[0]), dict(present[1])
    coming = sorted({name for day, name in off.items() if day >= today})
    if not coming:
        return off, work
    name = dice.choice(coming)
    last = max(day for day, holiday in off.items() if holiday == name)
    for n in range(1, dice.randint(2, 5)):
        off[last + timedelta(n)] = name
        work.pop(last + timedelta(n), None)
    return {day: word for day, word in off.items() if day.year <= last.year}, work


def _beside(days: set[date]) -> set[date]:
    return {min(days) - timedelta(n) for n in (1, 2)} | {max(days) + timedelta(n) for n in (1, 2)}


def _weekends_near(days: set[date], dice: random.Random) -> list[date]:
    """Two weekend days shortly before and after a long holiday."""
    before = [min(days) - timedelta(n) for n in range(2, 9)]
    after = [max(days) + timedelta(n) for n in range(2, 9)]
    weekends = [[day for day in run if day.weekday() >= _SATURDAY] for run in (before, after)]
    return [dice.choice(run) for run in weekends if run]
