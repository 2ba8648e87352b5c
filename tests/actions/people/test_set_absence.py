"""Saying when somebody is absent: by the person or an admin, with a deputy who may stand in, and audited."""

from datetime import date, datetime

import pytest

from registry.actions.people.set_absence import set_absence
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import Actor, Role
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.cast import NOW, Cast

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 13)


def say(store: Store, actor: Actor, user_id: int, deputy_id: int | None, *, now: datetime = NOW) -> User:
    return set_absence(
        store, actor, user_id, absent_from=FIRST, absent_until=LAST, deputy_id=deputy_id, now=now
    )


def colleague(store: Store) -> int:
    with transaction(store) as session:
        person = User(
            login="colleague",
            name="李代收",
            role=Role.CONTACT,
            authority_id=2,
            password_hash="-",
            created_at=NOW,
        )
        session.add(person)
        session.flush()
        return person.id or 0


def test_a_person_names_its_deputy_and_takes_it_back(store: Store, cast: Cast) -> None:
    deputy_id = colleague(store)
    user_id = cast.drafter.user_id or 0
    said = say(store, cast.drafter, user_id, deputy_id)
    assert (said.absent_from, said.absent_until, said.deputy_id) == (FIRST, LAST, deputy_id)
    back = set_absence(
        store, cast.drafter, user_id, absent_from=None, absent_until=None, deputy_id=None, now=NOW
    )
    assert (back.absent_from, back.absent_until, back.deputy_id) == (None, None, None)
    with reading(store) as session:
        entries = entries_about(session, f"user:{user_id}")
    assert {(entry.act, entry.fields["deputy"]) for entry in entries} == {
        ("set_absence", "colleague"),
        ("set_absence", ""),
    }


def test_an_admin_says_it_for_somebody_else_and_nobody_else_does(store: Store, cast: Cast) -> None:
    say(store, cast.admin, cast.clerk.user_id or 0, cast.lead.user_id)
    with pytest.raises(Denied):
        say(store, cast.lead, cast.clerk.user_id or 0, None)


@pytest.mark.parametrize("deputy", ["stranger", "clerk", "drafter"])
def test_a_deputy_of_elsewhere_is_refused(store: Store, cast: Cast, deputy: str) -> None:
    with pytest.raises(Refusal) as refused:
        say(store, cast.drafter, cast.drafter.user_id or 0, getattr(cast, deputy).user_id)
    assert refused.value.field == "deputy_id"


def test_two_who_are_away_at_once_do_not_stand_in_for_each_other(store: Store, cast: Cast) -> None:
    say(store, cast.clerk, cast.clerk.user_id or 0, cast.lead.user_id)
    with pytest.raises(Refusal, match="也不在岗，并且由您代收"):
        say(store, cast.lead, cast.lead.user_id or 0, cast.clerk.user_id)
