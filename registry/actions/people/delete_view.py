"""Delete a view that the user saved."""

from registry.domain.errors import Hidden
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction
from registry.storage.saved_views import SavedView


def delete_view(store: Store, actor: Actor, view_id: int) -> SavedView:
    """The deleted view. Raises Hidden if it belongs to another user or does not exist."""
    require(actor, Permission.READ_OWN)
    with transaction(store) as session:
        view = session.get(SavedView, view_id)
        if view is None or view.user_id != actor.user_id:
            raise Hidden("没有这个视图，可能已经删除。")
        session.delete(view)
    return view
