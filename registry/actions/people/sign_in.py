"""Sign a user in: checks the password, and limits how often it may be guessed."""

from datetime import datetime, timedelta

from registry.actions.people._passwords import MAX_LENGTH, is_right
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.storage import audit, people
from registry.storage.engine import Store, transaction
from registry.storage.people import User

WINDOW = timedelta(minutes=15)
MAX_OF_LOGIN = 5
MAX_OF_ADDRESS = 20
KEPT = timedelta(days=1)


def sign_in(store: Store, *, login: str, password: str, address: str, now: datetime) -> User:
    """The user. Raises Refusal for a wrong password, and for any password after too many failures.

    An attempt is recorded as failed before the password is checked, so that guesses at the same time all count; a
    right password deletes the failures of this login.
    """
    login = login.strip().lower()[:60]
    user = _begin_attempt(store, login, address, now)
    password_hash = user.password_hash if user and user.is_active else None
    if not is_right(password_hash, password[: MAX_LENGTH + 1]) or user is None:
        raise Refusal("用户名或密码不正确，请核对后重新输入。", "password")
    with transaction(store) as session:
        people.forget_failures_of(session, login)
        name = people.actor_of(user).name
        audit.record(session, now, name, "sign_in", f"user:{user.id}", login=login, address=address)
    return user


def _begin_attempt(store: Store, login: str, address: str, now: datetime) -> User | None:
    with transaction(store) as session:
        people.prune_failures(session, now - KEPT)
        until = _refused_until(
            people.failures_of_login(session, login, now - WINDOW), MAX_OF_LOGIN
        ) or _refused_until(people.failures_from_address(session, address, now - WINDOW), MAX_OF_ADDRESS)
        if until:
            at = until.astimezone(SHANGHAI)
            raise Refusal(
                f"登录失败次数过多，已暂停登录，请在{at:%H:%M}之后再试。忘记密码请联系系统管理员重设。",
                "password",
            )
        session.add(people.SignInFailure(login=login, address=address, at=now))
        return people.user_by_login(session, login)


def _refused_until(failures: list[datetime], limit: int) -> datetime | None:
    """When the next attempt is allowed, rounded up to the minute; None if it is now. `failures` are newest first."""
    if len(failures) < limit:
        return None
    return failures[limit - 1] + WINDOW + timedelta(minutes=1)
