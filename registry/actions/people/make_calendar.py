"""Make a secret address of one's calendar, or withdraw it."""

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Session

from registry.domain.errors import Denied, Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.people import User
from registry.storage.preferences import preference_of

_TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """What is kept of a token: whoever reads the database learns no address."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_calendar(store: Store, actor: Actor, *, now: datetime) -> str:
    """The token of the person's new address, to be shown once; an address made before ends."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction(store) as session:
        preference = preference_of(session, _owner(session, actor).id or 0)
        preference.calendar_hash, preference.calendar_made_at = token_hash(token), now
        session.add(preference)
        _record(session, actor, "make_calendar", now)
    return token


def withdraw_calendar(store: Store, actor: Actor, *, now: datetime) -> None:
    """Ends the person's address. Raises Refusal when there is none."""
    with transaction(store) as session:
        preference = preference_of(session, _owner(session, actor).id or 0)
        if preference.calendar_hash is None:
            raise Refusal("没有在用的日历地址，无需停用。")
        preference.calendar_hash = preference.calendar_made_at = None
        session.add(preference)
        _record(session, actor, "withdraw_calendar", now)


def _owner(session: Session, actor: Actor) -> User:
    require(actor, Permission.READ_OWN)
    if actor.user_id is None:
        raise Denied("日历地址属于个人，请用自己的用户名登录后再办。")
    return session.get_one(User, actor.user_id, with_for_update={"key_share": True})


def _record(session: Session, actor: Actor, act: str, now: datetime) -> None:
    login = session.get_one(User, actor.user_id).login
    audit.record(session, now, actor.name, act, f"user:{actor.user_id}", login=login)
