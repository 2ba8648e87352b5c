"""Users, and the sign-ins that failed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.roles import Actor, Role
from registry.storage.authorities import Authority
from registry.storage.columns import Instant, word

_LOGIN_AFTER_NAME = re.compile(r"（[a-z0-9._-]+）$")


class User(SQLModel, table=True):
    """A person who signs in. Sessions carry `session_version`: raising it ends all sessions of the user.

    `is_head` is 分管负责人: a contact who is also told what is late. From `absent_from` to `absent_until`, both days
    included, notices go to the deputy instead.
    """

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=60)
    role: Role = Field(sa_type=word(Role, "role"))
    authority_id: int | None = Field(default=None, foreign_key="authority.id", index=True)
    email: str = Field(default="", max_length=200)
    password_hash: str = Field(max_length=200)
    is_active: bool = True
    is_head: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    absent_from: date | None = None
    absent_until: date | None = None
    deputy_id: int | None = None
    session_version: int = 1
    created_at: datetime = Field(sa_type=Instant)


class SignInFailure(SQLModel, table=True):
    __tablename__ = "sign_in_failure"
    __table_args__ = (
        sa.Index("ix_sign_in_failure_login_at", "login", "at"),
        sa.Index("ix_sign_in_failure_address_at", "address", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=60)
    address: str = Field(max_length=60)
    at: datetime = Field(sa_type=Instant)


def user_by_login(session: Session, login: str) -> User | None:
    return session.exec(select(User).where(User.login == login)).first()


def active_users(session: Session, roles: Sequence[Role], authority_id: int | None = None) -> list[User]:
    """The active users with these roles; of one authority, if it is given."""
    query = select(User).where(col(User.role).in_(roles), User.is_active)
    if authority_id is not None:
        query = query.where(User.authority_id == authority_id)
    return list(session.exec(query.order_by(col(User.id))).all())


@dataclass(frozen=True)
class UserFilter:
    """`words` is part of a name, login, mail address or name of an authority."""

    words: str = ""
    role: Role | None = None
    is_active: bool | None = None


USER_SORTS: dict[str, Any] = {
    "name": col(User.name),
    "role": (col(User.role), col(User.login)),
    "authority": col(Authority.name),
    "active": col(User.is_active),
}


def users_matching(wanted: UserFilter) -> Any:
    """The query of (user, name of the authority or None), unordered."""
    query = sa.select(User, col(Authority.name)).join(
        Authority, col(Authority.id) == col(User.authority_id), isouter=True
    )
    if wanted.words:
        columns = (User.name, User.login, User.email, Authority.name)
        query = query.where(sa.or_(*(col(name).contains(wanted.words, autoescape=True) for name in columns)))
    if wanted.role is not None:
        query = query.where(col(User.role) == wanted.role)
    if wanted.is_active is not None:
        query = query.where(col(User.is_active).is_(wanted.is_active))
    return query


def failures_of_login(session: Session, login: str, since: datetime) -> list[datetime]:
    """The times of failed sign-ins with this login, newest first."""
    return _failures(session, col(SignInFailure.login) == login, since)


def failures_from_address(session: Session, address: str, since: datetime) -> list[datetime]:
    """The times of failed sign-ins from this address, newest first."""
    return _failures(session, col(SignInFailure.address) == address, since)


def forget_failures_of(session: Session, login: str) -> None:
    session.execute(sa.delete(SignInFailure).where(col(SignInFailure.login) == login))


def prune_failures(session: Session, before: datetime) -> None:
    session.execute(sa.delete(SignInFailure).where(col(SignInFailure.at) < before))


def actor_of(user: User) -> Actor:
    """The user as an actor; the name contains the login, since two people may have the same name."""
    return Actor(f"{user.name}（{user.login}）", user.role, user.id, user.authority_id)


def person_of(actor_name: str) -> str:
    """The name of an actor for papers: without the login that `actor_of` adds."""
    return _LOGIN_AFTER_NAME.sub("", actor_name)


def _failures(session: Session, which: sa.ColumnElement[bool], since: datetime) -> list[datetime]:
    query = select(SignInFailure.at).where(which, SignInFailure.at >= since)
    return list(session.exec(query.order_by(col(SignInFailure.at).desc())).all())


def office_people(session: Session) -> list[User]:
    """The active clerks and leads of the law office."""
    return active_users(session, [Role.CLERK, Role.LEAD])


def authority_people(session: Session, authority_id: int) -> list[User]:
    """The active contacts of an authority who are told of everything."""
    return told_of_everything(active_users(session, [Role.CONTACT], authority_id))


def told_of_everything(contacts: Sequence[User]) -> list[User]:
    """The contacts of an authority without its heads, unless it has no others."""
    return [person for person in contacts if not person.is_head] or list(contacts)


def contacts_by_authority(session: Session) -> dict[int, list[User]]:
    """The active contacts of every authority that has any."""
    contacts: dict[int, list[User]] = {}
    for person in active_users(session, [Role.CONTACT]):
        contacts.setdefault(person.authority_id or 0, []).append(person)
    return contacts
