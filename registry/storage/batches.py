"""Long lists in the parts that one statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

BATCH = 500


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in their order, so many at a time; the last part may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
