"""The rows of a list a page at a time, and the history of a document over rounds."""

from dataclasses import replace
from datetime import date

from registry.actions.cleanups.correct_release import CorrectionFacts, correct_release
from registry.actions.cleanups.release_round import release_round
from registry.domain.after_release import told_outcome
from registry.domain.cleanups import Outcome
from registry.domain.corrections import RowCorrection
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.release_pages import (
    RowFilter,
    count_rows,
    past_outcomes,
    printed_counts,
    rows_in_batches,
    rows_of_page,
    rows_query,
)
from registry.storage.releases import rows_of
from tests.building.rounds import FACTS, NOW, decided_round, register_for_each_outcome

FIRST = replace(FACTS, published_on=date(2026, 3, 4))


def test_pages_batches_and_counts_tell_the_same_rows(store: Store) -> None:
    documents = register_for_each_outcome(store)
    release_id = release_round(store, OPERATOR, decided_round(store, documents), FIRST, now=NOW)
    with reading(store) as session:
        rows, every = rows_of(session, release_id), rows_query(release_id, RowFilter())
        assert count_rows(session, every) == 5
        assert rows_of_page(session, every, 2, 2) == rows[2:4]
        assert [row for batch in rows_in_batches(session, release_id) for row in batch] == rows
        assert printed_counts(session, release_id) == {row.outcome: (row.position, 1) for row in rows}
        narrowed = rows_query(release_id, RowFilter(Outcome.REPEAL, "示范区农业农村局", "repeal 2020"))
        assert [row.outcome for row in rows_of_page(session, narrowed, 9, 0)] == [Outcome.REPEAL]
        assert count_rows(session, rows_query(release_id, RowFilter(words="100%"))) == 0


def test_a_corrected_list_shows_the_corrected_outcome_in_the_history(store: Store) -> None:
    documents = register_for_each_outcome(store)
    kept = documents[Outcome.RETAIN]
    release_id = release_round(store, OPERATOR, decided_round(store, documents), FIRST, now=NOW)
    with reading(store) as session:
        (past,) = past_outcomes(session, kept)
    assert (past.release_id, told_outcome(past.published_on, past.outcome)) == (release_id, "2026年继续有效")
    wanted = CorrectionFacts(FACTS, "核对有误", (RowCorrection(kept, "to_amend", "机构改革"),))
    corrected = correct_release(store, OPERATOR, release_id, wanted, now=NOW)
    with reading(store) as session:
        (past,) = past_outcomes(session, kept)
    assert (past.release_id, told_outcome(past.published_on, past.outcome)) == (corrected, "2026年列为修改")
