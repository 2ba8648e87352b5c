"""Close the first steps that 今日 shows to who is new here, for ever."""

from registry.domain.errors import Denied
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.people import User
from registry.storage.preferences import preference_of


def close_first_steps(store: Store, actor: Actor) -> None:
    """Keeps that the person does not want to see them again."""
    require(actor, Permission.READ_OWN)
    if actor.user_id is None:
        raise Denied("这项选择保存在个人名下，请用自己的用户名登录后再关闭。")
    with transaction(store) as session:
        session.get_one(User, actor.user_id, with_for_update={"key_share": True})
        preference = preference_of(session, actor.user_id)
        preference.has_closed_first_steps = True
        session.add(preference)
