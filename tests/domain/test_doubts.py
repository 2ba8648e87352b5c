"""The doubts that follow from the facts of a document."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.domain.documents import DocumentKind, RelationKind, Step, StepKind
from registry.domain.doubts import DOUBT_WORDS, MEANINGS, Conclusion, DocumentFacts, Doubt, Tie, doubts_of
from registry.domain.filings import FilingState
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.validity import EventKind, Status

TRACKED_FROM = date(2026, 1, 1)
STEPS = tuple(
    Step(kind, date(2026, 1, 5), "司法局")
    for kind in (StepKind.HEARING, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)
SOUND = DocumentFacts(
    title="某区停车管理办法",
    kind=DocumentKind.MEASURES,
    doc_no="某政规〔2019〕3号",
    is_number=True,
    signed_on=date(2019, 5, 1),
    published_on=date(2019, 5, 6),
    effective_on=date(2019, 6, 1),
    valid_until=date(2024, 5, 31),
    ends_as=Status.LAPSED,
)
TRIAL = "某区停车管理办法（试行）"
REPEAL = Tie(RelationKind.REPEALS, other_ends_as=Status.REPEALED)


def doubts(**changes: Any) -> set[str]:
    return set(doubts_of(replace(SOUND, **changes), DEFAULT_PROFILES, TRACKED_FROM))


def test_a_complete_document_has_no_doubts() -> None:
    assert doubts() == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published_on": None}, {"no_published_on"}),
        ({"doc_no": "某政规20193号", "is_number": False}, {"odd_number"}),
        ({"doc_no": "", "is_number": False}, set()),
        ({"has_number_twin": True}, {"same_number"}),
        ({"has_title_twin": True}, {"same_title"}),
        ({"signed_on": date(2019, 5, 7)}, {"published_before_signed"}),
        ({"signed_on": date(2019, 5, 6)}, set()),
        ({"is_issuer": False}, {"not_an_issuer"}),
        ({"is_reviewed": False}, {"unreviewed_authority"}),
        ({"effective_on": date(2020, 2, 29), "valid_until": date(2025, 2, 27)}, {"short_validity"}),
        ({"effective_on": date(2020, 2, 29), "valid_until": date(2025, 2, 28)}, set()),
        ({"title": TRIAL}, {"long_trial"}),
        ({"title": TRIAL, "valid_until": date(2021, 5, 31)}, set()),
        ({"title": TRIAL, "valid_until": date(2021, 6, 1)}, {"long_trial"}),
        (
            {"title": TRIAL, "valid_until": None, "has_no_expiry": True, "ends_as": Status.IN_FORCE},
            {"long_trial"},
        ),
        ({"title": TRIAL, "ends_as": Status.REPEALED}, set()),
        ({"title": "关于废止《停车暂行办法》的决定"}, set()),
    ],
)
def test_each_doubt_has_its_reason(changes: dict[str, Any], expected: set[str]) -> None:
    assert doubts(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"published_on": None, "effective_on": None, "ends_as": Status.UNKNOWN},
            {"no_published_on", "unknown_status"},
        ),
        ({"published_on": None, "effective_on": None, "ends_as": Status.REPEALED}, {"no_published_on"}),
        ({"ends_as": Status.UNKNOWN, "is_ever_unknown": True}, {"unclear_status"}),
        ({"effective_on": None}, {"presumed_start"}),
        ({"effective_on": None, "ends_as": Status.REPEALED}, set()),
        ({"valid_until": None, "ends_as": Status.IN_FORCE}, {"no_validity"}),
        ({"valid_until": None, "ends_as": Status.SUSPENDED}, {"no_validity"}),
        ({"valid_until": None, "ends_as": Status.IN_FORCE, "has_no_expiry": True}, set()),
        ({"valid_until": None, "ends_as": Status.DECLARED_LAPSED}, set()),
        (
            {"valid_until": None, "ends_as": Status.IN_FORCE, "kind": DocumentKind.CLEANUP_DECISION},
            set(),
        ),
        ({"ends_as": Status.REPEALED, "is_ever_unknown": True}, {"undated_end"}),
    ],
)
def test_missing_dates_are_in_doubt_as_long_as_they_matter(
    changes: dict[str, Any], expected: set[str]
) -> None:
    assert doubts(**changes) == expected


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        (REPEAL, set()),
        (REPEAL._replace(other_ends_as=None), {"repeals_unknown"}),
        (Tie(RelationKind.BASED_ON), set()),
        (REPEAL._replace(other_ends_as=Status.IN_FORCE), {"repeal_not_recorded"}),
        (REPEAL._replace(other_ends_as=Status.IN_FORCE, is_partial=True), set()),
        (
            REPEAL._replace(kind=RelationKind.REPLACES, other_ends_as=Status.UNKNOWN),
            {"repeal_not_recorded"},
        ),
        (Tie(RelationKind.AMENDS, other_ends_as=Status.IN_FORCE), set()),
        (REPEAL._replace(other_ends_as=Status.LAPSED, other_ends_on=date(2018, 1, 1)), set()),
        (
            REPEAL._replace(other_ends_as=Status.LAPSED, other_ends_on=date(2023, 1, 1)),
            {"repeal_not_recorded"},
        ),
        (
            REPEAL._replace(other_ends_as=Status.LAPSED, other_ends_on=date(2023, 1, 1), on=date(2023, 1, 1)),
            set(),
        ),
        (
            Tie(RelationKind.BASED_ON, is_confirmed=False, other_ends_as=Status.IN_FORCE),
            {"unconfirmed_relation"},
        ),
    ],
)
def test_a_relation_is_in_doubt_until_it_is_registered_confirmed_and_carried_out(
    tie: Tie, expected: set[str]
) -> None:
    assert doubts(ties=(tie,)) == expected


def test_only_documents_published_since_tracking_began_need_steps() -> None:
    recent = {"published_on": TRACKED_FROM, "effective_on": TRACKED_FROM}
    assert doubts(**recent) == {"missing_steps"}
    assert doubts(**recent, steps=STEPS) == set()
    assert doubts(**recent, kind=DocumentKind.CLEANUP_DECISION, steps=STEPS[2:]) == set()


def test_a_draft_and_a_stub_have_doubts_about_their_authority_only() -> None:
    assert doubts(is_examined=False, published_on=None, has_number_twin=True) == set()
    assert doubts(is_examined=False, is_issuer=False, is_reviewed=False) == {
        "not_an_issuer",
        "unreviewed_authority",
    }


def test_every_doubt_has_a_name_a_reason_and_an_action() -> None:
    assert set(MEANINGS) == set(Doubt)
    assert len(set(DOUBT_WORDS.values())) == len(Doubt)
    assert all(meaning.why.endswith("。") and meaning.action for meaning in MEANINGS.values())


@pytest.mark.parametrize(
    ("state", "acts", "ends_as", "is_doubted"),
    [
        (FilingState.ANNULLED, {EventKind.AMENDED}, Status.IN_FORCE, True),
        (FilingState.ANNULLED, set(), Status.ANNULLED, False),
        (FilingState.ANNULLED, set(), Status.LAPSED, True),  # it may lapse years from now
        (FilingState.SUSPENDED, {EventKind.SUSPENDED, EventKind.RESUMED}, Status.IN_FORCE, False),
        (FilingState.SUSPENDED, {EventKind.AMENDED}, Status.IN_FORCE, True),
        (FilingState.CORRECTED, {EventKind.REISSUED}, Status.IN_FORCE, False),
        (FilingState.CORRECTED, {EventKind.EXTENDED}, Status.IN_FORCE, True),
        (FilingState.CORRECTED, set(), Status.REPEALED, False),
    ],
)
def test_a_conclusion_of_the_review_asks_for_an_act_that_carries_it_out(
    state: FilingState, acts: set[EventKind], ends_as: Status, is_doubted: bool
) -> None:
    doubted = doubts(conclusions=[Conclusion(state, frozenset(acts))], ends_as=ends_as)
    assert (Doubt.CONCLUSION_NOT_RECORDED in doubted) is is_doubted
