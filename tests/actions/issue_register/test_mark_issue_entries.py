"""Marking lines of an issue register as not normative, and removing the marks."""

import pytest

from registry.actions.issue_register.mark_issue_entries import mark_issue_entries, unmark_issue_entries
from registry.domain.errors import Denied, Refusal
from registry.storage.engine import Store, reading
from registry.storage.issue_register.entries import entries_of
from tests.building.issue_registers import import_list
from tests.cast import NOW, Cast


def marks(store: Store) -> list[str]:
    with reading(store) as session:
        return [entry.not_normative_because for entry in entries_of(session, [2])]


def test_several_are_marked_at_once_and_restored(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    assert mark_issue_entries(store, cast.clerk, [1, 2], reason=" 人事任免 ", now=NOW) == 2
    assert marks(store) == ["人事任免", "人事任免", ""]
    assert unmark_issue_entries(store, cast.clerk, [1], now=NOW) == 1
    assert marks(store) == ["", "人事任免", ""]


def test_a_mark_survives_a_second_import_of_the_list(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    mark_issue_entries(store, cast.clerk, [2], reason="人事任免", now=NOW)
    import_list(store, cast.drafter)
    assert marks(store) == ["", "人事任免", ""]


@pytest.mark.parametrize(
    ("ids", "reason", "why"),
    [
        ([], "人事任免", "请先勾选"),
        ([1], "  ", "请写明"),
        ([1], "长" * 501, "超过500字"),
        ([1, 99], "人事任免", "已被撤下"),
    ],
)
def test_without_lines_or_a_reason_nothing_is_marked(
    store: Store, cast: Cast, ids: list[int], reason: str, why: str
) -> None:
    import_list(store, cast.drafter)
    with pytest.raises(Refusal, match=why):
        mark_issue_entries(store, cast.clerk, ids, reason=reason, now=NOW)
    assert marks(store) == ["", "", ""]


def test_a_contact_cannot_mark_lines(store: Store, cast: Cast) -> None:
    import_list(store, cast.drafter)
    with pytest.raises(Denied):
        mark_issue_entries(store, cast.drafter, [1], reason="人事任免", now=NOW)
