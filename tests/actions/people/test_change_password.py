"""Changing one's own password."""

from datetime import datetime

import pytest

from registry.actions.people.change_password import change_password
from registry.actions.people.sign_in import sign_in
from registry.domain.errors import Refusal
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from tests.cast import PASSWORD, Cast

NEW = "another battery"


def test_the_new_password_opens_and_the_old_one_no_longer(store: Store, cast: Cast, now: datetime) -> None:
    user = change_password(store, cast.clerk, present=PASSWORD, password=NEW, now=now)
    assert user.session_version == 2
    assert sign_in(store, login="clerk", password=NEW, address="10.0.0.1", now=now)
    with pytest.raises(Refusal, match="不正确"):
        sign_in(store, login="clerk", password=PASSWORD, address="10.0.0.1", now=now)
    with reading(store) as session:
        acts = [entry.act for entry in entries_about(session, f"user:{user.id}")]
    assert "change_password" in acts


@pytest.mark.parametrize(
    ("present", "password", "field"),
    [("wrong", NEW, "present"), (PASSWORD, PASSWORD, "password"), (PASSWORD, "short", "password")],
)
def test_a_wrong_or_weak_one_is_refused(
    store: Store, cast: Cast, now: datetime, present: str, password: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        change_password(store, cast.clerk, present=present, password=password, now=now)
    assert refused.value.field == field


def test_a_visitor_has_none_to_change(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal):
        change_password(store, cast.visitor, present=PASSWORD, password=NEW, now=now)
