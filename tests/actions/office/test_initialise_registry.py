"""An instance starts with its rules, and only once."""

from datetime import UTC, date, datetime

import pytest

from registry.actions.office.initialise_registry import initialise_registry
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.rulebook import load_rulebook

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def test_a_new_instance_knows_the_profiles_and_the_decreed_years(empty_store: Store) -> None:
    initialise_registry(empty_store, OPERATOR, tracked_from=date(2026, 1, 1), is_demonstration=False, now=NOW)
    with reading(empty_store) as session:
        book = load_rulebook(session)
    assert book.tracked_from == date(2026, 1, 1)
    assert book.calendar.is_decreed(2026)
    assert not book.calendar.is_decreed(2027)
    assert not book.calendar.is_working(date(2026, 2, 17))
    assert book.calendar.is_working(date(2026, 1, 4))
    assert "107" in book.profile_for(date(2015, 1, 1)).source
    assert "219" in book.profile_for(date(2022, 1, 1)).source


def test_an_instance_that_exists_is_never_filled_again(store: Store) -> None:
    with pytest.raises(Refusal, match="已经建立"):
        initialise_registry(store, OPERATOR, tracked_from=date(2026, 1, 1), is_demonstration=False, now=NOW)
