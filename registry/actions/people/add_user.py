"""Add a user: a login, a name, a role and, for a contact, an authority."""

import re
from datetime import datetime

from sqlmodel import Session

from registry.actions.people._passwords import check_strength, hash_password
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, Role, require
from registry.storage import audit, people
from registry.storage.authorities import Authority
from registry.storage.engine import Store, transaction

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")
MAX_NAME = 30


def add_user(
    store: Store,
    actor: Actor,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    now: datetime,
    authority_id: int | None = None,
    email: str = "",
    is_head: bool = False,
) -> int:
    """The id of the new user. Raises Refusal for a login that is taken or malformed, or a weak password."""
    require(actor, Permission.MANAGE_PEOPLE)
    if not LOGIN.fullmatch(login):
        raise Refusal("用户名用2至30个小写字母、数字、点、横线，以字母或数字开头。", "login")
    check_strength(password, login)
    password_hash = hash_password(password)
    with transaction(store) as session:
        if people.user_by_login(session, login):
            raise Refusal(f"用户名“{login}”已有人使用，请换一个。", "login")
        check_person(session, name=name, role=role, authority_id=authority_id, email=email, is_head=is_head)
        user = people.User(
            login=login,
            name=name.strip(),
            role=role,
            authority_id=authority_id,
            email=email.strip(),
            is_head=is_head,
            password_hash=password_hash,
            created_at=now,
        )
        session.add(user)
        session.flush()
        audit.record(session, now, actor.name, "add_user", f"user:{user.id}", login=login, role=role.value)
        return user.id or 0


def check_person(
    session: Session,
    *,
    name: str,
    role: Role,
    authority_id: int | None,
    email: str,
    is_head: bool = False,
) -> None:
    """Raises Refusal unless these values are those of a possible user.

    Locks the authority until the transaction ends, before any user is locked: a merger of the authority waits, or has
    happened already and the authority is refused.
    """
    if not 1 <= len(name.strip()) <= MAX_NAME:
        raise Refusal(f"请填写姓名，最多{MAX_NAME}个字。", "name")
    if role is Role.VISITOR:
        raise Refusal("访客无需登录，请选择一个工作角色。", "role")
    if email.strip() and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email.strip()):
        raise Refusal("电子邮箱的写法不对，应如 name@example.gov.cn；没有可以不填。", "email")
    if role is Role.CONTACT and authority_id is None:
        raise Refusal("联络员须选择所属的制定机关。", "authority_id")
    if role is not Role.CONTACT and authority_id is not None:
        raise Refusal("只有联络员归属某一制定机关；其他角色请不要选择。", "authority_id")
    if is_head and role is not Role.CONTACT:
        raise Refusal("只有制定机关联络员可以是分管负责人；其他角色请不要勾选。", "is_head")
    lock = {"read": True, "key_share": True}
    if authority_id is not None and session.get(Authority, authority_id, with_for_update=lock) is None:
        raise Refusal("没有这个制定机关，请重新选择。", "authority_id")
