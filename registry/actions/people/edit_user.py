"""Change a user's name, role, authority or address, switch the login off, or set a new password."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.actions.people._leaving import leave_notices
from registry.actions.people._passwords import check_strength, hash_password
from registry.actions.people.add_user import check_person
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, Role, require
from registry.storage import audit, people
from registry.storage.authorities import authority_names
from registry.storage.engine import Store, transaction
from registry.storage.people import User

_LEAVES = {"role", "authority_id", "is_active"}
_ENDS_SESSIONS = {"role", "authority_id", "is_active", "password"}


def edit_user(
    store: Store,
    actor: Actor,
    user_id: int,
    *,
    name: str,
    role: Role,
    authority_id: int | None,
    email: str,
    is_active: bool,
    now: datetime,
    is_head: bool | None = None,
    new_password: str = "",
) -> None:
    """Changes the user; the password and 分管负责人 only if given. A change of what the user may do ends all sessions.

    Raises Refusal when no active admin would be left.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    wanted = {
        "name": name.strip(),
        "role": role,
        "authority_id": authority_id,
        "email": email.strip(),
        "is_active": is_active,
    }
    new_hash = hash_password(new_password) if new_password else ""
    with transaction(store) as session:
        check_person(
            session, name=name, role=role, authority_id=authority_id, email=email, is_head=bool(is_head)
        )
        user = session.get(User, user_id, with_for_update={"key_share": True})
        if user is None:
            raise Refusal("没有这个用户，可能已被改动，请刷新后再试。")
        if new_password:
            check_strength(new_password, user.login)
        wanted["is_head"] = role is Role.CONTACT and (user.is_head if is_head is None else is_head)
        role_before = user.role
        changes = _apply(user, wanted, new_hash)
        _keep_an_admin(session)
        if changes.keys() & _LEAVES:
            leave_notices(session, user, role_before, now)
        if changes:
            _record(session, actor, user, changes, now)


def _apply(user: User, wanted: dict[str, Any], new_hash: str) -> dict[str, list[str]]:
    """Writes the values that differ. Returns field → [old, new]; of the password, neither value is told."""
    changes: dict[str, list[str]] = {}
    for field, value in wanted.items():
        before = getattr(user, field)
        if before != value:
            changes[field] = ["" if word is None else str(word) for word in (before, value)]
            setattr(user, field, value)
    if new_hash:
        user.password_hash = new_hash
        changes["password"] = ["", ""]
    if changes.keys() & _ENDS_SESSIONS:
        user.session_version += 1
    return changes


def _keep_an_admin(session: Session) -> None:
    session.flush()
    if not people.active_users(session, [Role.ADMIN]):
        raise Refusal("这是最后一位在用的系统管理员，不能停用或改换角色。请先另设一位管理员。", "role")


def _record(session: Session, actor: Actor, user: User, changes: dict[str, list[str]], now: datetime) -> None:
    if pair := changes.get("authority_id"):
        names = authority_names(session, [int(key) for key in pair if key])
        changes["authority_id"] = [names[int(key)] if key else "" for key in pair]
    audit.record(session, now, actor.name, "edit_user", f"user:{user.id}", login=user.login, changes=changes)
