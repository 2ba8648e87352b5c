"""Who is responsible in the county on a day, and who gets a notice that is somebody's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bench.county.facts import Person

NO_CONTACT, NO_OFFICE, NO_LEAD = "authority", "office", "lead"
_OFFICE = ("clerk", "lead")
Recipient = tuple[str, Person | None]
"""(whose notice it is, who gets it)"""


@dataclass
class Staff:
    """The people of the authorities and of the office."""

    people: dict[int, Person] = field(default_factory=dict)
    _groups: dict[object, tuple[Person, ...]] = field(default_factory=dict)

    def changed(self) -> None:
        """Somebody came, went, or changed places."""
        self._groups.clear()

    def contacts(self, authority: int) -> tuple[Person, ...]:
        """Those of an authority who are told of everything: its heads only where it has nobody else."""
        own = self._of_authority(authority)
        return tuple(person for person in own if not person.is_head) or own

    def heads(self, authority: int) -> tuple[Person, ...]:
        """The heads of an authority who are told only of what is late."""
        told = self.contacts(authority)
        return tuple(person for person in self._of_authority(authority) if person not in told)

    def clerks(self) -> tuple[Person, ...]:
        return self._group("clerk", lambda person: person.role == "clerk") or self.leads()

    def leads(self) -> tuple[Person, ...]:
        return self._group("lead", lambda person: person.role == "lead")

    def office(self) -> tuple[Person, ...]:
        return self._group("office", lambda person: person.role in _OFFICE)

    def recipients(self, people: Iterable[Person], day: date, nobody: str = "") -> list[Recipient]:
        """Who gets the notices of these people on a day; without any, nobody, if `nobody` says whose it is."""
        chosen: list[Recipient] = [(str(person.id), self.holder(person, day)) for person in people]
        return chosen or ([(nobody, None)] if nobody else [])

    def holder(self, person: Person, day: date) -> Person:
        """The person; its deputy while it is absent; the deputy's while that one is absent too; never back."""
        deputy = self._deputy(person, day)
        if deputy is None:
            return person
        second = self._deputy(deputy, day)
        return deputy if second is None or second is person else second

    def _deputy(self, person: Person, day: date) -> Person | None:
        if not person.is_absent(day) or person.deputy is None:
            return None
        deputy = self.people[person.deputy]
        is_alike = (
            deputy.role == "contact" and deputy.authority == person.authority
            if person.role == "contact"
            else {deputy.role, person.role} <= set(_OFFICE)
        )
        return deputy if deputy.is_active and is_alike and deputy is not person else None

    def _of_authority(self, authority: int) -> tuple[Person, ...]:
        return self._group(authority, lambda person: person.authority == authority)

    def _group(self, which: object, belongs: Callable[[Person], bool]) -> tuple[Person, ...]:
        if which not in self._groups:
            self._groups[which] = tuple(
                person for person in self.people.values() if person.is_active and belongs(person)
            )
        return self._groups[which]
