"""Merging an authority entered twice."""

from datetime import datetime

import pytest
from sqlmodel import select

from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.authorities.reorganise_authority import Heirs
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.storage.authorities import Authority, SuccessionKind, names_of, successions_of
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import filings_of
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.papers import Paper
from registry.storage.people import User
from tests.building.documents import register
from tests.building.filings import register_filing, submitted_filing
from tests.building.papers import paper_about
from tests.building.reforms import found_authority, perform_reform
from tests.cast import Cast


def test_documents_filings_people_and_names_move(store: Store, cast: Cast, now: datetime) -> None:
    alone = register(store, cast.clerk, now)
    joint = register(store, cast.clerk, now, title="联合办法", doc_no="", authority_ids=(2, 1, 3))
    moved = merge_authority(store, cast.clerk, 2, 3, now=now)
    assert moved == {"documents": 2, "filings": 2, "people": 1}
    with reading(store) as session:
        assert session.get(Authority, 2) is None
        for document_id in (alone, joint):
            assert session.get_one(Document, document_id).lead_authority_id == 3
            assert {filing.authority_id for filing in filings_of(session, document_id)} == {3}
        assert [row.authority_id for row in issuers_of(session, joint)] == [3, 1]
        assert session.get_one(User, cast.drafter.user_id).authority_id == 3
        assert "示范区农业农村局" in {row.name for row in names_of(session, 3)}


def test_papers_move_with_their_authority(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    register_filing(store, filing_id)
    paper = paper_about(store, PaperKind.REGISTRATION_NOTICE, filing_id)
    merge_authority(store, cast.clerk, 2, 3, now=now)
    with reading(store) as session:
        assert session.get_one(Paper, paper.id).authority_id == 3


def test_successions_and_issue_registers_name_the_remaining_authority(
    store: Store, cast: Cast, now: datetime
) -> None:
    double = found_authority(store, "示范区农业局")
    perform_reform(store, double, SuccessionKind.MERGED, Heirs(2))
    perform_reform(store, 3, SuccessionKind.MERGED, Heirs(2))
    with transaction(store) as session:
        entry = IssueEntry(authority_id=double, year=2026, title="甲", title_key="甲", entered_at=now)
        session.add(entry)
    merge_authority(store, cast.clerk, 2, 1, now=now)
    merge_authority(store, cast.clerk, double, 1, now=now)
    with reading(store) as session:
        assert [(row.authority_id, row.successor_id) for row in successions_of(session, 1)] == [(3, 1)]
        assert session.get_one(Authority, 3).successor_id == 1
        assert [entry.authority_id for entry in session.exec(select(IssueEntry))] == [1]


def test_an_authority_is_not_merged_into_itself_or_nothing(store: Store, cast: Cast, now: datetime) -> None:
    for into_id in (2, 99):
        with pytest.raises(Refusal):
            merge_authority(store, cast.clerk, 2, into_id, now=now)
