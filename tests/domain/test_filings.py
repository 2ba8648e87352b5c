"""The one table of moves, and which filings are owed."""

from datetime import date

import pytest

from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.filings import (
    CONCLUDED,
    MOVE_WORDS,
    STATE_WORDS,
    Direction,
    FilingState,
    Move,
    Track,
    filings_owed,
    moves_open,
    state_after,
    timeliness,
)
from registry.domain.roles import Actor, Role

PATHS = [
    ("submit register start_review pass", FilingState.PASSED),
    ("submit defer submit register start_review pass", FilingState.PASSED),
    ("submit refuse", FilingState.REFUSED),
    ("submit register start_review opine answer correct", FilingState.CORRECTED),
    ("submit register start_review opine answer annul", FilingState.ANNULLED),
    ("submit register start_review opine answer suspend", FilingState.SUSPENDED),
    ("withdraw", FilingState.WITHDRAWN),
    ("submit withdraw", FilingState.WITHDRAWN),
    ("submit defer withdraw", FilingState.WITHDRAWN),
]


@pytest.mark.parametrize(("path", "end"), PATHS)
def test_the_paths_of_the_process_lead_where_the_law_says(path: str, end: FilingState) -> None:
    state = FilingState.OWED
    for move in path.split():
        state = state_after(state, Move(move), "理由")
    assert state is end


@pytest.mark.parametrize("state", sorted(CONCLUDED))
@pytest.mark.parametrize("move", Move)
def test_nothing_moves_a_concluded_filing(state: FilingState, move: Move) -> None:
    with pytest.raises(Refusal, match="刷新"):
        state_after(state, move, "理由")


@pytest.mark.parametrize("move", [Move.DEFER, Move.REFUSE])
def test_saying_no_needs_a_reason(move: Move) -> None:
    with pytest.raises(Refusal) as refusal:
        state_after(FilingState.SUBMITTED, move, "  ")
    assert refusal.value.field == "reason"


def test_every_state_and_move_has_its_word() -> None:
    assert set(STATE_WORDS) == set(FilingState)
    assert set(MOVE_WORDS) == set(Move)


@pytest.mark.parametrize(
    ("role", "moves"),
    [
        (Role.CONTACT, [Move.WITHDRAW]),
        (Role.CLERK, [Move.REGISTER, Move.DEFER, Move.REFUSE, Move.WITHDRAW]),
        (Role.AUDITOR, []),
        (Role.VISITOR, []),
    ],
)
def test_who_may_move_a_submitted_filing(role: Role, moves: list[Move]) -> None:
    assert moves_open(FilingState.SUBMITTED, Actor("某人", role)) == moves


def test_only_a_lead_concludes_a_review() -> None:
    assert moves_open(FilingState.UNDER_REVIEW, Actor("经办人", Role.CLERK)) == []
    assert moves_open(FilingState.UNDER_REVIEW, Actor("负责人", Role.LEAD)) == [Move.PASS, Move.OPINE]


BOTH = ("government", "congress")


@pytest.mark.parametrize(
    ("authority", "disclosure", "obliged_on", "tracks", "owed"),
    [
        ("department", Disclosure.PUBLIC, date(2026, 2, 1), BOTH, [(Track.GOVERNMENT, Direction.INCOMING)]),
        ("township", Disclosure.WITHHELD, date(2026, 1, 1), BOTH, [(Track.GOVERNMENT, Direction.INCOMING)]),
        (
            "government",
            Disclosure.PUBLIC,
            date(2026, 2, 1),
            BOTH,
            [(Track.GOVERNMENT, Direction.OUTGOING), (Track.CONGRESS, Direction.OUTGOING)],
        ),
        (
            "office",
            Disclosure.PUBLIC,
            date(2026, 2, 1),
            ("government",),
            [(Track.GOVERNMENT, Direction.OUTGOING)],
        ),
        ("department", Disclosure.PUBLIC, date(2025, 12, 31), BOTH, []),
        ("department", Disclosure.SECRET, date(2026, 2, 1), BOTH, []),
        ("department", Disclosure.PUBLIC, None, BOTH, []),
        ("outside", Disclosure.PUBLIC, date(2026, 2, 1), BOTH, []),
    ],
)
def test_which_filings_are_owed(
    authority: str,
    disclosure: Disclosure,
    obliged_on: date | None,
    tracks: tuple[str, ...],
    owed: list[tuple[Track, Direction]],
) -> None:
    found = filings_owed(
        kind_of_authority=authority,
        disclosure=disclosure,
        obliged_on=obliged_on,
        tracked_from=date(2026, 1, 1),
        tracks=tracks,
    )
    assert found == owed


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


def test_without_a_due_date_it_is_neither_late_nor_on_time() -> None:
    unknown = timeliness(None, None, date(2026, 3, 13))
    assert not unknown.is_known
    assert not unknown.is_late
    assert "期限待定" in unknown.words(is_submitted=False)
