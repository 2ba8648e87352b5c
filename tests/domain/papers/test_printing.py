"""The pauses between the tries of a PDF."""

import itertools
from datetime import UTC, datetime

from registry.domain.papers.printing import MOST_TRIES, next_try

NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def test_each_pause_is_longer_than_the_one_before_and_they_end() -> None:
    days = [next_try(n, NOW) for n in range(1, MOST_TRIES + 1)]
    assert days[-1] is None
    pauses = [day - NOW for day in days if day]
    assert len(pauses) == MOST_TRIES - 1
    assert pauses[0].total_seconds() == 120
    assert all(earlier * 2 <= later for earlier, later in itertools.pairwise(pauses))
