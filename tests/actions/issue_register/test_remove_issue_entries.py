"""Removing a wrong import or a whole list of the issue register."""

import pytest

from registry.actions.issue_register.mark_issue_entries import mark_issue_entries
from registry.actions.issue_register.remove_issue_entries import remove_import, remove_list
from registry.domain.errors import Denied, Refusal
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import sources_of, years_listed
from tests.building.issue_registers import import_list, stored_entries
from tests.cast import NOW, Cast

OTHER = "标题\t制定机关\n关于丙的通知\t示范区农业农村局\n关于乙的通知\t示范区青石镇人民政府"


def test_an_import_is_removed_with_all_its_lines_of_any_authority(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    import_list(store, cast.clerk, OTHER, authority_id=None)
    mark_issue_entries(store, cast.clerk, [4], reason="人事任免", now=NOW)
    with reading(store) as session:
        newest, older = sources_of(session, 2, 2026)
    assert (newest.n_entries, newest.n_authorities, newest.n_settled) == (2, 2, 1)
    assert (older.n_entries, older.n_authorities, older.n_settled) == (3, 1, 0)
    assert remove_import(store, cast.clerk, newest.source, now=NOW) == 2
    assert [entry.id for entry in stored_entries(store)] == [1, 2, 3]
    with reading(store) as session:
        assert entries_about(session, "issue_register")[0].fields == {
            "source": newest.source,
            "n_entries": 2,
        }


def test_a_list_is_removed_whole_and_counts_as_not_handed_in(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    import_list(store, cast.clerk, OTHER, authority_id=None)
    assert remove_list(store, cast.clerk, 2, 2026, now=NOW) == 4
    with reading(store) as session:
        assert (years_listed(session, 2), years_listed(session, 3)) == ([], [2026])
    with pytest.raises(Refusal, match="已经撤下"):
        remove_list(store, cast.clerk, 2, 2026, now=NOW)


def test_a_contact_cannot_remove_lines(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    with pytest.raises(Denied):
        remove_list(store, cast.drafter, 2, 2026, now=NOW)
