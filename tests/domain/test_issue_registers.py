"""The identity of lines of an issue register, and the document of each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.issue_registers import Fit, LineKey, Strength, match, same_line, year_of

DAY, OTHER = date(2025, 3, 1), date(2025, 6, 1)
TITLE, NUMBER, BOTH, CHOSEN = Strength


@pytest.mark.parametrize(
    ("issued_on", "number_year", "chosen", "year"),
    [
        (DAY, 2024, 2023, 2025),
        (None, 2024, 2023, 2023),
        (None, 2024, None, 2024),
        (None, None, None, None),
    ],
)
def test_a_line_belongs_to_the_year_of_its_day_else_the_chosen_one(
    issued_on: date | None, number_year: int | None, chosen: int | None, year: int | None
) -> None:
    assert year_of(issued_on, number_year, chosen) == year


@pytest.mark.parametrize(
    ("line", "registered", "is_same"),
    [
        (LineKey("云政|2025|3", "甲", DAY, 2025), LineKey("云政|2025|3", "乙", OTHER, 2025), True),
        (LineKey("云政|2025|3", "甲", DAY, 2025), LineKey("云政|2025|4", "甲", DAY, 2025), False),
        (LineKey(None, "甲", DAY, 2025), LineKey(None, "甲", DAY, 2025), True),
        (LineKey(None, "甲", DAY, 2025), LineKey(None, "甲", OTHER, 2025), False),
        (LineKey(None, "甲", DAY, 2025), LineKey(None, "甲", None, 2025), True),
        (LineKey(None, "甲", None, 2025), LineKey(None, "甲", None, 2024), False),
        (LineKey("云政|2025|3", "甲", DAY, 2025), LineKey(None, "甲", DAY, 2025), True),
        (LineKey(None, "甲", DAY, 2025), LineKey("云政|2025|3", "甲", DAY, 2025), True),
        (LineKey(None, "甲", DAY, 2025), LineKey(None, "乙", DAY, 2025), False),
    ],
)
def test_the_same_number_is_the_same_line_else_the_same_title_and_day(
    line: LineKey, registered: LineKey, is_same: bool
) -> None:
    assert same_line(line, [registered]) == (registered if is_same else None)


def test_a_line_without_a_day_repeats_neither_of_two_similar_lines() -> None:
    registered = [LineKey(None, "甲", DAY, 2025), LineKey(None, "甲", OTHER, 2025)]
    assert same_line(LineKey(None, "甲", None, 2025), registered) is None


@pytest.mark.parametrize(
    ("fits", "matched"),
    [
        ([(1, 10, NUMBER)], {1: 10}),
        ([(1, 10, NUMBER), (1, 11, NUMBER)], {}),
        ([(1, 10, NUMBER), (1, 11, BOTH)], {1: 11}),
        ([(1, 10, TITLE), (1, 11, NUMBER)], {1: 11}),
        ([(1, 10, NUMBER), (2, 10, TITLE)], {1: 10}),
        ([(1, 10, TITLE), (2, 10, TITLE)], {}),
        ([(1, 10, CHOSEN), (2, 10, BOTH)], {1: 10}),
        ([], {}),
    ],
)
def test_a_document_belongs_to_the_only_line_that_it_fits_best(
    fits: list[tuple[int, int, Strength]], matched: dict[int, int]
) -> None:
    assert match(Fit(entry, 1, document, strength) for entry, document, strength in fits) == matched


def test_two_lists_may_both_name_a_joint_document() -> None:
    assert match([Fit(1, 1, 10, NUMBER), Fit(2, 2, 10, NUMBER)]) == {1: 10, 2: 10}


@given(
    st.lists(
        st.builds(Fit, st.integers(1, 6), st.just(1), st.integers(1, 6), st.sampled_from(list(Strength)))
    )
)
def test_no_document_belongs_to_two_lines_of_a_list(fits: list[Fit]) -> None:
    matches = match(fits)
    assert len(set(matches.values())) == len(matches)
    assert {(entry, document) for entry, document in matches.items()} <= {fit[:1] + fit[2:3] for fit in fits}
