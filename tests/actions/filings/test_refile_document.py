"""Filing a document again."""

from datetime import date, datetime

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.refile_document import refile_document
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import FilingState, Move
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from tests.building.filings import TODAY, owed_filing, submitted_filing
from tests.cast import Cast


@pytest.fixture
def refused(store: Store, cast: Cast, now: datetime) -> int:
    filing_id = submitted_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.REFUSE, on=TODAY, reason="材料不全", now=now)
    return filing_id


def test_it_is_a_new_passage_due_on_the_same_day(
    store: Store, cast: Cast, now: datetime, refused: int
) -> None:
    again = refile_document(store, cast.drafter, refused, reason="已补齐", now=now)
    with reading(store) as session:
        old, new = session.get_one(Filing, refused), session.get_one(Filing, again)
    assert (old.state, old.passage) == (FilingState.REFUSED, 1)
    assert (new.state, new.passage, new.due_on) == (FilingState.OWED, 2, date(2026, 2, 24))
    assert (new.document_id, new.authority_id, new.track) == (old.document_id, old.authority_id, old.track)


def test_a_withdrawn_filing_can_be_filed_again_too(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = owed_filing(store)
    move_filing(store, cast.clerk, filing_id, Move.WITHDRAW, on=TODAY, reason="仍须修改", now=now)
    assert refile_document(store, cast.drafter, filing_id, reason="已改好", now=now) != filing_id


def test_only_a_filing_that_ended_without_a_number_can_be_refiled_and_only_once(
    store: Store, cast: Cast, now: datetime, refused: int
) -> None:
    with pytest.raises(Refusal, match="待报送"):
        refile_document(store, cast.drafter, owed_filing(store, 9), reason="再报", now=now)
    with pytest.raises(Refusal, match="理由"):
        refile_document(store, cast.drafter, refused, reason=" ", now=now)
    refile_document(store, cast.drafter, refused, reason="已补齐", now=now)
    with pytest.raises(Refusal, match="已经重新报送"):
        refile_document(store, cast.drafter, refused, reason="已补齐", now=now)


def test_others_than_the_authority_and_the_office_may_not(
    store: Store, cast: Cast, now: datetime, refused: int
) -> None:
    with pytest.raises(Hidden):
        refile_document(store, cast.stranger, refused, reason="再报", now=now)
    with pytest.raises(Denied):
        refile_document(store, cast.auditor, refused, reason="再报", now=now)
