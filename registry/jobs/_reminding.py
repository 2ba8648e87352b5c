"""What reminders are made of: the day of a run, a deadline with its facts, its recipients and their thresholds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.domain.authorities import AuthorityKind
from registry.domain.notices import Threshold
from registry.storage.authorities import Authority, all_authorities
from registry.storage.people import User, contacts_by_authority, office_people, told_of_everything
from registry.storage.recipients import NO_CONTACT, NO_OFFICE, Recipient, clerks, heads, leads, recipients
from registry.storage.rulebook import Rulebook


@dataclass(frozen=True)
class Told:
    """A recipient of a deadline's reminders, the thresholds it reached, oldest first, and what it alone is told."""

    recipient: Recipient
    reached: Sequence[Threshold]
    facts_at: Callable[[Threshold], Mapping[str, str]] = lambda _: {}


@dataclass(frozen=True)
class Deadline:
    """A deadline with those to remind by today; `step` tells apart the steps of one subject."""

    subject: str
    subject_id: int
    due_on: date
    facts: Mapping[str, str]
    told: Sequence[Told]
    step: str = ""


@dataclass(frozen=True)
class Day:
    """The day of a run, with what every search for deadlines reads once.

    `authorities` keeps them in the session, where the facts of every notice look for them.
    """

    session: Session
    book: Rulebook
    today: date
    office: Sequence[User]
    authorities: Sequence[Authority]
    clerks: Sequence[User]
    leads: Sequence[User]
    contacts: Mapping[int, Sequence[User]]

    def contacts_of(self, authority_id: int) -> list[User]:
        return told_of_everything(self.contacts.get(authority_id, ()))

    def heads_of(self, authority_id: int) -> list[User]:
        return heads(self.contacts.get(authority_id, ()))

    def recipients(self, people: Iterable[User], nobody: str = "") -> list[Recipient]:
        return recipients(self.session, people, self.today, nobody=nobody)


def day_of_run(session: Session, book: Rulebook, today: date) -> Day:
    """The day with the people of the office and of every authority."""
    return Day(
        session,
        book,
        today,
        office_people(session),
        all_authorities(session),
        clerks(session),
        leads(session),
        contacts_by_authority(session),
    )


def clock_facts(due_on: date, working: str, today: date) -> dict[str, str]:
    """The facts that every reminder has: the deadline, its working, and the days left as of today."""
    days = (due_on - today).days
    left = "今日届满" if days == 0 else f"还剩{days}日" if days > 0 else f"已逾期{-days}日"
    return {"due_on": due_on.isoformat(), "working": working, "as_of": today.isoformat(), "left": left}


def told_of_authority(day: Day, reached: Sequence[Threshold], authority_id: int | None) -> list[Told]:
    """The authority's contacts, if the deadline is an authority's, and the office, at the same thresholds."""
    if not reached:
        return []
    people = day.recipients(day.office, NO_OFFICE)
    if authority_id is not None:
        is_government = day.session.get_one(Authority, authority_id).kind is AuthorityKind.GOVERNMENT
        nobody = "" if is_government else NO_CONTACT  # the office acts for the government
        people = [*day.recipients(day.contacts_of(authority_id), nobody), *people]
    return [Told(person, reached) for person in people]
