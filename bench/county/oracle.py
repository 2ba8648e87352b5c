"""What follows from the county's days: every deadline, and which notice is owed to whom on which day.

A plain day-by-day loop, written from DOMAIN §3, §4, §6 and the contract of the notices. It shares no code with the
register, and knows of it only the numbers by which people, papers and passages are called.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bench.county.counting import WallCalendar
from bench.county.facts import AWAITED, OFFICE_ROLES, Act, Paper, Passage, Person, Rules, Step, Told
from bench.county.process import ENDED, GOES_ON, WAYS

_EIGHT = timedelta(hours=8)
_OPENS, _CLOSES = (8, 30), (18, 0)
_ANY_HOUR = ("1", "0", "late-1")

Key = tuple[str, str, int, date, str, int]


def day_in_china(now: datetime) -> date:
    return (now + _EIGHT).date()


@dataclass(frozen=True)
class Matter:
    """Something that the clock reminds of: its day, since when its reminders count, and what its audiences hear."""

    subject: str
    subject_id: int
    due: date
    since: date
    before: tuple[int, ...]
    every: int
    kinds: tuple[str, str]  # before and after the day
    first: tuple[Person, ...]  # told before and after
    late: tuple[Person, ...]  # told after


@dataclass
class Track:
    """The reminders that fell due for a matter, up to the day before `day`."""

    what: tuple[object, ...]
    day: date
    fallen: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Oracle:
    """The county's notebook, and what is owed by it."""

    tracked_from: date
    rules: list[Rules]
    calendar: WallCalendar = field(default_factory=WallCalendar)
    people: dict[int, Person] = field(default_factory=dict)
    papers: dict[int, Paper] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    next_cleanup: date | None = None
    reminders: dict[Key, Told] = field(default_factory=dict)
    events: list[Told] = field(default_factory=list)
    _waiting: dict[int, tuple[Told, datetime]] = field(default_factory=dict)
    _told_of: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    _open: dict[int, Passage] = field(default_factory=dict)
    _lapsing: dict[date, dict[int, Paper]] = field(default_factory=lambda: defaultdict(dict))
    _groups: dict[int | None, tuple[Person, ...]] = field(default_factory=dict)
    _fallen: dict[tuple[str, int], Track] = field(default_factory=dict)

    # Who is told.

    def office(self) -> tuple[Person, ...]:
        """The clerks and leads at work."""
        return self._group(None, lambda person: person.role in OFFICE_ROLES)

    def contacts(self, authority: int) -> tuple[Person, ...]:
        """The authority's own people; those of the office while it has none, so that somebody hears of it."""
        return self._group(authority, lambda person: person.authority == authority) or self.office()

    def people_changed(self) -> None:
        """Somebody came, went, or changed places."""
        self._groups.clear()

    def _group(self, which: int | None, belongs: Callable[[Person], bool]) -> tuple[Person, ...]:
        if which not in self._groups:
            self._groups[which] = tuple(
                person for person in self.people.values() if person.is_active and belongs(person)
            )
        return self._groups[which]

    # What people do.

    def rules_of(self, published: date) -> Rules:
        """The rules in force on the day of publication; the first ones for what is older than any."""
        begun = [rules for rules in self.rules if rules.since <= published] or self.rules[:1]
        return max(begun, key=lambda rules: (rules.since, rules.version))

    def hears_of_obligation(self, passage: Passage, now: datetime, is_told: bool) -> None:
        """A published paper owes a passage: its authority is told, unless the paper was loaded at the command line."""
        self.passages[passage.id] = self._open[passage.id] = passage
        self._set_due(passage)
        if is_told:
            self._tell(
                "filing_owed", passage, self.contacts(passage.authority), now, passage.step_due or passage.due
            )

    def moved(self, passage: Passage, move: str, on: date, now: datetime) -> None:
        """A move was made; the other side hears of it with the day that is next."""
        way = WAYS[move]
        assert passage.state in way.before, (passage, move)
        passage.steps.append(Step(move, on, day_in_china(now)))
        passage.state = way.after
        if passage.state in ENDED:
            del self._open[passage.id]
        if move not in GOES_ON:
            passage.step_rules = (
                self.rules_of(self.papers[passage.paper].published or on) if way.period else None
            )
            self._set_step_due(passage)
        if way.notice:
            people = self.office() if way.by_authority else self.contacts(passage.authority)
            self._tell(way.notice, passage, people, now, passage.step_due or passage.due)

    def published_on_corrected(self, paper: Paper, published: date, now: datetime) -> None:
        paper.published = published
        for passage in self._passages_of(paper):
            before = passage.due
            self._set_due(passage)
            if passage.due != before and passage.state not in ENDED:
                self._tell_moved(passage, before, passage.due, is_step=False, now=now)

    def decreed(
        self, year: int, off: frozenset[date], worked: frozenset[date], now: datetime
    ) -> list[Passage]:
        """A year's days off were decreed or changed; the passages still open are counted anew, and returned."""
        self.calendar.hang(year, off, worked)
        open_passages = list(self._open.values())
        for passage in open_passages:
            before, step_before = passage.due, passage.step_due
            if passage.due_rules is not None:
                self._set_due(passage, passage.due_rules)
            if passage.due != before:
                self._tell_moved(passage, before, passage.due, is_step=False, now=now)
            if step_before is not None:
                self._set_step_due(passage)
            if passage.step_due != step_before:
                self._tell_moved(passage, step_before, passage.step_due, is_step=True, now=now)
        return open_passages

    def entered(self, paper: Paper) -> None:
        """A paper was registered."""
        self.papers[paper.id] = paper
        self._mark_lapse(paper)

    def acted(self, paper: Paper, act: Act) -> None:
        """Something was recorded that moves or ends its validity."""
        last, _ = paper.validity()
        if last is not None:
            self._lapsing[last].pop(paper.id)
        paper.acts.append(act)
        self._mark_lapse(paper)

    def _mark_lapse(self, paper: Paper) -> None:
        last, _ = paper.validity()
        if last is not None:
            self._lapsing[last][paper.id] = paper

    def took_over(self, old: int, heir: int, *, also_ended: bool) -> None:
        """An authority's matters and people went to another; what had ended stays, unless the two were one."""
        for paper in self.papers.values():
            if paper.authority == old:
                paper.authority = heir
        for passage in self.passages.values():
            if passage.authority == old and (also_ended or passage.state not in ENDED):
                passage.authority = heir
        for person in self.people.values():
            if person.authority == old:
                person.authority = heir

    # Deadlines.

    def _set_due(self, passage: Passage, rules: Rules | None = None) -> None:
        published = self.papers[passage.paper].published
        if published is None:
            passage.due = passage.due_rules = None
            return
        passage.due_rules = rules = rules or self.rules_of(published)
        days = rules.congress_days if passage.is_congress and rules.congress_days else rules.filing_days
        passage.due = self.calendar.last_day(published, days, rules.rolls)

    def _set_step_due(self, passage: Passage) -> None:
        began = [step for step in passage.steps if step.move not in GOES_ON][-1]
        way, rules = WAYS[began.move], passage.step_rules
        if rules is None:
            passage.step_due = None
            return
        days = getattr(rules, way.period)
        if way.is_worked:
            passage.step_due = self.calendar.nth_worked_day(began.on, days)
        else:
            passage.step_due = self.calendar.last_day(began.on, days, rules.rolls)

    # What the clock does.

    def clock_ran(self, now: datetime) -> None:
        """The reminders that are owed by now: the newest to whoever has not had it, the older ones superseded."""
        today = day_in_china(now)
        for matter in self._matters(today):
            fallen = self._fallen_by(matter, today)
            if not fallen:
                continue
            people = {person.id: person for person in matter.first}
            if fallen[-1][0] == matter.kinds[1]:
                people |= {person.id: person for person in matter.late}
            for person in people.values():
                self._remind(matter, person, fallen, now)

    def mail_ran(self, now: datetime) -> None:
        """What waits goes out, unless it is no longer true; mail that is not urgent waits for the opening hours."""
        for number, (told, not_before) in list(self._waiting.items()):
            if not_before > now:
                continue
            person = self.people[told.person]
            why = self._why_not(told, person, day_in_china(now))
            local = now + _EIGHT
            is_open = _OPENS <= (local.hour, local.minute) < _CLOSES
            if why:
                told.state, told.why = "cancelled", why
            elif person.has_mail and not is_open and not self._is_urgent(told):
                opening = local.replace(hour=8, minute=30, second=0, microsecond=0)
                opening += timedelta(local >= opening)
                self._waiting[number] = (told, opening - _EIGHT)
                continue
            else:
                told.state = "told"
            del self._waiting[number]

    def _matters(self, today: date) -> Iterator[Matter]:
        office = tuple(self.office())
        for passage in self._open.values():
            if passage.state not in AWAITED or (due := passage.deadline) is None:
                continue
            paper = self.papers[passage.paper]
            rules = self.rules_of(paper.published or due)
            first = office if passage.goes_up else tuple(self.contacts(passage.authority))
            yield Matter(
                "filing", passage.id, due, max(self.tracked_from, paper.entered_on), rules.reminders,
                rules.late_every, ("filing_due", "filing_overdue"), first, office,
            )  # fmt: skip
        farthest = max(max(rules.expiry_reminders) for rules in self.rules)
        days = (today + timedelta(n) for n in range(farthest + 1))
        for paper in [paper for day in days for paper in self._lapsing.get(day, {}).values()]:
            last, ended_on = paper.validity()
            if last is None or ended_on is not None:
                continue
            rules = self.rules_of(paper.published or last)
            first = tuple(
                {person.id: person for person in (*self.contacts(paper.authority), *office)}.values()
            )
            yield Matter(
                "document", paper.id, last, max(self.tracked_from, paper.entered_on), rules.expiry_reminders,
                0, ("expiry_due", ""), first, (),
            )  # fmt: skip
        if self.next_cleanup is not None:
            rules = self.rules_of(today)
            yield Matter(
                "cleanup", 0, self.next_cleanup, self.tracked_from, rules.cleanup_reminders, 30,
                ("cleanup_due", "cleanup_overdue"), office, (),
            )  # fmt: skip

    def _fallen_by(self, matter: Matter, today: date) -> list[tuple[str, str]]:
        """(kind, label) of every day up to today on which a reminder fell due, found by going through the days."""
        what = (matter.due, matter.since, matter.before, matter.every)
        earliest = matter.due - timedelta(max(matter.before, default=0))
        track = self._fallen.get((matter.subject, matter.subject_id))
        if track is None or track.what != what:
            track = self._fallen[matter.subject, matter.subject_id] = Track(what, max(matter.since, earliest))
        while track.day <= today:
            left = (matter.due - track.day).days
            if left in matter.before:
                track.fallen.append((matter.kinds[0], str(left)))
            elif matter.every and left < 0 and left % matter.every == 0:
                track.fallen.append((matter.kinds[1], f"late{left}"))
            track.day += timedelta(1)
        return track.fallen

    def _remind(self, matter: Matter, person: Person, fallen: list[tuple[str, str]], now: datetime) -> None:
        def key(kind: str, label: str) -> Key:
            return (kind, matter.subject, matter.subject_id, matter.due, label, person.id)

        if key(*fallen[-1]) in self.reminders:
            return
        is_first = person in matter.first
        for kind, label in fallen[:-1]:
            if not is_first and kind == matter.kinds[0]:
                continue
            older = self.reminders.get(key(kind, label))
            if older is None:
                older = self._reminder(matter, person, kind, label, now)
            if older.state == "waiting":
                older.state = "superseded"
                self._waiting.pop(id(older), None)
        newest = self._reminder(matter, person, *fallen[-1], now)
        self._waiting[id(newest)] = (newest, now)

    def _reminder(self, matter: Matter, person: Person, kind: str, label: str, now: datetime) -> Told:
        told = Told(kind, matter.subject, matter.subject_id, person.id, matter.due, label, day_in_china(now))
        self.reminders[kind, matter.subject, matter.subject_id, matter.due, label, person.id] = told
        if matter.subject == "filing":
            self._told_of[matter.subject_id].append(told)
        return told

    def _why_not(self, told: Told, person: Person, today: date) -> str:
        """Why what waits is no longer true; "" while it is. What happened stays true."""
        if not person.is_active:
            return "off"
        if not told.label:
            return ""
        if told.subject == "filing":
            passage = self.passages[told.subject_id]
            if passage.state not in AWAITED:
                return "closed"
            return "" if passage.deadline == told.due else "moved"
        if told.subject == "document":
            last, ended_on = self.papers[told.subject_id].validity()
            if (ended_on is not None and ended_on <= today) or (last is not None and last < today):
                return "closed"
            return "moved" if ended_on is not None or last != told.due else ""
        return "" if self.next_cleanup == told.due else "closed"

    def _is_urgent(self, told: Told) -> bool:
        return told.label in _ANY_HOUR

    # Notices of what happened.

    def _tell(
        self, kind: str, passage: Passage, people: Iterable[Person], now: datetime, due: date | None
    ) -> None:
        for person in people:
            told = Told(kind, "filing", passage.id, person.id, due, "", day_in_china(now))
            self.events.append(told)
            self._told_of[passage.id].append(told)
            self._waiting[id(told)] = (told, now)

    def _tell_moved(
        self, passage: Passage, before: date | None, after: date | None, *, is_step: bool, now: datetime
    ) -> None:
        """A deadline came to another day: those whose it is hear of it, and those who were told the old day."""
        is_of_authority = not is_step or passage.state in ("owed", "deferred", "opinion")
        people = self.contacts(passage.authority) if is_of_authority else self.office()
        if is_of_authority and passage.goes_up:
            people = people + self.office()
        told = {person.id: person for person in people}
        for earlier in self._told_of[passage.id]:
            if (
                before
                and earlier.due == before
                and earlier.state in ("waiting", "told")
                and self.people[earlier.person].is_active
            ):
                told[earlier.person] = self.people[earlier.person]
        due = after or passage.step_due or passage.due
        self._tell("filing_recomputed", passage, told.values(), now, due)

    def _passages_of(self, paper: Paper) -> list[Passage]:
        return [passage for passage in self.passages.values() if passage.paper == paper.id]
