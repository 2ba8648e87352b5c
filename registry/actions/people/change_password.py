"""Change one's own password; all other sessions of the user end."""

from datetime import datetime

from registry.actions.people._passwords import check_strength, hash_password, is_right
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User


def change_password(store: Store, actor: Actor, *, present: str, password: str, now: datetime) -> User:
    """The user with the new password. Raises Refusal when the present password is wrong or the new one weak."""
    if actor.user_id is None:
        raise Refusal("请先登录，再修改密码。")
    with reading(store) as session:
        before = session.get_one(User, actor.user_id)
    if not is_right(before.password_hash, present):
        raise Refusal("现在的密码不正确，请重新输入。", "present")
    if password == present:
        raise Refusal("新密码与现在的密码相同，请另取一个。", "password")
    check_strength(password, before.login)
    new_hash = hash_password(password)
    with transaction(store) as session:
        user = session.get_one(User, actor.user_id, with_for_update={"key_share": True})
        if user.password_hash != before.password_hash:
            raise Refusal("密码刚刚已在别处修改，请重新登录。")
        user.password_hash = new_hash
        user.session_version += 1
        audit.record(session, now, actor.name, "change_password", f"user:{user.id}", login=user.login)
        return user
