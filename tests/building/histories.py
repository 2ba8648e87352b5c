"""Random lives of documents, and a walk through their days that shares no code with the domain.

The walk knows the rules as a clerk would apply them with a calendar, one day after the other. It tells statuses by
their words, so that a slip of the domain's own tables is seen too.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from registry.domain.validity import Event, EventKind, Life, Status

FIRST = date(2020, 1, 1)
N_DAYS = 60
ENDS = {
    "repealed": "废止",
    "declared_lapsed": "宣布失效",
    "annulled": "撤销",
    "reclassified": "重新认定不属于",
}
_STATED_END = {**ENDS, "lapsed": "失效"}
_KINDS = (
    *(
        "repealed",
        "declared_lapsed",
        "annulled",
        "reclassified",
        "suspended",
        "suspended",
        "resumed",
        "resumed",
    ),
    *("extended", "extended", "extended", "shortened", "reissued", "amended", "confirmed", "stated"),
)


@dataclass(frozen=True)
class History:
    life: Life
    events: tuple[Event, ...]


def random_history(chance: random.Random) -> History:
    """A document of some sixty days with up to six events, recorded in any order."""
    published = _day(chance, 5, 25)
    life = Life(
        is_published=chance.random() > 0.05,
        signed_on=_maybe(chance, 0.7, published - timedelta(chance.randrange(0, 4))),
        published_on=_maybe(chance, 0.85, published),
        effective_on=_maybe(chance, 0.85, published + timedelta(chance.randrange(-2, 10))),
        valid_until=_maybe(chance, 0.7, published + timedelta(chance.randrange(3, 30))),
        has_no_expiry=chance.random() < 0.1,
    )
    numbers = list(range(1, chance.randrange(0, 7) + 1))
    chance.shuffle(numbers)
    return History(life, tuple(_event(chance, number) for number in numbers))


def daily_words(history: History) -> Iterator[tuple[date, str]]:
    """(day, the status in words) for every day of the window, told by walking through it."""
    life = history.life
    events = _in_order(history.events)
    start = life.effective_on or life.published_on
    public = life.published_on or life.signed_on
    last = None if life.has_no_expiry else life.valid_until
    forever = life.has_no_expiry
    word, begun, over, halted = "", False, False, False
    for n in range(N_DAYS):
        day = FIRST + timedelta(n)
        if not life.is_published:
            word = word if word in _STATED_END.values() else "尚未公布"
        elif not begun and start is not None and day >= start and word not in _STATED_END.values():
            begun = True
            word = "效力待核" if _only_undated_ends(events, last) else "停止执行" if halted else "继续有效"
        elif not begun and word not in {*_STATED_END.values(), "继续有效", "停止执行"}:
            word = _before_its_first_day(day, public, start)
        if word in {"继续有效", "停止执行", "效力待核"} and last is not None and day > last:
            word = "失效"
        for event in (event for event in events if _effect(event) == day and not over):
            kind, new = event.kind.value, event.new_valid_until
            end = _STATED_END.get(event.stated.value) if kind == "stated" and event.stated else ENDS.get(kind)
            if end is not None:
                over = not (end == "失效" and word == "失效")
                word = end if word not in _STATED_END.values() else word
            elif kind == "suspended":
                halted, word = True, "停止执行" if word == "继续有效" else word
            elif kind == "resumed":
                halted, word = False, "继续有效" if word == "停止执行" else word
            elif kind == "stated" and word == "效力待核":
                word = "继续有效"
            elif kind == "shortened" and word != "失效" and new and (last is None or new < last):
                last, forever = new, False
            elif kind == "reissued" or (
                kind == "extended" and new and not forever and (last is None or new > last)
            ):
                last, forever = new, new is None and event.new_has_no_expiry
                word = ("停止执行" if halted else "继续有效") if word == "失效" else word
            if word in {"继续有效", "停止执行", "效力待核"} and last is not None and day > last:
                word = "失效"
        yield day, word


def _before_its_first_day(day: date, public: date | None, start: date | None) -> str:
    if public is None and start is None:
        return "效力待核"
    if public is not None and day < public and (start is None or day < start):
        return "尚未公布"
    return "尚未施行" if start is not None else "效力待核"


def _only_undated_ends(events: list[Event], last: date | None) -> bool:
    """Whether a ledger says that it has ended and nobody knows when, not even by its last valid day."""
    ends = [event for event in events if event.kind in ENDS or (event.stated and event.stated in _STATED_END)]
    open_ends = [end for end in ends if not _is_known_lapse(end, events, last)]
    return bool(open_ends) and all(e.kind == "stated" and e.effective_on is None for e in open_ends)


def _is_known_lapse(end: Event, events: list[Event], last: date | None) -> bool:
    if end.kind != "stated" or end.stated != "lapsed" or end.effective_on is not None:
        return False
    for event in events:
        if event.kind in ("extended", "shortened", "reissued") and _effect(event) <= _effect(end):
            last = event.new_valid_until
    return last is not None and last < _effect(end)


def _in_order(events: tuple[Event, ...]) -> list[Event]:
    return sorted(events, key=lambda event: (_effect(event), event.recorded_at, event.id))


def _effect(event: Event) -> date:
    return event.effective_on or (event.recorded_at + timedelta(hours=8)).date()


def _event(chance: random.Random, number: int) -> Event:
    kind = EventKind(chance.choice(_KINDS))
    stated = chance.choice((Status.IN_FORCE, Status.LAPSED, Status.REPEALED)) if kind == "stated" else None
    on = _day(chance, 0, N_DAYS)
    recorded = datetime(2020, 1, 1, 2, tzinfo=UTC) + timedelta(days=chance.randrange(N_DAYS), seconds=number)
    has_new = kind in ("extended", "shortened") or (kind == "reissued" and chance.random() < 0.6)
    return Event(
        number,
        kind,
        None if stated and chance.random() < 0.4 else on,
        recorded,
        new_valid_until=_day(chance, 0, N_DAYS) if has_new else None,
        new_has_no_expiry=kind == "reissued" and not has_new and chance.random() < 0.5,
        stated=stated,
    )


def _day(chance: random.Random, first: int, last: int) -> date:
    return FIRST + timedelta(chance.randrange(first, last))


def _maybe(chance: random.Random, often: float, day: date) -> date | None:
    return day if chance.random() < often else None
