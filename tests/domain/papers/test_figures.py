"""When the list of the year before is to be handed in."""

from datetime import date

import pytest

from registry.domain.papers.figures import annual_list_due


@pytest.mark.parametrize(
    ("today", "due_on"),
    [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 3, 31), date(2026, 1, 31)),
        (date(2026, 4, 1), None),
        (date(2026, 12, 31), None),
    ],
)
def test_the_list_is_asked_for_from_new_year_to_the_end_of_march(today: date, due_on: date | None) -> None:
    assert annual_list_due(today) == due_on
