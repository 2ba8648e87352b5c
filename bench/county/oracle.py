"""What follows from the county's days: every deadline, and which notice is owed to whom on which day.

A plain day-by-day loop, written from DOMAIN §3, §4, §6 and the contract of the notices. It shares no code with the
register, and knows of it only the numbers by which people, papers and passages are called.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bench.county.counting import WallCalendar
from bench.county.facts import Act, Paper, Passage, Rules, Step, Told
from bench.county.notebook import Matter, Notebook, Rung, day_in_china
from bench.county.process import (
    ASKS_NOBODY,
    AWAITED,
    CORRECTING,
    ENDED,
    EXAMINED,
    OF_AUTHORITY,
    WAYS,
)
from bench.county.staff import NO_CONTACT, NO_LEAD, NO_OFFICE, Recipient, Staff

_SUBMISSION = ("filing_due", "filing_overdue")
_STEP = ("step_due", "step_overdue")
_CORRECTION = ("correction_due", "correction_overdue")


@dataclass
class Oracle:
    """The county's facts, and what is owed by them."""

    tracked_from: date
    rules: list[Rules]
    next_cleanup: date
    government: int = 0
    calendar: WallCalendar = field(default_factory=WallCalendar)
    staff: Staff = field(default_factory=Staff)
    papers: dict[int, Paper] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    notebook: Notebook = field(init=False)
    _open: dict[int, Passage] = field(default_factory=dict)
    _lapsing: dict[date, dict[int, Paper]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        self.notebook = Notebook(self.staff, self.why_not)

    # What people do.

    def rules_of(self, published: date) -> Rules:
        """The rules in force on the day of publication; the first ones for what is older than any."""
        begun = [rules for rules in self.rules if rules.since <= published] or self.rules[:1]
        return max(begun, key=lambda rules: (rules.since, rules.version))

    def entered(self, paper: Paper) -> None:
        """A paper was registered."""
        self.papers[paper.id] = paper
        self._mark_lapse(paper)

    def owes(self, passage: Passage, now: datetime, *, is_told: bool) -> None:
        """A published paper owes a passage, of which its authority is told."""
        self.passages[passage.id] = self._open[passage.id] = passage
        self._set_due(passage)
        if is_told:
            self._tell_authority("filing_owed", passage, now)

    def moved(
        self, passage: Passage, move: str, on: date, now: datetime, correct_by: date | None = None
    ) -> None:
        """A move was made; the other side hears of it with the day that is next."""
        way, before = WAYS[move], passage.state
        assert before in way.before, (passage, move)
        passage.state = way.after or before
        day_before = passage.step_due
        passage.steps.append(Step(move, on, day_in_china(now), before, passage.state, correct_by))
        if passage.state in ENDED:
            del self._open[passage.id]
        newest = self.rules_of(self.papers[passage.paper].published or on)
        if way.clock == "start":
            passage.review_rules = newest
        passage.step_rules = newest
        passage.correct_by = correct_by or passage.correct_by
        self._set_step_due(passage)
        if way.notice and way.by_authority:
            office = self.staff.recipients(self.staff.office(), day_in_china(now), NO_OFFICE)
            self._tell(way.notice, passage, office, now)
        elif way.notice:
            self._tell_authority(way.notice, passage, now)
        if way.clock == "extend" and day_before is not None:
            self._tell_others(passage, day_before, now)

    def published_on_corrected(self, paper: Paper, published: date, now: datetime) -> None:
        paper.published = published
        for passage in [passage for passage in self.passages.values() if passage.paper == paper.id]:
            before = passage.due
            self._set_due(passage)
            if passage.due != before and passage.state not in ENDED:
                self._tell_moved(passage, before, passage.due, is_step=False, now=now)

    def decreed(
        self, year: int, off: frozenset[date], worked: frozenset[date], now: datetime
    ) -> list[Passage]:
        """A year's days off were decreed or changed; the passages still open are counted anew, and returned."""
        self.calendar.hang(year, off, worked)
        for passage in self._open.values():
            before, step_before = passage.due, passage.step_due
            if passage.due_rules is not None:
                self._set_due(passage, passage.due_rules)
            if passage.due != before:
                self._tell_moved(passage, before, passage.due, is_step=False, now=now)
            if step_before is not None:
                self._set_step_due(passage)
            if passage.step_due != step_before:
                self._tell_moved(passage, step_before, passage.step_due, is_step=True, now=now)
        return list(self._open.values())

    def acted(self, paper: Paper, act: Act) -> None:
        """Something was recorded that moves or ends its validity."""
        last, _ = paper.validity()
        if last is not None:
            self._lapsing[last].pop(paper.id)
        paper.acts.append(act)
        self._mark_lapse(paper)

    def took_over(self, old: int, heir: int, *, also_ended: bool) -> None:
        """An authority's matters and people went to another; what had ended stays, unless the two were one."""
        for paper in self.papers.values():
            if paper.authority == old:
                paper.authority = heir
        for passage in self.passages.values():
            if passage.authority == old and (also_ended or passage.state not in ENDED):
                passage.authority = heir
        for person in self.staff.people.values():
            if person.authority == old:
                person.authority = heir
        self.staff.changed()

    def _mark_lapse(self, paper: Paper) -> None:
        last, _ = paper.validity()
        if last is not None:
            self._lapsing[last][paper.id] = paper

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
        """The last move's own period, or else the end of the review while its clock runs."""
        last = passage.steps[-1]
        way, rules = WAYS[last.move], passage.step_rules
        if passage.state in ENDED or passage.state == "owed" or rules is None:
            passage.step_due = None
        elif way.is_worked:
            passage.step_due = self.calendar.nth_worked_day(last.on, getattr(rules, way.period))
        elif way.period:
            passage.step_due = self.calendar.last_day(last.on, getattr(rules, way.period), rules.rolls)
        else:
            passage.step_due = self._end_of_review(passage)

    def _end_of_review(self, passage: Passage) -> date | None:
        """The days of the review counted from registration, those left out during which its clock stood still."""
        rules = passage.review_rules
        if rules is None:
            return None
        turns = [(WAYS[step.move].clock, step.on) for step in passage.steps if WAYS[step.move].clock]
        start = next(on for clock, on in turns if clock == "start")
        days = rules.review_days + (
            rules.extension_days if any(clock == "extend" for clock, _ in turns) else 0
        )
        stopped_on: date | None = None
        for clock, on in turns:
            if clock == "stop":
                stopped_on = on
            elif clock == "resume" and stopped_on is not None:
                days += (on - stopped_on).days
                stopped_on = None
        return self.calendar.last_day(start, days, rules.rolls) if stopped_on is None else None

    # What the clock does.

    def clock_ran(self, now: datetime) -> None:
        """What was held goes to whoever is responsible now; then the reminders that are owed by now."""
        today = day_in_china(now)
        self.notebook.give_held(lambda told: self._responsible(told, today), now)
        self.notebook.remind([*self._steps(today), *self._expiries(today), self._cleanup(today)], now)

    def _steps(self, today: date) -> Iterator[Matter]:
        for passage in self._open.values():
            paper = self.papers[passage.paper]
            rules = self.rules_of(paper.published or passage.deadline or today)
            if passage.deadline is not None and (rungs := self._rungs(passage, rules, today)):
                begun_by = _begun_by(passage)
                is_awaited = passage.state in AWAITED
                yield Matter(
                    "filing", passage.id, begun_by, passage.deadline, self._since(passage, begun_by),
                    rules.reminders if is_awaited else rules.step_reminders,
                    rules.late_every if is_awaited else rules.step_late_every,
                    _SUBMISSION if is_awaited else _STEP, rungs, passage.state,
                )  # fmt: skip
            if passage.correct_by is not None and passage.state in CORRECTING:
                begun_by = _corrected_by(passage)
                yield Matter(
                    "filing", passage.id, begun_by, passage.correct_by, self._since(passage, begun_by),
                    rules.step_reminders, rules.step_late_every, _CORRECTION,
                    self._rungs_of_authority(passage, rules, rules.step_late_every, today), passage.state,
                )  # fmt: skip

    def _since(self, passage: Passage, begun_by: int) -> date:
        entered = max(self.tracked_from, self.papers[passage.paper].entered_on)
        return max(entered, passage.steps[begun_by - 1].typed_on) if begun_by else entered

    def _rungs(self, passage: Passage, rules: Rules, today: date) -> tuple[Rung, ...]:
        """Whose a step is, and who hears of its lateness besides; nobody here hears of the upper reviewer's."""
        if passage.state in OF_AUTHORITY:
            every = rules.late_every if passage.state in AWAITED else rules.step_late_every
            return self._rungs_of_authority(passage, rules, every, today)
        if passage.goes_up:
            return ()
        if passage.state == "feedback":
            return (Rung(self.staff.recipients(self.staff.leads(), today, NO_LEAD)),)
        return self._rungs_of_office(rules, today)

    def _rungs_of_office(self, rules: Rules, today: date) -> tuple[Rung, ...]:
        staff = self.staff
        return (
            Rung(staff.recipients(staff.clerks(), today, NO_OFFICE)),
            Rung(staff.recipients(staff.leads(), today), rules.late_lead_days),
        )

    def _rungs_of_authority(
        self, passage: Passage, rules: Rules, every: int, today: date
    ) -> tuple[Rung, ...]:
        if passage.goes_up:
            return self._rungs_of_office(rules, today)
        staff, which = self.staff, passage.authority
        return (
            Rung(staff.recipients(staff.contacts(which), today, NO_CONTACT)),
            Rung(staff.recipients(staff.heads(which), today), rules.late_head_days),
            Rung(staff.recipients(staff.clerks(), today), every),
            Rung(staff.recipients(staff.leads(), today), rules.late_lead_days),
        )

    def _expiries(self, today: date) -> Iterator[Matter]:
        farthest = max(max(rules.expiry_reminders) for rules in self.rules)
        days = (today + timedelta(n) for n in range(farthest + 1))
        for paper in [paper for day in days for paper in self._lapsing.get(day, {}).values()]:
            last, ended_on = paper.validity()
            if last is None or ended_on is not None:
                continue
            rules = self.rules_of(paper.published or last)
            nobody = "" if paper.authority == self.government else NO_CONTACT
            contacts = self.staff.recipients(self.staff.contacts(paper.authority), today, nobody)
            office = self.staff.recipients(self.staff.office(), today, NO_OFFICE)
            yield Matter(
                "document", paper.id, 0, last, max(self.tracked_from, paper.entered_on), rules.expiry_reminders,
                0, ("expiry_due", ""), (Rung([*contacts, *office]),),
            )  # fmt: skip

    def _cleanup(self, today: date) -> Matter:
        office = self.staff.recipients(self.staff.office(), today, NO_OFFICE)
        return Matter(
            "cleanup", 0, 0, self.next_cleanup, self.tracked_from, self.rules_of(today).cleanup_reminders, 30,
            ("cleanup_due", "cleanup_overdue"), (Rung(office),),
        )  # fmt: skip

    # What is no longer true, and who is responsible for what nobody got.

    def why_not(self, told: Told, today: date) -> str:
        """Why a reminder, or what was held, is no longer true; "" while it is."""
        if told.subject == "document":
            last, ended_on = self.papers[told.subject_id].validity()
            if (ended_on is not None and ended_on <= today) or (last is not None and last < today):
                return "closed"
            return "moved" if ended_on is not None or last != told.due else ""
        if told.subject == "cleanup":
            return "" if self.next_cleanup == told.due else "closed"
        passage = self.passages[told.subject_id]
        if not told.label:
            return "" if told.kind in ASKS_NOBODY or passage.state == told.state_then else "done"
        if told.kind in _CORRECTION:
            if passage.state not in CORRECTING or _corrected_by(passage) != told.begun_by:
                return "closed"
            return "" if passage.correct_by == told.due else "moved"
        kinds = _SUBMISSION if passage.state in AWAITED else _STEP
        if passage.state in ENDED or told.kind not in kinds or _begun_by(passage) != told.begun_by:
            return "closed"
        return "" if passage.deadline == told.due else "moved"

    def _responsible(self, told: Told, today: date) -> Sequence[Recipient]:
        if told.owner == NO_LEAD:
            return self.staff.recipients(self.staff.leads(), today)
        if told.owner == NO_OFFICE:
            return self.staff.recipients(self.staff.office(), today)
        subject = self.passages if told.subject == "filing" else self.papers
        return self.staff.recipients(self.staff.contacts(subject[told.subject_id].authority), today)

    # Notices of what happened.

    def _tell_authority(self, kind: str, passage: Passage, now: datetime) -> None:
        """The authority's contacts; the office for a government that files upward and has none."""
        self._tell(kind, passage, self._contacts_of(passage, day_in_china(now)), now)

    def _contacts_of(self, passage: Passage, day: date) -> list[Recipient]:
        contacts = self.staff.contacts(passage.authority)
        if passage.goes_up:
            return self.staff.recipients(contacts or self.staff.office(), day, NO_OFFICE)
        return self.staff.recipients(contacts, day, NO_CONTACT)

    def _tell(
        self,
        kind: str,
        passage: Passage,
        recipients: Sequence[Recipient],
        now: datetime,
        due: date | None = None,
    ) -> None:
        due = due or passage.step_due or passage.due
        self.notebook.tell(kind, passage.id, recipients, due, passage.state, now)

    def _tell_others(self, passage: Passage, before: date, now: datetime) -> None:
        """An extension moved the day of a review: whoever else was told the old day hears of the new one."""
        known = self._contacts_of(passage, day_in_china(now))
        ids = self.notebook.told_of(passage.id, before) - {int(owner) for owner, person in known if person}
        others = [self.staff.people[person_id] for person_id in sorted(ids)]
        recipients = self.staff.recipients(others, day_in_china(now))
        self._tell("filing_recomputed", passage, recipients, now)

    def _tell_moved(
        self, passage: Passage, before: date | None, after: date | None, *, is_step: bool, now: datetime
    ) -> None:
        """A deadline came to another day: those whose it is hear of it, and those who were told the old day."""
        is_of_authority = not is_step or passage.state in OF_AUTHORITY
        people = self.staff.contacts(passage.authority) if is_of_authority else self.staff.office()
        if is_of_authority and passage.goes_up:
            people = people + self.staff.office()
        concerned = {person.id: person for person in people}
        if before is not None:
            ids = self.notebook.told_of(passage.id, before)
            concerned |= {person_id: self.staff.people[person_id] for person_id in ids}
        nobody = NO_OFFICE if passage.goes_up else NO_CONTACT
        recipients = self.staff.recipients(concerned.values(), day_in_china(now), nobody)
        self._tell("filing_recomputed", passage, recipients, now, after)


def _begun_by(passage: Passage) -> int:
    """Which of its moves began the present step, counted from 1; 0 while it is owed. The examination is one step."""
    if passage.state == "owed":
        return 0
    for number, step in reversed(list(enumerate(passage.steps, 1))):
        if step.before != step.after and not {step.before, step.after} <= set(EXAMINED):
            return number
    return 0


def _corrected_by(passage: Passage) -> int:
    """Which of its moves set the day of the correction, counted from 1."""
    numbers = [n for n, step in enumerate(passage.steps, 1) if step.correct_by]
    return numbers[-1] if numbers else 0
