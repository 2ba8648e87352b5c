"""Signing in, and the limit on guessing."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.actions.people.sign_in import sign_in
from registry.domain.errors import Refusal
from registry.domain.roles import Role
from registry.storage.audit import AuditEntry, entries_about
from registry.storage.engine import Store, reading
from registry.storage.people import SignInFailure, User
from tests.cast import PASSWORD, Cast

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def _try(
    store: Store, now: datetime, password: str = PASSWORD, login: str = "clerk", address: str = "10.0.0.1"
) -> User:
    return sign_in(store, login=login, password=password, address=address, now=now)


def _fail(store: Store, now: datetime, login: str = "clerk", address: str = "10.0.0.1") -> str:
    with pytest.raises(Refusal) as refused:
        _try(store, now, "wrong", login, address)
    return refused.value.sentence


def test_the_right_password_signs_in_and_is_audited(store: Store, now: datetime) -> None:
    user = _try(store, now, login=" Clerk ")
    assert user.login == "clerk"
    with reading(store) as session:
        entry = entries_about(session, f"user:{user.id}")[0]
    assert (entry.act, entry.fields) == ("sign_in", {"login": "clerk", "address": "10.0.0.1"})


def test_wrong_unknown_and_switched_off_are_refused_in_the_same_words(
    store: Store, cast: Cast, now: datetime
) -> None:
    assert cast.clerk.user_id
    wrong = _fail(store, now)
    unknown = _fail(store, now, login="nobody")
    edit_user(
        store, cast.admin, cast.clerk.user_id, name="陈经办", role=Role.CLERK, authority_id=None, email="",
        is_active=False, now=now,
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        _try(store, now)
    assert wrong == unknown == refused.value.sentence


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(
    store: Store, now: datetime
) -> None:
    for n in range(5):
        assert "不正确" in _fail(store, now + n * MINUTE)
    with pytest.raises(Refusal, match="10:16之后再试"):
        _try(store, now + 5 * MINUTE)
    with pytest.raises(Refusal, match="之后再试"):
        _try(store, now + 15 * MINUTE)
    assert _try(store, now + 15 * MINUTE + SECOND).login == "clerk"


def test_the_pause_of_one_login_leaves_the_others_alone(store: Store, now: datetime) -> None:
    for _ in range(5):
        _fail(store, now)
    assert _try(store, now, login="lead").login == "lead"


def test_twenty_failures_from_one_address_pause_it_for_every_login(store: Store, now: datetime) -> None:
    for n in range(20):
        _fail(store, now, login=f"nobody{n}")
    assert "之后再试" in _fail(store, now)
    assert _try(store, now, address="10.0.0.2").login == "clerk"


def test_a_right_password_takes_the_failures_back(store: Store, now: datetime) -> None:
    for _ in range(3):
        for _ in range(4):
            assert "不正确" in _fail(store, now)
        _try(store, now)


def test_old_failures_are_thrown_away(store: Store, now: datetime) -> None:
    _fail(store, now)
    _fail(store, now + timedelta(days=2), login="lead")
    with reading(store) as session:
        assert [failure.login for failure in session.exec(select(SignInFailure))] == ["lead"]


def test_a_refused_sign_in_is_no_audited_act(store: Store, now: datetime) -> None:
    _fail(store, now)
    with reading(store) as session:
        assert "sign_in" not in [entry.act for entry in session.exec(select(AuditEntry))]


def test_a_login_in_capitals_cannot_be_added(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        add_user(store, cast.admin, login="Zhang", name="张", role=Role.CLERK, password=PASSWORD, now=now)
    assert refused.value.field == "login"
