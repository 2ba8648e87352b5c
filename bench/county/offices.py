"""The county's authorities, people, rules and decrees, and how they change."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from chinese_calendar import constants

from bench.county.days import FIRST_DAY, FIRST_RULES, Days, Deed, day_of
from bench.county.facts import Person
from bench.county.holidays import Decree, change, decree
from bench.county.staff import NO_CONTACT, NO_OFFICE


@dataclass
class Offices(Days):
    """The county's days as far as its offices change."""

    authorities: dict[int, bool] = field(default_factory=dict)  # → whether its papers go upward
    _decrees: dict[int, Decree] = field(default_factory=dict)

    def begin(self, now: datetime) -> None:
        """The office, the authorities and their people, and the years that were decreed by then."""
        self.hands.open_office(FIRST_DAY, FIRST_RULES, self.oracle.next_cleanup, now)
        for year in sorted({day.year for day in constants.holidays}):
            off = {day: str(name) for day, name in constants.holidays.items() if day.year == year}
            work = {day: str(name) for day, name in constants.workdays.items() if day.year == year}
            self._decrees[year] = off, work
            self.oracle.calendar.hang(year, frozenset(off), frozenset(work))
        for n in range(1, self.county.n_authorities + 1):
            kind = "government" if n == 1 else "township" if n % 3 == 0 else "department"
            name = "某县人民政府" if n == 1 else f"某县第{n}镇人民政府" if n % 3 == 0 else f"某县第{n}局"
            self.authorities[self.hands.found(name, kind, now)] = n == 1
        self.oracle.government = next(which for which, goes_up in self.authorities.items() if goes_up)
        for role in ("clerk", "clerk", "lead", "lead", "admin"):
            self._hire(role, None, now)
        for authority in self.authorities:
            for _ in range(self.dice.choice((0, 1, 1, 1, 2, 2))):
                self._hire("contact", authority, now)

    def plan_month(self, today: date) -> None:
        for _ in range(self.dice.randint(0, 2 + self.county.n_authorities // 10)):
            self._at(self._soon(today, 27), self._people_change)
        if today.month == 11:
            late = self.dice.choices((0, 90, 2000), (70, 22, 8))[0]
            self._at(self._soon(today, 40) + timedelta(late), self._decree(today.year + 1))
        if self.dice.random() < 0.05:
            self._at(self._soon(today, 27), self._decree_again)
        if self.dice.random() < 0.03:
            self._at(self._soon(today, 27), self._rules_change)
        if self.dice.random() < 0.04 and len(self.authorities) > 3:
            self._at(self._soon(today, 27), self._become_one)

    # People.

    def _hire(self, role: str, authority: int | None, now: datetime) -> None:
        person = Person(0, role, authority, self.dice.random() < 0.6)
        person.is_head = role == "contact" and self.dice.random() < 0.25
        person.id = self.hands.hire(next(self._serial), person, now)
        self.oracle.staff.people[person.id] = person
        self.oracle.staff.changed()

    def _people_change(self, now: datetime) -> None:
        """Somebody comes, leaves, comes back, moves, is away for some days, or gets or loses an address or a rank."""
        what = self.dice.choice(("come", "leave", "return", "move", "mail", "head", "away", "away"))
        staff = [person for person in self.oracle.staff.people.values() if person.role != "admin"]
        person = self.dice.choice(staff)
        if what == "come" or (person.role != "contact" and what not in ("away", "mail", "leave", "return")):
            self._hire("contact", self.dice.choice(list(self.authorities)), now)
            return
        before = person.authority, person.is_active
        if what == "away" and person.is_active:
            self._go_away(person, day_of(now))
        elif what == "move" and person.authority in self.authorities:
            person.authority = self.dice.choice(list(self.authorities))
        elif what == "mail":
            person.has_mail = not person.has_mail
        elif what == "head":
            person.is_head = not person.is_head
        elif what == "return" or (what == "leave" and not self._is_last_of_office(person)):
            person.is_active = what == "return"
        self.hands.change_person(person, now)
        self.oracle.staff.changed()
        if before != (person.authority, person.is_active):
            nobody = NO_CONTACT if person.role == "contact" else NO_OFFICE
            self.oracle.notebook.leave(person, nobody, now)

    def _go_away(self, person: Person, today: date) -> None:
        """For some weeks, mostly with a deputy, who may go away too."""
        first = today + timedelta(self.dice.choice((0, 0, 3)))
        person.absent = first, first + timedelta(self.dice.randint(3, 40))
        others = [
            other.id
            for other in self.oracle.staff.people.values()
            if other.is_active
            and other is not person
            and other.authority == person.authority
            and (other.role == "admin") == (person.role == "admin")
            and other.deputy != person.id
        ]
        person.deputy = self.dice.choice(others) if others and self.dice.random() < 0.8 else None

    def _is_last_of_office(self, person: Person) -> bool:
        return person in self.oracle.staff.office() and len(self.oracle.staff.office()) == 1

    def _become_one(self, now: datetime) -> None:
        """An authority is merged into another, or turns out to have been entered twice."""
        old, heir = self.dice.sample([which for which, goes_up in self.authorities.items() if not goes_up], 2)
        were_one = self.dice.random() < 0.4
        (self.hands.merge if were_one else self.hands.reform)(old, heir, now)
        del self.authorities[old]
        self.oracle.took_over(old, heir, also_ended=were_one)

    def someone(self, role: str) -> int:
        """Somebody of the office who may do what this role does."""
        staff = self.oracle.staff
        people = staff.leads() if role == "lead" else staff.clerks()
        return self.dice.choice(
            people or [person for person in staff.people.values() if person.role == role]
        ).id

    # Rules and decrees.

    def _decree(self, year: int) -> Deed:
        def deed(now: datetime) -> None:
            self._proclaim(year, decree(year, self.dice), now)

        return deed

    def _decree_again(self, now: datetime) -> None:
        """A decree changes the running year."""
        today = day_of(now)
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
            since=newest.since if is_version else day_of(now) + timedelta(self.dice.choice((0, 30))),
            filing_days=self.dice.choice((10, 15, 20, 30)),
            congress_days=self.dice.choice((None, 30, 30)),
            rolls=self.dice.random() < 0.8,
            check_worked_days=self.dice.choice((3, 5, 10)),
            supplement_days=self.dice.choice((10, 15)),
            review_days=self.dice.choice((30, 60)),
            extension_days=self.dice.choice((10, 20)),
            answer_days=self.dice.choice((20, 30)),
            step_reminders=self.dice.choice(((5, 1, 0), (3,))),
            step_late_every=self.dice.choice((5, 7)),
            late_head_days=self.dice.choice((7, 10)),
            late_lead_days=self.dice.choice((14, 20)),
            reminders=self.dice.choice(((5, 1, 0), (10, 3, 0), (7, 1))),
            late_every=self.dice.choice((5, 7, 10)),
            expiry_reminders=self.dice.choice(((180, 60, 30, 7), (90, 30))),
        )
        self.hands.add_rules(rules, now)
        self.oracle.rules.append(rules)
