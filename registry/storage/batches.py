"""Long lists of ids in SQL: in batches of a size that a statement takes, or as a single value."""

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.storage.engine import is_postgresql

Item = TypeVar("Item")

BATCH = 500


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in their order, in lists of `size`; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def among(session: Session, column: Any, ids: Collection[int]) -> sa.ColumnElement[bool]:
    """The condition that a column is one of these ids, which may be more than a statement takes parameters."""
    if is_postgresql(session):
        return col(column) == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Integer)))
    listed = sa.func.json_each(json.dumps(list(ids))).table_valued("value")
    return col(column).in_(sa.select(listed.c.value))
