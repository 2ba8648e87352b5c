"""Which facts of a filing or of a line are counted in which numbers; each rate rests on a fact of its own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.filings import FilingState
from registry.domain.issue_registers import EntryState
from registry.domain.measures import (
    FilingFacts,
    LineFacts,
    Measure,
    Publication,
    measures_of_filing,
    measures_of_line,
)
from registry.domain.statistics import RATES

REGISTERED = FilingFacts(
    state=FilingState.REGISTERED,
    is_historic=False,
    is_submitted=True,
    is_on_time=True,
    is_registered=True,
    was_deferred=False,
    has_opinion=False,
    is_incoming=True,
)
FILED = LineFacts(EntryState.FILED, is_joint=False, is_of_range=True, publication=Publication.PUBLISHED)


def filing(**changes: Any) -> frozenset[Measure]:
    return measures_of_filing(REGISTERED._replace(**changes))


def line(**changes: Any) -> frozenset[Measure]:
    return measures_of_line(FILED._replace(**changes))


def test_what_was_accepted_at_once_is_conforming_whatever_the_review_says() -> None:
    assert Measure.CONFORMING in filing()
    assert Measure.CONFORMING in filing(state=FilingState.OPINION, has_opinion=True)
    assert Measure.CONFORMING not in filing(was_deferred=True)
    refused = filing(state=FilingState.REFUSED, is_registered=False)
    assert Measure.CONFORMING not in refused
    assert Measure.CHECKED in refused


def test_what_was_not_checked_yet_is_in_neither_part_of_the_conformity_rate() -> None:
    waiting = filing(state=FilingState.SUBMITTED, is_registered=False)
    assert waiting == {Measure.SUBMITTED, Measure.ON_TIME, Measure.UNCHECKED}


def test_the_facts_that_a_ledger_does_not_tell_are_not_guessed() -> None:
    assert filing(is_historic=True, state=FilingState.PASSED) == {Measure.HISTORIC}
    assert Measure.UNTIMED in filing(is_on_time=None)
    assert Measure.ON_TIME not in filing(is_on_time=None)


def test_what_was_withdrawn_counts_nowhere_even_when_it_had_been_submitted() -> None:
    assert filing(state=FilingState.WITHDRAWN) == {Measure.WITHDRAWN}


@pytest.mark.parametrize(
    ("state", "is_opined", "is_corrected"),
    [
        (FilingState.OPINION, True, False),
        (FilingState.FEEDBACK, True, False),
        (FilingState.CORRECTED, True, True),
        (FilingState.ANNULLED, True, True),
        (FilingState.SUSPENDED, True, True),
        (FilingState.PASSED, False, False),  # 采纳说明 withdrew the opinion
    ],
)
def test_an_opinion_counts_while_it_stands(state: FilingState, is_opined: bool, is_corrected: bool) -> None:
    counted = filing(state=state, has_opinion=True)
    assert (Measure.OPINED in counted, Measure.CORRECTED in counted) == (is_opined, is_corrected)


def test_only_what_we_examine_counts_as_examined_and_an_end_is_an_end() -> None:
    assert Measure.REGISTERED in filing()
    assert Measure.REGISTERED not in filing(is_incoming=False)
    assert Measure.REVIEWED not in filing(state=FilingState.UNDER_REVIEW)
    assert Measure.REVIEWED in filing(state=FilingState.PASSED)


def test_a_joint_document_counts_for_its_lead_only() -> None:
    assert line(is_joint=True) == {Measure.JOINT_LINES}


def test_a_line_without_a_day_counts_in_the_whole_year_only() -> None:
    assert line(is_of_range=False) == {Measure.UNDATED_LINES}


def test_a_mark_without_a_day_proves_no_publication() -> None:
    assert line(publication=Publication.UNDATED) == {
        Measure.ISSUED,
        Measure.ISSUED_FILED,
        Measure.UNDATED_PUBLICATION,
    }


def test_what_is_no_regulatory_document_counts_nowhere() -> None:
    assert line(state=EntryState.NOT_NORMATIVE) == frozenset()


_filings = st.builds(
    FilingFacts,
    state=st.sampled_from(FilingState),
    is_historic=st.booleans(),
    is_submitted=st.booleans(),
    is_on_time=st.sampled_from([True, False, None]),
    is_registered=st.booleans(),
    was_deferred=st.booleans(),
    has_opinion=st.booleans(),
    is_incoming=st.booleans(),
)
_lines = st.builds(
    LineFacts,
    state=st.sampled_from(EntryState),
    is_joint=st.booleans(),
    is_of_range=st.booleans(),
    publication=st.sampled_from(Publication),
)


@given(st.one_of(_filings.map(measures_of_filing), _lines.map(measures_of_line)))
def test_what_counts_above_a_line_counts_below_it(counted: frozenset[Measure]) -> None:
    for rule in RATES.values():
        assert rule.n not in counted or rule.d in counted
