"""Closing the first steps: for oneself, for ever, and without a change to how one is told."""

import pytest

from registry.actions.people.close_first_steps import close_first_steps
from registry.domain.errors import Denied
from registry.domain.roles import CLOCK
from registry.storage.engine import Store, reading
from registry.storage.preferences import preference_of
from tests.cast import Cast


def test_they_stay_closed_for_the_person_who_closed_them(store: Store, cast: Cast) -> None:
    close_first_steps(store, cast.clerk)
    close_first_steps(store, cast.clerk)
    with reading(store) as session:
        own = preference_of(session, cast.clerk.user_id or 0)
        assert (own.has_closed_first_steps, own.wants_mail, own.digest_hour) == (True, True, None)
        assert not preference_of(session, cast.lead.user_id or 0).has_closed_first_steps


def test_who_is_no_person_closes_nothing(store: Store) -> None:
    with pytest.raises(Denied):
        close_first_steps(store, CLOCK)
