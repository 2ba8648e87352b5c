"""Types of the fixtures of the search tests, and the ids of what a search found."""

from collections.abc import Callable
from datetime import date

from registry.search.find import Results

Save = Callable[..., int]
Look = Callable[..., Results]

TODAY = date(2026, 3, 5)


def ids_of(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]
