from registry.storage.batches import BATCH, batches


def test_every_item_is_in_one_part_and_in_order() -> None:
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches(iter("ab"), 2)) == [["a", "b"]]
    assert list(batches([])) == []


def test_a_statement_takes_as_many_as_it_can_bear() -> None:
    assert [len(batch) for batch in batches(range(BATCH + 1))] == [BATCH, 1]
