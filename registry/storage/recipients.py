"""Whose a notice is and who gets it on a day: the person, its deputy, or nobody while nobody is responsible."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.domain.deputies import stand_in
from registry.domain.roles import Actor, Role
from registry.storage.people import User, active_users, told_of_everything

NO_CONTACT, NO_OFFICE, NO_LEAD = "authority", "office", "lead"
NOBODY_WORDS: dict[str, str] = {
    NO_CONTACT: "没有在用的联络员",
    NO_OFFICE: "法制机构没有在用的经办人和负责人",
    NO_LEAD: "法制机构没有在用的负责人",
}
"""The recipients of notices that are held, as their keys name them, and why nobody gets them."""


@dataclass(frozen=True)
class Recipient:
    """`owner` is whose notice it is, as its key names it; `user` gets it, nobody while it is held.

    `stands_for` is the name of the owner when a deputy gets it.
    """

    owner: str
    user: User | None
    stands_for: str = ""


def named_for(name: str, stands_for: str) -> str:
    """The name of who gets a notice, with whom it stands for."""
    return f"{name}（代{stands_for}）" if stands_for else name


def names_of(chosen: Iterable[Recipient]) -> list[str]:
    """Who gets a notice, every person once: 李代收（代周起草）."""
    owners: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for to in chosen:
        if to.user and to.user.id:
            names[to.user.id] = to.user.name
            owners.setdefault(to.user.id, []).extend([to.stands_for] if to.stands_for else [])
    return [named_for(name, "、".join(owners[user_id])) for user_id, name in names.items()]


def recipients(session: Session, people: Iterable[User], day: date, *, nobody: str = "") -> list[Recipient]:
    """The recipients of a day's notices to these people; without any, one that is nobody, if `nobody` says why."""
    chosen = [_recipient(session, person, day) for person in people]
    return chosen or ([Recipient(nobody, None)] if nobody else [])


def clerks(session: Session) -> list[User]:
    """The active clerks; the leads of an office that has none, since a lead may make every clerk's move."""
    return active_users(session, [Role.CLERK]) or leads(session)


def acts_as_clerk(session: Session, actor: Actor) -> bool:
    """Whether the person is a lead of an office without active clerks, and gets what is theirs."""
    return actor.role is Role.LEAD and not active_users(session, [Role.CLERK])


def leads(session: Session) -> list[User]:
    return active_users(session, [Role.LEAD])


def heads(contacts: Sequence[User]) -> list[User]:
    """The 分管负责人 among the contacts of an authority, who are told beside the others; none if it has no others."""
    told = {person.id for person in told_of_everything(contacts)}
    return [person for person in contacts if person.id not in told]


def _recipient(session: Session, person: User, day: date) -> Recipient:
    holder = stand_in(person, day, lambda user_id: session.get(User, user_id))
    return Recipient(str(person.id), holder, person.name if holder is not person else "")
