"""Save the filters, order and columns of a list under a name, for the user alone."""

from datetime import datetime

from registry.domain.errors import Denied, Refusal
from registry.domain.normal import tidy
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.saved_views import SavedView, views_of

MOST_VIEWS = 30
LONGEST_NAME = 30
LONGEST_QUERY = 2_000


def save_view(store: Store, actor: Actor, *, page: str, name: str, query: str, now: datetime) -> None:
    """Saves the view; it replaces a view of the same name on this list. Raises Refusal."""
    require(actor, Permission.READ_OWN)
    if actor.user_id is None:
        raise Denied("视图保存在个人名下，请用自己的用户名登录后再保存。")
    name = tidy(name)
    if not name:
        raise Refusal("请给视图起一个名称，例如“今年公布的”。", "name")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"视图名称最多{LONGEST_NAME}个字。", "name")
    if len(query) > LONGEST_QUERY:
        raise Refusal("筛选条件太长，无法保存，请减少检索词。")
    with transaction(store) as session:
        views = views_of(session, actor.user_id, page)
        if view := next((view for view in views if view.name == name), None):
            view.query, view.saved_at = query, now
        elif len(views) >= MOST_VIEWS:
            raise Refusal(f"一个列表最多保存{MOST_VIEWS}个视图，请先删除不用的。")
        else:
            view = SavedView(user_id=actor.user_id, page=page, name=name, query=query, saved_at=now)
        session.add(view)
