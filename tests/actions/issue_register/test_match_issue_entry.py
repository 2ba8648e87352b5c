"""Matching a line of an issue register with a document by hand."""

import pytest

from registry.actions.issue_register.match_issue_entry import match_issue_entry
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import IssueEntry
from tests.building.documents import register
from tests.building.issue_registers import import_list
from tests.cast import NOW, Cast


def chosen(store: Store, entry_id: int) -> int | None:
    with reading(store) as session:
        return session.get_one(IssueEntry, entry_id).document_id


def test_a_match_by_hand_is_kept_until_it_is_undone(store: Store, cast: Cast) -> None:
    import_list(store, cast.clerk)
    document = register(store, OPERATOR, NOW)
    match_issue_entry(store, cast.drafter, 2, document, now=NOW)
    assert chosen(store, 2) == document
    match_issue_entry(store, cast.clerk, 2, None, now=NOW)
    assert chosen(store, 2) is None


def test_a_document_belongs_to_one_line(store: Store, cast: Cast) -> None:
    import_list(store, cast.clerk)
    document = register(store, OPERATOR, NOW)
    match_issue_entry(store, cast.clerk, 2, document, now=NOW)
    with pytest.raises(Refusal, match="关于任免的通知"):
        match_issue_entry(store, cast.clerk, 3, document, now=NOW)
    with pytest.raises(Refusal, match="不在登记簿中"):
        match_issue_entry(store, cast.clerk, 3, 99, now=NOW)
    assert chosen(store, 3) is None


def test_neither_a_stranger_nor_a_reader_matches_lines(store: Store, cast: Cast) -> None:
    import_list(store, cast.clerk)
    document = register(store, OPERATOR, NOW, authority_id=3)
    with pytest.raises(Hidden):
        match_issue_entry(store, cast.stranger, 1, document, now=NOW)
    with pytest.raises(Hidden):
        match_issue_entry(store, cast.drafter, 1, document, now=NOW)
    with pytest.raises(Denied):
        match_issue_entry(store, cast.auditor, 1, document, now=NOW)
