"""Changing people."""

from datetime import datetime
from typing import Any

import pytest

from registry.actions.people.edit_user import edit_user
from registry.actions.people.sign_in import sign_in
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import Actor, Role
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.people import User
from tests.cast import Cast

CLERK = {
    "name": "陈经办",
    "role": Role.CLERK,
    "authority_id": None,
    "email": "clerk@example.cn",
    "is_active": True,
}
ADMIN = {
    "name": "郑管理",
    "role": Role.ADMIN,
    "authority_id": None,
    "email": "admin@example.cn",
    "is_active": True,
}


def _edit(
    store: Store, actor: Actor, whom: Actor, now: datetime, details: dict[str, Any], **changes: Any
) -> User:
    assert whom.user_id
    edit_user(store, actor, whom.user_id, now=now, **{**details, **changes})
    with reading(store) as session:
        return session.get_one(User, whom.user_id)


def test_changes_are_recorded_as_old_and_new(store: Store, cast: Cast, now: datetime) -> None:
    _edit(store, cast.admin, cast.clerk, now, CLERK, name="陈新名")
    with reading(store) as session:
        entry = entries_about(session, f"user:{cast.clerk.user_id}")[0]
    assert entry.fields == {"login": "clerk", "changes": {"name": ["陈经办", "陈新名"]}}


def test_an_unchanged_person_leaves_no_trace(store: Store, cast: Cast, now: datetime) -> None:
    user = _edit(store, cast.admin, cast.clerk, now, CLERK)
    with reading(store) as session:
        assert not entries_about(session, f"user:{cast.clerk.user_id}")
    assert user.session_version == 1


@pytest.mark.parametrize(
    "changes", [{"role": Role.LEAD}, {"is_active": False}, {"new_password": "another battery"}]
)
def test_who_may_do_other_things_has_to_sign_in_again(
    store: Store, cast: Cast, now: datetime, changes: dict[str, Any]
) -> None:
    assert _edit(store, cast.admin, cast.clerk, now, CLERK, **changes).session_version == 2


def test_a_new_password_opens_and_is_not_in_the_record(store: Store, cast: Cast, now: datetime) -> None:
    _edit(store, cast.admin, cast.clerk, now, CLERK, new_password="another battery")
    assert sign_in(store, login="clerk", password="another battery", address="10.0.0.1", now=now)
    with reading(store) as session:
        recorded = [entry.fields for entry in entries_about(session, f"user:{cast.clerk.user_id}")]
    assert "battery" not in str(recorded)


@pytest.mark.parametrize("changes", [{"role": Role.LEAD}, {"is_active": False}])
def test_the_last_admin_stays(store: Store, cast: Cast, now: datetime, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="最后一位"):
        _edit(store, cast.admin, cast.admin, now, ADMIN, **changes)
    with reading(store) as session:
        admin = session.get_one(User, cast.admin.user_id)
    assert admin.role is Role.ADMIN
    assert admin.is_active


def test_nobody_gives_himself_another_role(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        _edit(store, cast.clerk, cast.clerk, now, CLERK, role=Role.LEAD)
