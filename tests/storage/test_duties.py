"""Duties: whose own they are."""

from datetime import datetime

from registry.domain.duties import Duty
from registry.domain.filings import FilingState
from registry.domain.roles import Actor
from registry.storage.cleanups.after import owed_amendments
from registry.storage.cleanups.clashes import open_clashes
from registry.storage.cleanups.tables import CleanupClash, CleanupItem
from registry.storage.duties import duties_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.people import User
from tests.building.documents import register, register_old
from tests.building.filings import TODAY, filing_in
from tests.building.rounds import item_of, release_amendment, start_round
from tests.cast import NOW, Cast

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


def of_mark(store: Store, actor: Actor, mark: str) -> list[Duty]:
    with reading(store) as session:
        return [duty for duty in duties_of(session, actor, TODAY, lapse_days=30) if duty.mark == mark]


def test_an_owed_amendment_is_the_contacts_until_it_is_carried_out(store: Store, cast: Cast) -> None:
    round_id, _ = release_amendment(store)
    (duty,) = of_mark(store, cast.drafter, "amendment")
    with reading(store) as session:
        (owed,) = owed_amendments(session, TODAY)
    assert (duty.subject, duty.subject_id, duty.due_on) == (
        "amendment",
        owed.item.id,
        owed.item.deadline_on,
    )
    assert duty.due_on is not None
    assert (duty.title, duty.path, duty.is_own) == ("关于甲的通知", f"/desk/cleanups/{round_id}/after", True)
    assert of_mark(store, cast.stranger, "amendment") == of_mark(store, cast.clerk, "amendment") == []
    with transaction(store) as session:
        session.get_one(CleanupItem, owed.item.id).amended_on = TODAY
    assert of_mark(store, cast.drafter, "amendment") == []


def test_open_clashes_are_one_duty_of_a_round_until_they_are_settled(store: Store, cast: Cast) -> None:
    document_id = register_old(store, "关于甲的通知", doc_no="示农〔2020〕1号")
    round_id = start_round(store)
    item_id = item_of(store, round_id, document_id).id or 0
    with transaction(store) as session:
        session.add_all(
            CleanupClash(round_id=round_id, item_id=item_id, is_proposal=is_proposal, place="第2行", at=NOW)
            for is_proposal in (True, False)
        )
    (office,) = of_mark(store, cast.clerk, "clashes")
    assert (office.task, office.due_on) == ("选定清理意见的冲突（2处）", None)
    assert office.path == f"/desk/cleanups/{round_id}/clashes"
    (contact,) = of_mark(store, cast.drafter, "clashes")
    assert contact.task == "选定清理意见的冲突（1处）", "what the office decides is not the contact's"
    assert of_mark(store, cast.stranger, "clashes") == of_mark(store, cast.auditor, "clashes") == []
    with transaction(store) as session:
        for clash in open_clashes(session, round_id):
            clash.kept = "stood"
    assert of_mark(store, cast.clerk, "clashes") == of_mark(store, cast.drafter, "clashes") == []
