"""The story of the county: what happens on each day, by the dice, told to register and oracle alike."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from chinese_calendar import constants

from bench.county.accidents import CLAIMS_END, Clock
from bench.county.facts import Act, Paper, Passage, Person, Rules
from bench.county.hands import Hands
from bench.county.holidays import Decree, change, decree
from bench.county.oracle import Oracle
from bench.county.process import ENDED, WAYS
from registry.domain.documents import Dates
from registry.storage.engine import Store

FIRST_DAY = date(2026, 1, 1)
Deed = Callable[[datetime], None]

# From a state: the moves that may follow, each with its weight and within how many days it is made.
_NEXT: dict[str, tuple[tuple[str, int, int], ...]] = {
    "owed": (("submit", 60, 16), ("submit", 25, 60), ("submit", 3, 500), ("withdraw", 3, 40)),
    "submitted": (("register", 70, 9), ("defer", 14, 8), ("refuse", 3, 8), ("take_back", 6, 8)),
    "deferred": (("submit", 80, 30), ("take_back", 5, 15), ("withdraw", 5, 60)),
    "registered": (("start_review", 1, 20),),
    "under_review": (("pass", 70, 45), ("opine", 30, 45)),
    "opinion": (("answer", 1, 50),),
    "feedback": (
        ("correct", 50, 30), ("accept", 20, 30), ("opine_again", 15, 30), ("annul", 6, 30), ("suspend", 6, 30),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class County:
    """How large the county is, and how long its story."""

    n_years: float = 20
    n_authorities: int = 60
    n_papers: float = 2.0  # of an authority in a year
    seed: int = 1
    trouble: float = 0.06  # of the times the clock ticks in opening hours


@dataclass
class Story:
    """The county's days. `changed` collects the passages of today, whose deadlines are then compared."""

    county: County
    store: Store
    hands: Hands = field(init=False)
    oracle: Oracle = field(init=False)
    clock: Clock = field(init=False)
    dice: random.Random = field(init=False)
    changed: set[int] = field(default_factory=set)
    n_moves: int = 0
    _authorities: dict[int, bool] = field(default_factory=dict)  # → whether its papers go upward
    _dates: dict[int, tuple[int, Dates]] = field(default_factory=dict)
    _decrees: dict[int, Decree] = field(default_factory=dict)
    _coming: list[tuple[date, int, Deed]] = field(default_factory=list)
    _serial: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.dice = random.Random(self.county.seed)
        self.clock = Clock(self.store, random.Random(self.county.seed))
        self.hands = Hands(self.store)
        rules = Rules(1, "某县规定", 1, date(2010, 1, 1))
        self.oracle = Oracle(FIRST_DAY, [rules], next_cleanup=FIRST_DAY + timedelta(400))
        self._found_county(rules)

    def days(self) -> range:
        return range(round(self.county.n_years * 365.25))

    def live(self, n: int) -> date:
        """Lives through the n-th day, and returns it."""
        today = FIRST_DAY + timedelta(n)
        self.changed.clear()
        if today.day == 1:
            self._plan_month(today)
        deeds: list[tuple[time, Deed]] = []
        while self._coming and self._coming[0][0] <= today:
            deeds.append((self._hour(), heappop(self._coming)[2]))
        if not self._is_silent(today):
            deeds.append((self._hour_of_tick(), self._tick))
            if self.dice.random() < 0.25:
                deeds.append((time(self.dice.randint(9, 17), self.dice.randint(0, 40)), self._tick))
        for at, deed in sorted(deeds, key=lambda timed: timed[0]):
            deed(_instant(today, at))
        return today

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
            self.clock.tick(now)
            self.oracle.clock_ran(now)
            self.oracle.mail_ran(now)
            return
        self.clock.send(now)  # so that no letter waits of which it would be chance whether it leaves
        self.oracle.mail_ran(now)
        accident(now)
        later = now + CLAIMS_END
        self.clock.tick(later)
        self.oracle.clock_ran(later)
        self.oracle.mail_ran(later)

    # The county's beginning, and its months.

    def _found_county(self, rules: Rules) -> None:
        now = _instant(FIRST_DAY, time(0, 1))
        assert self.oracle.next_cleanup is not None
        self.hands.open_office(FIRST_DAY, rules, self.oracle.next_cleanup, now)
        for year in sorted({day.year for day in constants.holidays}):
            off = {day: str(name) for day, name in constants.holidays.items() if day.year == year}
            work = {day: str(name) for day, name in constants.workdays.items() if day.year == year}
            self._decrees[year] = off, work
            self.oracle.calendar.hang(year, frozenset(off), frozenset(work))
        for n in range(1, self.county.n_authorities + 1):
            kind = "government" if n == 1 else "township" if n % 3 == 0 else "department"
            name = "某县人民政府" if n == 1 else f"某县第{n}镇人民政府" if n % 3 == 0 else f"某县第{n}局"
            self._authorities[self.hands.found(name, kind, now)] = n == 1
        for role in ("clerk", "clerk", "lead", "admin"):
            self._hire(role, None, now)
        for authority in self._authorities:
            for _ in range(self.dice.choice((0, 1, 1, 1, 2, 2))):
                self._hire("contact", authority, now)

    def _plan_month(self, today: date) -> None:
        n_papers = self.county.n_papers * self.county.n_authorities / 12
        whole = int(n_papers) + (self.dice.random() < n_papers % 1)
        for _ in range(self.dice.randint(whole // 2, whole + (whole + 1) // 2)):
            self._at(self._soon(today, 27), self._publish)
        for _ in range(self.dice.randint(0, 2)):
            self._at(self._soon(today, 27), self._people_change)
        if today.month == 11:
            late = self.dice.choices((0, 90, 2000), (70, 22, 8))[0]
            self._at(self._soon(today, 40) + timedelta(late), self._decree(today.year + 1))
        if self.dice.random() < 0.05:
            self._at(self._soon(today, 27), self._decree_again)
        if self.dice.random() < 0.03:
            self._at(self._soon(today, 27), self._rules_change)
        if self.dice.random() < 0.04 and len(self._authorities) > 3:
            self._at(self._soon(today, 27), self._authorities_become_one)

    # People.

    def _hire(self, role: str, authority: int | None, now: datetime) -> None:
        has_mail = self.dice.random() < 0.6
        user_id = self.hands.hire(next(self._serial), role, authority, has_mail, now)
        self.oracle.people[user_id] = Person(user_id, role, authority, has_mail)
        self.oracle.people_changed()

    def _people_change(self, now: datetime) -> None:
        """Somebody comes, leaves, comes back, moves to another authority, or gets or loses an address."""
        what = self.dice.choice(("come", "leave", "return", "move", "mail"))
        contacts = [person for person in self.oracle.people.values() if person.role == "contact"]
        if what == "come" or not contacts:
            self._hire("contact", self.dice.choice(list(self._authorities)), now)
            return
        person = self.dice.choice(contacts)
        assert person.authority is not None
        if what == "move" and person.authority in self._authorities:
            person.authority = self.dice.choice(list(self._authorities))
        if what == "mail":
            person.has_mail = not person.has_mail
        if what in ("leave", "return"):
            person.is_active = what == "return"
        self.hands.change_person(
            person.id,
            is_active=person.is_active,
            authority=person.authority,
            has_mail=person.has_mail,
            now=now,
        )
        self.oracle.people_changed()

    def _authorities_become_one(self, now: datetime) -> None:
        """An authority is merged into another, or turns out to have been entered twice."""
        old, heir = self.dice.sample(
            [which for which, goes_up in self._authorities.items() if not goes_up], 2
        )
        were_one = self.dice.random() < 0.4
        (self.hands.merge if were_one else self.hands.reform)(old, heir, now)
        del self._authorities[old]
        self.oracle.took_over(old, heir, also_ended=were_one)
        self.oracle.people_changed()

    def _someone(self, role: str) -> int:
        return self.dice.choice([person for person in self.oracle.people.values() if person.role == role]).id

    # Rules and decrees.

    def _decree(self, year: int) -> Deed:
        def deed(now: datetime) -> None:
            self._proclaim(year, decree(year, self.dice), now)

        return deed

    def _decree_again(self, now: datetime) -> None:
        """A decree changes the running year."""
        today = _day(now)
        if today.year in self._decrees:
            self._proclaim(today.year, change(self._decrees[today.year], today, self.dice), now)

    def _proclaim(self, year: int, decreed: Decree, now: datetime) -> None:
        self._decrees[year] = decreed
        self.hands.add_decree(year, decreed, now)
        counted_anew = self.oracle.decreed(year, frozenset(decreed[0]), frozenset(decreed[1]), now)
        self.changed |= {passage.id for passage in counted_anew}

    def _rules_change(self, now: datetime) -> None:
        """New rules begin today or in a month, or those of now get another version."""
        newest = max(self.oracle.rules, key=lambda rules: rules.serial)
        is_version = self.dice.random() < 0.5
        serial = newest.serial + 1
        rules = replace(
            newest,
            serial=serial,
            name=newest.name if is_version else f"某县规定（第{serial}次）",
            version=newest.version + 1 if is_version else 1,
            since=newest.since if is_version else _day(now) + timedelta(self.dice.choice((0, 30))),
            filing_days=self.dice.choice((10, 15, 20, 30)),
            congress_days=self.dice.choice((None, 30, 30)),
            rolls=self.dice.random() < 0.8,
            check_worked_days=self.dice.choice((3, 5, 10)),
            supplement_days=self.dice.choice((10, 15)),
            review_days=self.dice.choice((30, 60)),
            answer_days=self.dice.choice((20, 30)),
            reminders=self.dice.choice(((5, 1, 0), (10, 3, 0), (7, 1))),
            late_every=self.dice.choice((5, 7, 10)),
            expiry_reminders=self.dice.choice(((180, 60, 30, 7), (90, 30))),
        )
        self.hands.add_rules(rules, now)
        self.oracle.rules.append(rules)

    # Papers.

    def _publish(self, now: datetime) -> None:
        """A clerk enters a paper published some days ago; sometimes its day is missing, or wrong."""
        today, serial = _day(now), next(self._serial)
        authority = self.dice.choice(list(self._authorities))
        if self.dice.random() < 0.1:
            authority = next(which for which, goes_up in self._authorities.items() if goes_up)
        published: date | None = today - timedelta(self.dice.choice((0, 0, 1, 2, 3, 5, 9, 30)))
        signed = published
        if self.dice.random() < 0.02:
            published = None
        assert signed is not None
        years = self.dice.choice((None, 1, 2, 2, 5, 5, 5))
        last_day = signed + timedelta(365 * years + self.dice.randint(-60, 60)) if years else None
        dates = Dates(signed_on=signed, published_on=published, effective_on=signed, valid_until=last_day)
        by = None if self.dice.random() < 0.08 else self._someone("clerk")
        paper_id, filed = self.hands.register(by, authority, serial, dates, now)
        self._dates[paper_id] = serial, dates
        paper = Paper(paper_id, authority, today, published, last_day)
        self.oracle.entered(paper)
        for filing in filed:
            passage = Passage(filing.id, paper_id, authority, filing.goes_up, filing.is_congress)
            self.oracle.hears_of_obligation(passage, now, by is not None)
            self.changed.add(passage.id)
            self._go_on(passage, today)
        if published is None or self.dice.random() < 0.04:
            self._at(self._soon(today, 40), lambda now: self._correct(paper, now))
        if last_day is not None and self.dice.random() < 0.5:
            before = last_day - timedelta(self.dice.choice((-20, 1, 5, 20, 50, 150)))
            self._at(max(before, today + timedelta(1)), lambda now: self._decide_validity(paper, now))

    def _correct(self, paper: Paper, now: datetime) -> None:
        """The day of publication is filled in, or was wrong by some days."""
        serial, dates = self._dates[paper.id]
        passages = [passage for passage in self.oracle.passages.values() if passage.paper == paper.id]
        if paper.authority not in self._authorities or any(passage.steps for passage in passages):
            return  # a day after the first move would be refused
        signed = paper.published or dates.signed_on
        assert signed is not None
        published = signed + timedelta(self.dice.choice((-6, -2, 1)) if paper.published else 0)
        dates = replace(dates, published_on=min(published, _day(now)))
        if dates.published_on == paper.published or (published < FIRST_DAY):
            return
        self.hands.correct_publication(self._someone("clerk"), paper.id, paper.authority, serial, dates, now)
        self._dates[paper.id] = serial, dates
        assert dates.published_on is not None
        self.oracle.published_on_corrected(paper, dates.published_on, now)
        self.changed |= {passage.id for passage in passages}

    def _decide_validity(self, paper: Paper, now: datetime) -> None:
        """The validity of a paper is extended, also when it has lapsed already, or it is repealed."""
        today = _day(now)
        last, ended_on = paper.validity()
        if ended_on is not None or last is None:
            return
        if self.dice.random() < 0.7:
            new_last_day = max(last, today) + timedelta(self.dice.choice((200, 365, 1000)))
            self.hands.extend(self._someone("clerk"), paper.id, today, new_last_day, now)
            self.oracle.acted(paper, Act("extended", today, new_last_day))
            if self.dice.random() < 0.5:
                self._at(new_last_day - timedelta(40), lambda now: self._decide_validity(paper, now))
        else:
            on = today + timedelta(self.dice.choice((0, 0, 10)))
            self.hands.repeal(self._someone("clerk"), paper.id, on, now)
            self.oracle.acted(paper, Act("repealed", on))

    # Filings.

    def _go_on(self, passage: Passage, today: date) -> None:
        """Chooses what happens next to a passage, and when."""
        if passage.state in ENDED:
            if passage.state in ("refused", "withdrawn") and self.dice.random() < 0.3:
                self._at(self._soon(today, 60), lambda now: self._refile(passage, now))
            return
        choices = _NEXT[passage.state]
        move, _, within = self.dice.choices(choices, [weight for _, weight, _ in choices])[0]
        self._at(self._soon(today, within, 0), lambda now: self._move(passage, move, now))

    def _move(self, passage: Passage, move: str, now: datetime) -> None:
        """A move, made today or typed in some days after its true day."""
        today = _day(now)
        earliest = max(
            [step.on for step in passage.steps] + [self.oracle.papers[passage.paper].published or date.min]
        )
        lag = self.dice.choice((0, 0, 0, 1, 3, 12))
        on = max(earliest, today - timedelta(lag))
        who = self._who_makes(passage, move)

        def deed() -> None:
            self.hands.move(who, passage.id, move, on, now, goes_up=passage.goes_up)

        if self.dice.random() < self.county.trouble / 3:
            self.clock.stumble(deed)
        else:
            deed()
        self.oracle.moved(passage, move, on, now)
        if move == "annul":
            self.oracle.acted(self.oracle.papers[passage.paper], Act("annulled", on))
        self.n_moves += 1
        self.changed.add(passage.id)
        self._go_on(passage, today)

    def _who_makes(self, passage: Passage, move: str) -> int:
        if not WAYS[move].by_authority:
            is_of_clerk = move in ("register", "defer", "refuse", "start_review", "withdraw")
            return self._someone("clerk" if is_of_clerk else "lead")
        own = [person.id for person in self.oracle.contacts(passage.authority) if person.role == "contact"]
        return self.dice.choice(own) if own and self.dice.random() < 0.8 else self._someone("clerk")

    def _refile(self, last: Passage, now: datetime) -> None:
        passage_id = self.hands.refile(self._someone("clerk"), last.id, now)
        authority = self.oracle.papers[last.paper].authority
        passage = Passage(passage_id, last.paper, authority, last.goes_up, last.is_congress)
        self.oracle.hears_of_obligation(passage, now, is_told=False)
        self.changed.add(passage.id)
        self._go_on(passage, _day(now))

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


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UTC) - timedelta(hours=8)


def _day(now: datetime) -> date:
    return (now + timedelta(hours=8)).date()
