"""How a person wants to be told: mail or a daily digest, hooks, a calendar address; and which hints were closed."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.deliveries import Channel, Reach
from registry.storage.columns import Instant, unchecked_word
from registry.storage.people import User


class Preference(SQLModel, table=True):
    """What a person chose; who chose nothing has no row, and gets mail. The calendar's token is kept as its hash."""

    user_id: int = Field(primary_key=True, foreign_key="user.id")
    wants_mail: bool = True
    digest_hour: int | None = None
    calendar_hash: str | None = Field(default=None, max_length=64, unique=True)
    calendar_made_at: datetime | None = Field(default=None, sa_type=Instant)
    has_closed_first_steps: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Hook(SQLModel, table=True):
    """An address that a person's messages are posted to. `secret` signs them; a robot's may be empty."""

    user_id: int = Field(primary_key=True, foreign_key="user.id")
    channel: Channel = Field(primary_key=True, sa_type=unchecked_word(Channel, 20))
    url: str = Field(max_length=500)
    secret: str = Field(default="", max_length=200)
    changed_at: datetime = Field(sa_type=Instant)


def preference_of(session: Session, user_id: int) -> Preference:
    """What a person chose, or what holds for who chose nothing."""
    return session.get(Preference, user_id) or Preference(user_id=user_id)


def hooks_of(session: Session, user_id: int) -> dict[Channel, Hook]:
    query = select(Hook).where(Hook.user_id == user_id)
    return {hook.channel: hook for hook in session.exec(query).all()}


def reach_of(session: Session, person: User, has_mail_server: bool) -> Reach:
    """How this person can be reached by a deployment with or without a mail server."""
    preference = preference_of(session, person.id or 0)
    return Reach(
        has_mail=has_mail_server and bool(person.email) and preference.wants_mail,
        digest_hour=preference.digest_hour,
        hooks=frozenset(hooks_of(session, person.id or 0)),
    )


def owner_of_calendar(session: Session, token_hash: str) -> User | None:
    """The active person whose calendar has the token with this hash."""
    query = select(User).join(Preference, col(Preference.user_id) == col(User.id))
    return session.exec(query.where(Preference.calendar_hash == token_hash, User.is_active)).first()


def people_with_digest(session: Session) -> list[tuple[User, int]]:
    """The active people who want a daily digest by mail, with its hour."""
    query = (
        sa.select(User, col(Preference.digest_hour))
        .join(Preference, col(Preference.user_id) == col(User.id))
        .where(
            col(Preference.digest_hour).is_not(None),
            col(Preference.wants_mail),
            col(User.is_active),
            col(User.email) != "",
        )
        .order_by(col(User.id))
    )
    return [(user, hour) for user, hour in session.execute(query)]
