"""Long lists in parts, and as one value."""

import sqlalchemy as sa
from sqlmodel import col

from registry.storage.authorities import Authority
from registry.storage.batches import BATCH, among, batches
from registry.storage.engine import Store, reading
from tests.cast import Cast


def test_more_ids_than_a_statement_has_parameters_for_are_one_value(store: Store, cast: Cast) -> None:
    query = sa.select(col(Authority.id)).order_by(col(Authority.id))
    with reading(store) as session:
        known = session.execute(query).scalars().all()
        assert known
        found = session.execute(query.where(among(session, Authority.id, range(300_000)))).scalars().all()
        assert found == known
        assert not session.execute(query.where(among(session, Authority.id, []))).scalars().all()


def test_every_item_is_in_one_part_and_in_order() -> None:
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches(iter("ab"), 2)) == [["a", "b"]]
    assert list(batches([])) == []


def test_a_statement_takes_as_many_as_it_can_bear() -> None:
    assert [len(batch) for batch in batches(range(BATCH + 1))] == [BATCH, 1]
