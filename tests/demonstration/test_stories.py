"""The filings and the released round of the invented district."""

from datetime import date, timedelta

import pytest

from registry.demonstration import district
from registry.demonstration.shapes import District
from registry.demonstration.stories import in_scope
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import Disclosure
from registry.domain.filings import MOVES, Direction, FilingState, Move, Track
from registry.domain.moving import state_after

DAYS = (date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def made(request: pytest.FixtureRequest) -> District:
    return district(request.param)


def test_every_state_of_a_filing_is_represented(made: District) -> None:
    assert {filing.state for filing in made.filings} == set(FilingState)


def test_every_document_since_the_tracking_began_is_filed_once_a_track(made: District) -> None:
    tracked = [
        document.slug
        for document in made.documents
        if document.dates.published_on and document.dates.published_on >= made.tracked_from
    ]
    by_track = {
        track: sorted(filing.document for filing in made.filings if filing.track is track) for track in Track
    }
    upward = {filing.document for filing in made.filings if filing.direction is Direction.OUTGOING}
    assert by_track == {Track.GOVERNMENT: sorted(tracked), Track.CONGRESS: sorted(upward)}


def test_moves_follow_the_table_in_the_order_of_days_and_never_after_today(made: District) -> None:
    for filing in made.filings:
        state = FilingState.OWED
        for moved in filing.moves:
            state = state_after(state, moved.move, moved.reason)
            assert bool(moved.reason) >= MOVES[moved.move].needs_reason
        days = [moved.on for moved in filing.moves]
        assert state is filing.state
        assert days == sorted(days)
        assert all(day <= made.today for day in days)


def test_of_the_owed_filings_one_is_overdue_one_due_soon_and_one_has_time(made: District) -> None:
    published = {document.slug: document.dates.published_on for document in made.documents}
    left = {}
    for filing in made.filings:
        on = published[filing.document]
        if filing.state is FilingState.OWED and on:
            left[filing.document] = (on + timedelta(days=15) - made.today).days
    assert sorted(left) == ["after-school", "facility-land", "fishing-ban"]
    assert left["after-school"] < -7
    assert 0 < left["facility-land"] <= 5
    assert left["fishing-ban"] > 5


def test_one_filing_came_late_and_passed(made: District) -> None:
    filing = next(filing for filing in made.filings if filing.document == "pesticide-packaging")
    published = {document.slug: document.dates.published_on for document in made.documents}[filing.document]
    assert published
    assert filing.state is FilingState.PASSED
    assert filing.moves[0].move is Move.SUBMIT
    assert (filing.moves[0].on - published).days > 20


def test_a_filing_ends_after_the_paper_that_ended_the_document(made: District) -> None:
    by_slug = {document.slug: document for document in made.documents}
    for slug in ("road-fee", "parking-fee"):
        last = next(filing for filing in made.filings if filing.document == slug).moves[-1]
        assert last.on >= by_slug[slug].events[-1].recorded_on


def test_the_round_adds_up(made: District) -> None:
    (released,) = made.rounds
    scope = [document.slug for document in made.documents if in_scope(document, released.cut_off_on)]
    assert sorted(item.document for item in released.items) == sorted(scope)
    assert {item.outcome for item in released.items} == set(Outcome)
    assert all(item.reason for item in released.items)
    assert {"secret-stub", "market-stalls"} <= set(scope)
    assert "tourism-fund-old" not in scope  # had lapsed before the cut-off


def test_the_published_list_counts_all_and_shows_only_what_is_public(made: District) -> None:
    (released,) = made.rounds
    by_slug = {document.slug: document for document in made.documents}
    text = by_slug[released.decision].text
    assert f"共{len(released.items)}件" in text
    for outcome in Outcome:
        n = sum(item.outcome is outcome for item in released.items)
        assert f"{OUTCOME_WORDS[outcome]}{n}件" in text
    for item in released.items:
        document = by_slug[item.document]
        is_public = document.disclosure is Disclosure.PUBLIC
        assert not document.doc_no or (document.doc_no in text) is is_public


def test_nothing_retained_had_ended_when_the_round_was_decided(made: District) -> None:
    (released,) = made.rounds
    by_slug = {document.slug: document for document in made.documents}
    for item in released.items:
        if item.outcome is not Outcome.RETAIN:
            continue
        document = by_slug[item.document]
        recorded = [event for event in document.events if event.recorded_on <= released.decided_on]
        last = next(
            (event.new_valid_until for event in reversed(recorded) if event.new_valid_until),
            document.dates.valid_until,
        )
        assert last is None or last >= released.decided_on


def test_the_days_of_the_round_follow_each_other_and_the_next_one_is_due(made: District) -> None:
    (released,) = made.rounds
    assert released.cut_off_on < released.opened_on < released.answers_due_on
    assert released.answers_due_on < released.decided_on < released.published_on
    assert released.published_on < made.tracked_from  # its decision owes no filing
    assert made.today - timedelta(days=21) < released.next_due_on <= made.today
