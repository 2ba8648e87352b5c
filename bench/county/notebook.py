"""The notices of the county: what each reminds of, who was told, and what has come of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bench.county.facts import Person, Told
from bench.county.staff import Recipient, Staff

_EIGHT = timedelta(hours=8)
_OPENS, _CLOSES = (8, 30), (18, 0)
_ANY_HOUR = ("1", "0", "late-1")
Key = tuple[str, str, int, int, date, str, str]
Fallen = tuple[date, str, str]
"""(the day on which a reminder fell due, its kind, its label)"""


def day_in_china(now: datetime) -> date:
    return (now + _EIGHT).date()


@dataclass(frozen=True)
class Rung:
    """Some recipients of a matter's reminders; they climb to it when it is `late_from` days late, or have it all."""

    recipients: Sequence[Recipient]
    late_from: int | None = None


@dataclass(frozen=True)
class Matter:
    """Something that the clock reminds of: its day, since when its reminders count, and who hears of it."""

    subject: str
    subject_id: int
    begun_by: int
    due: date
    since: date
    before: tuple[int, ...]
    every: int
    kinds: tuple[str, str]  # before and after the day
    rungs: tuple[Rung, ...]
    state: str = ""


@dataclass
class Track:
    """The reminders that fell due for a rung of a matter, up to the day before `day`."""

    what: tuple[object, ...]
    day: date
    fallen: list[Fallen] = field(default_factory=list)


@dataclass
class Notebook:
    """Every notice that was owed. `why_not` says why one is no longer true, "" while it is."""

    staff: Staff
    why_not: Callable[[Told, date], str]
    reminders: dict[Key, Told] = field(default_factory=dict)
    events: list[dict[str, Told]] = field(default_factory=list)  # each telling: whose it is → the notice
    held: dict[int, Told] = field(default_factory=dict)
    _waiting: dict[int, tuple[Told, datetime]] = field(default_factory=dict)
    _shares: dict[int, list[Told]] = field(default_factory=dict)  # of others, merged into a deputy's own
    _of_passage: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    _tracks: dict[tuple[object, ...], Track] = field(default_factory=dict)

    # What happened.

    def tell(
        self,
        kind: str,
        passage: int,
        recipients: Iterable[Recipient],
        due: date | None,
        state: str,
        now: datetime,
    ) -> None:
        """A notice of what happened to a passage, to each of the recipients."""
        self.events.append({})
        first = Told(
            kind, "filing", passage, "", None, due, "", day_in_china(now),
            telling=len(self.events) - 1, state_then=state,
        )  # fmt: skip
        self._deliver(first, recipients, now)

    def _deliver(self, event: Told, recipients: Iterable[Recipient], now: datetime) -> None:
        """The event to those who did not have it, or from whom it was taken before they had it."""
        had = self.events[event.telling]
        made = [
            replace(
                event, owner=owner, person=person.id if person else None, made_on=day_in_china(now),
                state="waiting", why="",
            )
            for owner, person in recipients
            if owner not in had or had[owner].state == "cancelled"
        ]  # fmt: skip
        had.update({told.owner: told for told in made})
        self._begin(made, now)

    def leave(self, person: Person, nobody: str, now: datetime) -> None:
        """Somebody left: what waits goes back to whose it is; an event that no colleague was told is held."""
        for told, _ in list(self._waiting.values()):
            if told.person != person.id or told.subject not in ("filing", "document"):
                continue
            del self._waiting[id(told)]
            given_up = [*self._shares.pop(id(told), []), told]
            for share in given_up:
                share.state, share.why = "cancelled", "gone"
            for share in given_up if not told.label else ():
                self._keep(share, person, nobody, now)

    def _keep(self, told: Told, person: Person, nobody: str, now: datetime) -> None:
        if told.owner != str(person.id):
            owner = self.staff.people[int(told.owner)]
            to = self.staff.recipients([owner] if owner.is_active else [], day_in_china(now), nobody)
            self._deliver(told, to, now)
        elif not any(self._has(other, person) for other in self.events[told.telling].values()):
            self._deliver(told, [(nobody, None)], now)

    def _has(self, told: Told, without: Person) -> bool:
        """Whether an active colleague was told, or will be."""
        if told.person in (None, without.id) or told.state not in ("waiting", "told"):
            return False
        return self.staff.people[told.person or 0].is_active

    def told_of(self, passage: int, day: date) -> set[int]:
        """The active people whom a notice told this day as a deadline of the passage."""
        return {
            told.person
            for told in self._of_passage[passage]
            if told.due == day
            and told.person is not None
            and told.state in ("waiting", "told")
            and self.staff.people[told.person].is_active
        }

    def give_held(self, responsible: Callable[[Told], Sequence[Recipient]], now: datetime) -> None:
        """What was held goes to whoever is responsible now; a reminder is then told anew by the clock."""
        for told in list(self.held.values()):
            why = self.why_not(told, day_in_china(now))
            recipients = [] if why else responsible(told)
            if not why and not recipients:
                continue
            told.state, told.why = "cancelled", why or "given"
            del self.held[id(told)]
            if not why and not told.label:
                self._deliver(told, recipients, now)

    # What the clock reminds of.

    def remind(self, matters: Iterable[Matter], now: datetime) -> None:
        """To each recipient the newest reminder that fell due and was not told yet; the older ones are superseded."""
        newest: list[Told] = []
        for matter in matters:
            whose: dict[str, tuple[Recipient, set[Fallen]]] = {}
            for rung in matter.rungs:
                fallen = self._fallen(matter, rung.late_from, day_in_china(now))
                for recipient in rung.recipients if fallen else ():
                    whose.setdefault(recipient[0], (recipient, set()))[1].update(fallen)
            for recipient, reached in whose.values():
                *older, last = sorted(reached)
                if self._is_told(matter, recipient, last):
                    continue
                for fallen_before in older:
                    self._supersede(matter, recipient, fallen_before, now)
                newest.append(self._remember(matter, recipient, last, now))
        self._begin(newest, now)

    def _is_told(self, matter: Matter, recipient: Recipient, fallen: Fallen) -> bool:
        told = self.reminders.get(_key(matter, recipient, fallen))
        return told is not None and told.state != "cancelled"

    def _supersede(self, matter: Matter, recipient: Recipient, fallen: Fallen, now: datetime) -> None:
        told = self.reminders.get(_key(matter, recipient, fallen))
        if told is None:
            self._remember(matter, recipient, fallen, now).state = "superseded"
        elif told.state in ("waiting", "held"):
            self._set_aside(told)

    def _remember(self, matter: Matter, recipient: Recipient, fallen: Fallen, now: datetime) -> Told:
        owner, person = recipient
        told = Told(
            fallen[1], matter.subject, matter.subject_id, owner, person.id if person else None, matter.due,
            fallen[2], day_in_china(now), begun_by=matter.begun_by, state_then=matter.state,
        )  # fmt: skip
        self.reminders[_key(matter, recipient, fallen)] = told
        return told

    def _fallen(self, matter: Matter, late_from: int | None, today: date) -> list[Fallen]:
        """Every day up to today on which a reminder fell due, found by going through the days."""
        what = (matter.due, matter.since, matter.before, matter.every, matter.begun_by, late_from)
        which = (matter.subject, matter.subject_id, matter.kinds, late_from is None or late_from)
        track = self._tracks.get(which)
        if track is None or track.what != what:
            earliest = matter.due - timedelta(max(matter.before, default=0))
            track = self._tracks[which] = Track(what, max(matter.since, earliest))
        while track.day <= today:
            left = (matter.due - track.day).days
            if left >= 0 and left in matter.before and late_from is None:
                track.fallen.append((track.day, matter.kinds[0], str(left)))
            elif left < 0 and self._is_late_day(-left, matter.every, late_from):
                track.fallen.append((track.day, matter.kinds[1], f"late{left}"))
            track.day += timedelta(1)
        return track.fallen

    def _is_late_day(self, n_late: int, every: int, late_from: int | None) -> bool:
        if not every:
            return False
        if late_from is None:
            return n_late % every == 0
        return n_late == late_from or (n_late > late_from and n_late % every == 0)

    # What becomes of them.

    def _begin(self, made: Sequence[Told], now: datetime) -> None:
        """New notices wait to be sent, or are held; nobody gets the same one twice, a deputy keeps its own."""
        alike: dict[object, list[Told]] = defaultdict(list)
        for told in made:
            if told.subject == "filing":
                self._of_passage[told.subject_id].append(told)
            if told.person is None:
                told.state, self.held[id(told)] = "held", told
            else:
                alike[
                    told.kind, told.subject, told.subject_id, told.due, told.label, told.begun_by, told.person
                ].append(told)
        for group in alike.values():
            first, *others = sorted(group, key=lambda told: told.owner != str(told.person))
            self._waiting[id(first)] = (first, now)
            self._shares[id(first)] = others
            for told in others:
                told.state = "superseded"

    def _set_aside(self, told: Told) -> None:
        told.state = "superseded"
        self._waiting.pop(id(told), None)
        self.held.pop(id(told), None)

    def mail(self, now: datetime, *, is_away: bool) -> None:
        """What waits goes out, unless it is no longer true; mail that is not urgent waits for the opening hours.

        While the post is away, only those without an address are told.
        """
        local = now + _EIGHT
        is_open = _OPENS <= (local.hour, local.minute) < _CLOSES
        for number, (told, not_before) in list(self._waiting.items()):
            if not_before > now:
                continue
            assert told.person is not None
            person = self.staff.people[told.person]
            if (
                why := "off"
                if not person.is_active
                else self.why_not(told, local.date())
                if told.label
                else ""
            ):
                told.state, told.why = "cancelled", why
            elif person.has_mail and not is_open and told.label not in _ANY_HOUR:
                opening = local.replace(hour=8, minute=30, second=0, microsecond=0)
                opening += timedelta(local >= opening)
                self._waiting[number] = (told, opening - _EIGHT)
                continue
            elif person.has_mail and is_away:
                continue
            else:
                told.state = "told"
            del self._waiting[number]


def _key(matter: Matter, recipient: Recipient, fallen: Fallen) -> Key:
    _, kind, label = fallen
    return kind, matter.subject, matter.subject_id, matter.begun_by, matter.due, label, recipient[0]
