"""Adding people."""

from datetime import datetime
from typing import Any

import pytest

from registry.actions.people.add_user import add_user
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR, Role
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.people import User
from tests.cast import PASSWORD, Cast


def _add(store: Store, now: datetime, **changes: Any) -> int:
    given = {"actor": OPERATOR, "login": "zhang", "name": "张三", "role": Role.CLERK, "password": PASSWORD}
    given |= changes
    return add_user(store, given.pop("actor"), now=now, **given)


def test_a_person_is_added_without_the_password_being_kept(store: Store, cast: Cast, now: datetime) -> None:
    user_id = _add(store, now, actor=cast.admin)
    with reading(store) as session:
        user = session.get_one(User, user_id)
        entry = entries_about(session, f"user:{user_id}")[0]
    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash
    assert (entry.actor, entry.fields) == (cast.admin.name, {"login": "zhang", "role": "clerk"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "clerk"}, "login"),
        ({"login": "张三"}, "login"),
        ({"name": "  "}, "name"),
        ({"role": Role.VISITOR}, "role"),
        ({"role": Role.CONTACT}, "authority_id"),
        ({"role": Role.CONTACT, "authority_id": 99}, "authority_id"),
        ({"authority_id": 2}, "authority_id"),
        ({"email": "zhang"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "zhang-is-my-name"}, "password"),
        ({"password": "abababababababab"}, "password"),
        ({"password": "a longer one " * 20}, "password"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    store: Store, now: datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        _add(store, now, **changes)
    assert refused.value.field == field


def test_only_who_manages_people_may_add_one(store: Store, cast: Cast, now: datetime) -> None:
    for actor in (cast.visitor, cast.drafter, cast.clerk, cast.lead, cast.auditor):
        with pytest.raises(Denied):
            _add(store, now, actor=actor)
