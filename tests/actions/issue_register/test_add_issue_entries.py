"""Adding registered documents to the list that lacks them."""

from datetime import date

import pytest

from registry.actions.issue_register.add_issue_entries import add_issue_entries
from registry.domain.documents import Dates
from registry.domain.errors import Hidden, Refusal
from registry.domain.issue_registers import EntryState
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.issue_register.matches import standings
from tests.building.documents import register
from tests.cast import NOW, Cast


def test_a_document_is_added_to_the_list_once(store: Store, cast: Cast) -> None:
    document = register(store, OPERATOR, NOW)
    other = register(store, OPERATOR, NOW, authority_id=3, title="别的机关的办法", doc_no="示青〔2026〕1号")
    assert add_issue_entries(store, cast.drafter, 2, 2026, [document, other], now=NOW) == 1
    assert add_issue_entries(store, cast.drafter, 2, 2026, [document], now=NOW) == 0
    with reading(store) as session:
        (line,) = standings(session, [2, 3], 2026)
    assert (line.document_id, line.state) == (document, EntryState.UNFILED)


def test_a_line_stands_in_the_list_of_the_year_of_its_day(store: Store, cast: Cast) -> None:
    dates = Dates(signed_on=date(2025, 12, 29), issued_on=date(2025, 12, 29), published_on=date(2026, 1, 5))
    document = register(store, OPERATOR, NOW, dates=dates)
    assert add_issue_entries(store, cast.clerk, 2, 2026, [document], now=NOW) == 1
    with reading(store) as session:
        (line,) = standings(session, [2], 2025)
    assert (line.document_id, line.issued_on) == (document, date(2025, 12, 29))


def test_adding_nothing_is_refused_and_so_is_a_stranger(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="请先勾选"):
        add_issue_entries(store, cast.clerk, 2, 2026, [], now=NOW)
    with pytest.raises(Hidden):
        add_issue_entries(store, cast.stranger, 2, 2026, [1], now=NOW)
