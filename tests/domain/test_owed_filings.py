"""Which filings a published document owes, when they are due, and whether they came in time."""

from dataclasses import replace
from datetime import date

import pytest

from registry.domain.authorities import AuthorityKind
from registry.domain.calendars import WorkCalendar
from registry.domain.documents import Disclosure
from registry.domain.filings import Direction, Track
from registry.domain.owed_filings import (
    filing_due,
    filing_tracks,
    filings_owed,
    timeliness,
    vertical_note,
)
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import VerticalFiling

ORDER_219 = DEFAULT_PROFILES[-1]
BOTH = (Track.GOVERNMENT, Track.CONGRESS)


@pytest.mark.parametrize(
    ("authority", "disclosure", "obliged_on", "tracks", "owed"),
    [
        (
            AuthorityKind.DEPARTMENT,
            Disclosure.PUBLIC,
            date(2026, 2, 1),
            BOTH,
            [(Track.GOVERNMENT, Direction.INCOMING)],
        ),
        (
            AuthorityKind.TOWNSHIP,
            Disclosure.WITHHELD,
            date(2026, 1, 1),
            BOTH,
            [(Track.GOVERNMENT, Direction.INCOMING)],
        ),
        (
            AuthorityKind.GOVERNMENT,
            Disclosure.PUBLIC,
            date(2026, 2, 1),
            BOTH,
            [(Track.GOVERNMENT, Direction.OUTGOING), (Track.CONGRESS, Direction.OUTGOING)],
        ),
        (
            AuthorityKind.OFFICE,
            Disclosure.PUBLIC,
            date(2026, 2, 1),
            (Track.GOVERNMENT,),
            [(Track.GOVERNMENT, Direction.OUTGOING)],
        ),
        (AuthorityKind.DEPARTMENT, Disclosure.PUBLIC, date(2025, 12, 31), BOTH, []),
        (AuthorityKind.DEPARTMENT, Disclosure.SECRET, date(2026, 2, 1), BOTH, []),
        (AuthorityKind.DEPARTMENT, Disclosure.PUBLIC, None, BOTH, []),
        (AuthorityKind.OUTSIDE, Disclosure.PUBLIC, date(2026, 2, 1), BOTH, []),
    ],
)
def test_which_filings_are_owed(
    authority: AuthorityKind,
    disclosure: Disclosure,
    obliged_on: date | None,
    tracks: tuple[Track, ...],
    owed: list[tuple[Track, Direction]],
) -> None:
    filings = filings_owed(
        kind_of_authority=authority,
        disclosure=disclosure,
        obliged_on=obliged_on,
        tracked_from=date(2026, 1, 1),
        tracks=tracks,
        vertical_filing=VerticalFiling.UPPER,
    )
    assert filings == owed


@pytest.mark.parametrize(
    ("vertical_filing", "owed"),
    [(VerticalFiling.UPPER, []), (VerticalFiling.LOCAL, [(Track.GOVERNMENT, Direction.INCOMING)])],
)
def test_a_vertically_managed_body_files_as_the_place_says(
    vertical_filing: VerticalFiling, owed: list[tuple[Track, Direction]]
) -> None:
    filings = filings_owed(
        kind_of_authority=AuthorityKind.VERTICAL,
        disclosure=Disclosure.PUBLIC,
        obliged_on=date(2026, 2, 1),
        tracked_from=date(2026, 1, 1),
        tracks=BOTH,
        vertical_filing=vertical_filing,
    )
    assert filings == owed
    profile = replace(ORDER_219, vertical_filing=vertical_filing)
    assert "抄送" in vertical_note(AuthorityKind.VERTICAL, profile)
    assert "待本单位核实" in vertical_note(AuthorityKind.VERTICAL, profile)
    assert vertical_note(AuthorityKind.DEPARTMENT, profile) == ""


@pytest.mark.parametrize(
    ("submitted", "words"),
    [
        (None, "逾期3日未报"),
        (date(2026, 3, 10), "按期报送"),
        (date(2026, 3, 11), "逾期1日报送"),
    ],
)
def test_timeliness_counts_the_first_submission(submitted: date | None, words: str) -> None:
    late = timeliness(date(2026, 3, 10), submitted, today=date(2026, 3, 13))
    assert late.words(is_submitted=submitted is not None) == words


def test_without_a_due_date_a_filing_is_neither_late_nor_on_time() -> None:
    unknown = timeliness(None, None, date(2026, 3, 13))
    assert not unknown.is_known
    assert not unknown.is_late
    assert "期限待定" in unknown.words(is_submitted=False)


def test_the_congress_track_is_off_until_it_has_days() -> None:
    assert filing_tracks(replace(ORDER_219, filing_days_congress=None)) == (Track.GOVERNMENT,)
    assert filing_tracks(replace(ORDER_219, filing_days_congress=30)) == BOTH


def test_in_a_district_of_fujian_the_congress_track_is_on_with_a_source_of_its_own() -> None:
    for profile in DEFAULT_PROFILES:
        assert filing_tracks(profile) == BOTH
        due = filing_due(Track.CONGRESS, date(2026, 2, 2), profile, WorkCalendar({}))
        assert due.amount == 30
        assert "2007年）第五条" in due.source
        assert "2024-09-26" in due.working()
        assert (
            filing_due(Track.GOVERNMENT, date(2026, 2, 2), profile, WorkCalendar({})).source == profile.source
        )


def test_each_track_is_due_by_its_own_days() -> None:
    profile, calendar = replace(ORDER_219, filing_days_congress=30, rollover=False), WorkCalendar({})
    days = [filing_due(track, date(2026, 2, 2), profile, calendar).due_on for track in Track]
    assert days == [date(2026, 2, 17), date(2026, 3, 4)]
    switched_off = replace(profile, filing_days_congress=None)
    assert filing_due(Track.CONGRESS, date(2026, 2, 2), switched_off, calendar).due_on == date(2026, 2, 17)
