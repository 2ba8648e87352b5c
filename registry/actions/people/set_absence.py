"""Say from when to when somebody is absent, and who gets its notices meanwhile."""

from datetime import date, datetime

from sqlmodel import Session

from registry.domain.deputies import check_absence
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.people import User


def set_absence(
    store: Store,
    actor: Actor,
    user_id: int,
    *,
    absent_from: date | None,
    absent_until: date | None,
    deputy_id: int | None,
    now: datetime,
) -> User:
    """The user with these days of absence, both included; without days, absent no more. Raises Refusal.

    A person says it of itself, an admin of everybody.
    """
    if actor.user_id != user_id:
        require(actor, Permission.MANAGE_PEOPLE)
    with transaction(store) as session:
        user = session.get(User, user_id, with_for_update={"key_share": True})
        if user is None or not user.is_active:
            raise Refusal("没有这个用户，或者账号已停用，请刷新后再试。")
        deputy = _deputy(session, deputy_id)
        check_absence(user, absent_from, absent_until, deputy, day_of(now))
        user.absent_from, user.absent_until, user.deputy_id = absent_from, absent_until, deputy_id
        session.add(user)
        audit.record(
            session,
            now,
            actor.name,
            "set_absence",
            f"user:{user_id}",
            login=user.login,
            absent_from=absent_from.isoformat() if absent_from else "",
            absent_until=absent_until.isoformat() if absent_until else "",
            deputy=deputy.login if deputy else "",
        )
        return user


def _deputy(session: Session, deputy_id: int | None) -> User | None:
    if deputy_id is None:
        return None
    deputy = session.get(User, deputy_id)
    if deputy is None:
        raise Refusal("没有这位代收人，请重新选择。", "deputy_id")
    return deputy
