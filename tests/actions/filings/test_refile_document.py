"""Filing a document again."""

from datetime import date, datetime

import pytest
from sqlmodel import select

from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.refile_document import refile_document
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import FilingState, Move
from registry.domain.notices import NoticeKind
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.notices import Notice
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


def test_an_authority_hears_that_the_office_asks_for_its_document_again(
    store: Store, cast: Cast, now: datetime, refused: int
) -> None:
    again = refile_document(store, cast.clerk, refused, reason="属于备案范围", now=now)
    with reading(store) as session:
        query = select(Notice.user_id).where(
            Notice.kind == NoticeKind.FILING_OWED, Notice.subject_id == again
        )
        assert session.exec(query).all() == [cast.drafter.user_id]


def test_an_authority_that_files_again_itself_is_not_told_so(
    store: Store, cast: Cast, now: datetime, refused: int
) -> None:
    again = refile_document(store, cast.drafter, refused, reason="已补齐", now=now)
    with reading(store) as session:
        assert session.exec(select(Notice.id).where(Notice.subject_id == again)).all() == []


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
