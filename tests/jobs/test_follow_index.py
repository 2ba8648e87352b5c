"""The job applies saved changes to the index, and reports them."""

from registry.jobs import run_job
from registry.search.reader import current_reader
from registry.storage.changes import last_change
from registry.storage.engine import Store, reading
from tests.jobs.office_days import at, office, register_published


def test_a_change_reaches_the_index_and_then_there_is_nothing_left(store: Store) -> None:
    run_job(office(store), "follow_index", at("03-05"))
    register_published(store)
    report = run_job(office(store), "follow_index", at("03-05"))
    assert report.counts == {"n_applied": 1, "n_behind": 0}
    assert report.sentence == "更新了全文索引：1处变动，还有0处待更新。"
    reader = current_reader(store)
    with reading(store) as session:
        assert reader
        assert reader.applied_seq == last_change(session)
    assert not run_job(office(store), "follow_index", at("03-05")).did_something
