"""Sending and numbering again after a restore."""

from datetime import datetime

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.restore_backup import PAUSED
from registry.actions.office.resume_sending import resume_sending
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from tests.building.filings import TODAY, submitted_filing
from tests.cast import Cast


@pytest.fixture
def restored(store: Store, cast: Cast, now: datetime) -> Store:
    """A register whose backup knew number 1."""
    move_filing(store, cast.clerk, submitted_filing(store), Move.REGISTER, on=TODAY, now=now)
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", PAUSED)
    return store


def test_no_number_is_given_twice(restored: Store, cast: Cast, now: datetime) -> None:
    assert resume_sending(restored, cast.admin, last_serial=4, now=now) == "备〔2026〕5号"
    with reading(restored) as session:
        assert office.setting(session, "sending_paused_because") == ""
    filing_id = submitted_filing(restored, 9)
    assert (
        move_filing(restored, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now).filing_no
        == "备〔2026〕5号"
    )


def test_a_number_below_the_known_one_is_refused_and_the_pause_stays(
    restored: Store, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refusal, match="不能比它小"):
        resume_sending(restored, cast.admin, last_serial=0, now=now)
    with reading(restored) as session:
        assert office.setting(session, "sending_paused_because") == PAUSED


def test_what_is_not_paused_is_not_resumed(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal, match="没有暂停"):
        resume_sending(store, cast.admin, last_serial=0, now=now)


def test_only_an_admin_may(restored: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        resume_sending(restored, cast.lead, last_serial=4, now=now)
