"""The days of the county: what is planned for each, at which hour, and when the clock of the machines ticks."""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from bench.county.accidents import CLAIMS_END, Clock, Post
from bench.county.facts import Rules
from bench.county.hands import Hands
from bench.county.oracle import Oracle
from registry.storage.engine import Store

FIRST_DAY = date(2026, 1, 1)
FIRST_RULES = Rules(1, "某县规定", 1, date(2010, 1, 1))
Deed = Callable[[datetime], None]


@dataclass(frozen=True)
class County:
    """How large the county is, and how long its story."""

    n_years: float = 20
    n_authorities: int = 60
    n_papers: float = 2.0  # of an authority in a year
    seed: int = 1
    trouble: float = 0.06  # of the times the clock ticks in opening hours


@dataclass
class Days(ABC):
    """The county's days. `changed` collects the passages of today, whose deadlines are then compared."""

    county: County
    store: Store
    post: Post
    hands: Hands = field(init=False)
    oracle: Oracle = field(init=False)
    clock: Clock = field(init=False)
    dice: random.Random = field(init=False)
    changed: set[int] = field(default_factory=set)
    _coming: list[tuple[date, int, Deed]] = field(default_factory=list)
    _serial: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.dice = random.Random(self.county.seed)
        self.clock = Clock(self.store, self.post, random.Random(self.county.seed))
        self.hands = Hands(self.store)
        self.oracle = Oracle(FIRST_DAY, [FIRST_RULES], FIRST_DAY + timedelta(400))
        self.begin(instant(FIRST_DAY, time(0, 1)))

    @abstractmethod
    def begin(self, now: datetime) -> None:
        """What is there on the first day."""

    @abstractmethod
    def plan_month(self, today: date) -> None:
        """Plans what happens in a month, on its first day."""

    def days(self) -> range:
        return range(round(self.county.n_years * 365.25))

    def live(self, n: int) -> date:
        """Lives through the n-th day, and returns it."""
        today = self.post.today = FIRST_DAY + timedelta(n)
        self.changed.clear()
        if today.day == 1:
            self.plan_month(today)
        deeds: list[tuple[time, Deed]] = []
        while self._coming and self._coming[0][0] <= today:
            deeds.append((self._hour(), heappop(self._coming)[2]))
        if not self._is_silent(today):
            deeds.append((self._hour_of_tick(), self._tick))
            if self.dice.random() < 0.25:
                deeds.append((time(self.dice.randint(9, 17), self.dice.randint(0, 40)), self._tick))
        for at, deed in sorted(deeds, key=lambda timed: timed[0]):
            deed(instant(today, at))
        return today

    def rest(self) -> None:
        """The morning after the last day: what still waits goes out, and the post is well again."""
        self.post.is_reliable = True
        now = instant(FIRST_DAY + timedelta(len(self.days())), time(10))
        self._tick_at(now)

    # The clock.

    def _is_silent(self, today: date) -> bool:
        """Whether no scheduler runs on this day: short and long times of silence."""
        dice = random.Random(f"{self.county.seed} {today.isoformat()[:7]}")
        first = today.replace(day=dice.randint(1, 28))
        return dice.random() < 0.3 and first <= today < first + timedelta(dice.choice((1, 1, 2, 4, 9, 20)))

    def _tick(self, now: datetime) -> None:
        is_troubled = self.dice.random() < self.county.trouble
        accident = self.dice.choice(
            (self.clock.tick_twice, self.clock.tick_killed, self.clock.tick_stumbling)
        )
        is_open = time(8, 30) <= (now + timedelta(hours=8)).time() < time(17, 45)
        if not is_troubled or not is_open:
            self._tick_at(now)
            return
        self.clock.send(now)  # so that no letter waits of which it would be chance whether it leaves
        self.oracle.notebook.mail(now, is_away=self.post.is_away)
        accident(now)
        self._tick_at(now + CLAIMS_END)

    def _tick_at(self, now: datetime) -> None:
        self.clock.tick(now)
        self.oracle.clock_ran(now)
        self.oracle.notebook.mail(now, is_away=self.post.is_away)

    # Days and hours.

    def _at(self, day: date, deed: Deed) -> None:
        heappush(self._coming, (day, next(self._serial), deed))

    def _soon(self, today: date, within: int, least: int = 1) -> date:
        return today + timedelta(self.dice.randint(least, max(within, least)))

    def _hour(self) -> time:
        return time(self.dice.randint(7, 20), self.dice.randint(0, 59))

    def _hour_of_tick(self) -> time:
        hour = self.dice.choice((0, 0, 3, 6, 7, 9, 10, 11, 14, 16, 17, 22))
        return time(hour, self.dice.randint(0, 59))


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UTC) - timedelta(hours=8)


def day_of(now: datetime) -> date:
    return (now + timedelta(hours=8)).date()
