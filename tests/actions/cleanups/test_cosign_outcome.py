"""Co-signing: the other issuers of a joint document say yes or no, and again when the proposal was changed."""

from datetime import date, datetime, timedelta

import pytest

from registry.actions.cleanups.cosign_outcome import cosign_outcome
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.domain.cleanups import Answer, Outcome
from registry.domain.errors import Hidden, Refusal
from registry.domain.roles import Actor
from registry.storage.audit import entries_about
from registry.storage.authorities import Authority
from registry.storage.cleanups.cosigns import Cosigner, cosigners_of
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.duties import duties_of
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.building.reforms import found_authority
from tests.building.rounds import NOW, items, start_round
from tests.cast import Cast

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def item(store: Store, cast: Cast) -> CleanupItem:
    """A joint document of the drafter's authority and the stranger's, in a round."""
    register(store, cast.clerk, NOW, authority_ids=(2, 3))
    return items(store, start_round(store, cut_off_on=date(2026, 2, 28)))[0]


def propose(
    store: Store, cast: Cast, item: CleanupItem, reason: str = "仍有必要", now: datetime = NOW
) -> None:
    proposal = Decision(item.id or 0, Answer(Outcome.RETAIN, reason))
    propose_outcome(store, cast.drafter, item.round_id, [proposal], now=now)


def cosign(store: Store, actor: Actor, item: CleanupItem, **said: object) -> None:
    values = {"agrees": True, "now": NOW, **said}
    cosign_outcome(store, actor, item.round_id, item.id or 0, **values)  # type: ignore[arg-type]


def signer(store: Store, item: CleanupItem) -> Cosigner:
    with reading(store) as session:
        (found,) = cosigners_of(session, [item.id or 0])[item.id or 0]
    return found


def tasks(store: Store, actor: Actor) -> list[str]:
    with reading(store) as session:
        duties = duties_of(session, actor, NOW.date(), lapse_days=30)
    return [duty.task for duty in duties if duty.mark == "cosign"]


def test_another_issuer_agrees_and_its_duty_ends(store: Store, cast: Cast, item: CleanupItem) -> None:
    assert tasks(store, cast.stranger) == []
    propose(store, cast, item)
    assert tasks(store, cast.stranger) == ["会签清理意见（1件）"]
    assert tasks(store, cast.drafter) == tasks(store, cast.clerk) == []
    cosign(store, cast.stranger, item)
    found = signer(store, item)
    assert (found.authority_id, found.agrees, found.by, found.is_current) == (
        3,
        True,
        cast.stranger.name,
        True,
    )
    assert tasks(store, cast.stranger) == []
    with reading(store) as session:
        (line,) = [
            entry
            for entry in entries_about(session, f"cleanup:{item.round_id}")
            if entry.act == "cosign_outcome"
        ]
    assert line.fields["cosign"] == "agree"


def test_a_changed_proposal_makes_what_was_said_stale_and_keeps_it(
    store: Store, cast: Cast, item: CleanupItem
) -> None:
    propose(store, cast, item)
    cosign(store, cast.stranger, item, agrees=False, words="应当修改第三条")
    propose(store, cast, item, "第三条仍然适用", LATER)
    found = signer(store, item)
    assert (found.agrees, found.words, found.is_current) == (False, "应当修改第三条", False)
    assert tasks(store, cast.stranger) == ["会签清理意见（1件）"]
    cosign(store, cast.stranger, item, now=LATER)
    found = signer(store, item)
    assert (found.agrees, found.words, found.is_current) == (True, "", True)


def test_what_may_not_be_co_signed_is_refused(store: Store, cast: Cast, item: CleanupItem) -> None:
    with pytest.raises(Refusal, match="还没有报齐"):
        cosign(store, cast.stranger, item)
    propose(store, cast, item)
    for actor in (cast.drafter, cast.clerk):
        with pytest.raises(Hidden):
            cosign(store, actor, item)
    with pytest.raises(Refusal, match="请写明意见"):
        cosign(store, cast.stranger, item, agrees=False, words=" ")
    with pytest.raises(Refusal, match="刚改了"):
        cosign(store, cast.stranger, item, version=item.version)
    settled = [Decision(item.id or 0, Answer(Outcome.RETAIN))]
    decide_outcomes(store, cast.clerk, item.round_id, settled, now=NOW)
    with pytest.raises(Refusal, match="已由法制机构确定"):
        cosign(store, cast.stranger, item)
    assert tasks(store, cast.stranger) == []


def test_the_successor_of_an_issuer_signs_for_it(store: Store, cast: Cast, item: CleanupItem) -> None:
    heir = found_authority(store, "示范区青石街道办事处")
    with transaction(store) as session:
        issuer = session.get_one(Authority, 3)
        issuer.abolished_on, issuer.successor_id = date(2026, 3, 1), heir
    propose(store, cast, item)
    assert signer(store, item).authority_id == heir
    with pytest.raises(Hidden):
        cosign(store, cast.stranger, item)
