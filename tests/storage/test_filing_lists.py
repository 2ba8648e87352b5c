"""The figures over filings: documents are counted, not the passages that they took."""

from datetime import date

import pytest

from registry.actions.filings.refile_document import refile_document
from registry.domain.roles import OPERATOR
from registry.domain.statistics import FilingCounts
from registry.storage.engine import Store, reading, transaction
from registry.storage.filing_lists import FilingFilter, Scope, filing_counts
from registry.storage.filings import Filing
from tests.building.filings import answered_filing, make_move, submitted_filing
from tests.cast import NOW

TODAY = date(2026, 3, 5)  # after the due day of every filing here


def counts(store: Store) -> FilingCounts:
    with reading(store) as session:
        return filing_counts(session, FilingFilter(scope=Scope.ALL, year=2026))


def test_a_document_that_is_filed_again_counts_once(store: Store) -> None:
    filing_id = submitted_filing(store)
    make_move(store, OPERATOR, filing_id, "refuse", NOW)
    assert counts(store) == FilingCounts(1, 0, 0, 0, 0)
    again = refile_document(store, OPERATOR, filing_id, reason="已补正", now=NOW)
    assert counts(store) == FilingCounts(0, 0, 0, 0, 0)
    make_move(store, OPERATOR, again, "submit", NOW)
    assert counts(store) == FilingCounts(1, 0, 1, 0, 0)


def test_what_was_taken_back_is_not_filed_and_its_first_day_does_not_count(store: Store) -> None:
    filing_id = submitted_filing(store)
    with transaction(store) as session:
        filing = session.get_one(Filing, filing_id)
        filing.first_submitted_on = filing.due_on
        session.add(filing)
    assert counts(store).n_on_time == 1
    make_move(store, OPERATOR, filing_id, "take_back", NOW)
    assert counts(store).n_filed == 0
    make_move(store, OPERATOR, filing_id, "submit", NOW)
    assert (counts(store).n_filed, counts(store).n_on_time) == (1, 0)


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ("accept", FilingCounts(1, 0, 1, 0, 0)),
        ("correct", FilingCounts(1, 0, 0, 1, 1)),
        ("annul", FilingCounts(1, 0, 0, 1, 1)),
        ("opine_again", FilingCounts(1, 0, 0, 1, 0)),
    ],
)
def test_an_opinion_counts_while_it_stands(store: Store, move: str, expected: FilingCounts) -> None:
    make_move(store, OPERATOR, answered_filing(store), move, NOW)
    assert counts(store) == expected
