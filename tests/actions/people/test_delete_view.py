"""Forgetting a view: one's own, and nobody else's."""

from datetime import datetime

import pytest

from registry.actions.people.delete_view import delete_view
from registry.actions.people.save_view import save_view
from registry.domain.errors import Hidden
from registry.storage.engine import Store, reading
from registry.storage.saved_views import SavedView, views_of
from tests.cast import Cast

PAGE = "desk.documents.index"


def test_a_view_is_forgotten_by_its_owner_once(store: Store, cast: Cast, now: datetime) -> None:
    save_view(store, cast.clerk, page=PAGE, name="今年", query="", now=now)
    with reading(store) as session:
        view_id = views_of(session, cast.clerk.user_id or 0, PAGE)[0].id or 0
    for stranger in (cast.lead, cast.admin, cast.drafter):
        with pytest.raises(Hidden):
            delete_view(store, stranger, view_id)
    assert delete_view(store, cast.clerk, view_id).name == "今年"
    with reading(store) as session:
        assert session.get(SavedView, view_id) is None
    with pytest.raises(Hidden):
        delete_view(store, cast.clerk, view_id)
