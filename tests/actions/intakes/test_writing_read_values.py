"""Values read from document files are remembered as unlooked until a person has checked them."""

from registry.actions.documents.settle_doubt import settle_doubt
from registry.actions.office.verify_register import verify_register
from registry.domain.doubts import Doubt
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.audit import entries_about
from registry.storage.documents.unlooked import unlooked_of
from registry.storage.doubts.queue import QueueFilter, count_doubts, doubts_of_document
from registry.storage.engine import Store, reading
from tests.building.ledgers import HEADINGS, PAPER, PLAIN, import_ledger, ledger
from tests.cast import NOW

FILE = ("种子.txt", PAPER.encode())
LEDGER = ("台账.csv", ledger(PLAIN))
ANEW = Options(registers_files=True)


def _unlooked(store: Store) -> dict[str, str]:
    """Of the first document: field → the words it was read from."""
    with reading(store) as session:
        return {row.field: row.quote for row in unlooked_of(session, 1)}


def _n_waiting(store: Store) -> int:
    with reading(store) as session:
        return count_doubts(session, QueueFilter()).get(Doubt.UNLOOKED_VALUES, 0)


def test_all_values_of_a_file_wait_for_a_look_and_a_second_import_adds_nothing(store: Store) -> None:
    import_ledger(store, FILE, options=ANEW)
    first = _unlooked(store)
    assert list(first) == ["title", "doc_no", "lead_authority", "signed_on", "effective_on"]
    assert "自2019年6月1日起施行" in first["effective_on"]
    assert _n_waiting(store) == 1
    again = import_ledger(store, FILE, options=ANEW)
    assert (again.counts["n_added"], again.counts["n_updated"]) == (0, 0)
    assert _unlooked(store) == first
    assert verify_register(store) == []


def test_values_of_a_ledger_do_not_wait_for_a_look(store: Store) -> None:
    import_ledger(store, LEDGER)
    assert (_unlooked(store), _n_waiting(store)) == ({}, 0)
    import_ledger(store, FILE, LEDGER)
    assert (list(_unlooked(store)), _n_waiting(store)) == (["signed_on", "effective_on"], 1)


def test_a_row_and_its_file_in_one_import_are_told_apart(store: Store) -> None:
    import_ledger(store, FILE, LEDGER)
    assert list(_unlooked(store)) == ["signed_on", "effective_on"]


def test_a_value_that_a_ledger_overwrites_no_longer_waits(store: Store) -> None:
    import_ledger(store, FILE, options=ANEW)
    right = ledger((*PLAIN, "2019-07-01"), headings=(*HEADINGS, "施行日期"))
    import_ledger(store, ("台账.csv", right), options=Options(is_update=True))
    assert list(_unlooked(store)) == ["title", "doc_no", "lead_authority", "signed_on"]


def test_checking_all_values_of_a_document_leaves_one_line_and_settles_no_doubt(store: Store) -> None:
    import_ledger(store, FILE, LEDGER)
    settle_doubt(store, OPERATOR, [1], Doubt.UNLOOKED_VALUES, "对照原件核对", now=NOW)
    with reading(store) as session:
        (line,) = entries_about(session, "document:1")
        standing, settled = doubts_of_document(session, 1)
    assert (line.act, line.fields["reason"]) == ("settle_doubt", "对照原件核对")
    assert (_unlooked(store), _n_waiting(store), settled) == ({}, 0, [])
    assert Doubt.UNLOOKED_VALUES not in {row.doubt for row in standing}
