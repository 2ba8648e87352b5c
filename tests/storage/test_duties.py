"""Duties: whose own they are."""

from datetime import datetime

from registry.domain.filings import FilingState
from registry.domain.roles import Actor
from registry.storage.duties import duties_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.building.documents import register
from tests.building.filings import TODAY, filing_in
from tests.cast import Cast

OF_CLERKS = (FilingState.SUBMITTED, FilingState.REGISTERED)


def own_and_others(store: Store, actor: Actor) -> tuple[set[str], set[str]]:
    """(the states of the filings that are the person's own duties, those of the others)."""
    with reading(store) as session:
        duties = [
            duty for duty in duties_of(session, actor, TODAY, lapse_days=30) if duty.subject == "filing"
        ]
    return tuple({duty.mark for duty in duties if duty.is_own is is_own} for is_own in (True, False))


def test_without_an_active_clerk_the_leads_have_the_clerks_duties(
    store: Store, cast: Cast, now: datetime
) -> None:
    for n, state in enumerate(OF_CLERKS, 1):
        filing_in(store, state, n)
    register(store, cast.clerk, now, authority_id=cast.government_id)  # goes upward: the office hands it in
    states = {"owed", *(state.value for state in OF_CLERKS)}
    assert own_and_others(store, cast.lead) == (set(), states)
    with transaction(store) as session:
        clerk = session.get_one(User, cast.clerk.user_id)
        clerk.is_active = False
        session.add(clerk)
    assert own_and_others(store, cast.lead) == (states, set())
    assert own_and_others(store, cast.admin) == (set(), set())
