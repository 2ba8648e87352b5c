"""The figures of issue lists: which authorities handed one in, and rates over the same lines."""

from datetime import date
from typing import Any

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.issue_register.import_issue_register import import_issue_register
from registry.actions.issue_register.mark_issue_entries import mark_issue_entries
from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Dates, Disclosure
from registry.domain.filings import Move
from registry.domain.roles import OPERATOR
from registry.readers.ledgers.issue_lines import read_issue_text
from registry.storage.authorities import UNKNOWN_CODE, UNKNOWN_NAME, Authority
from registry.storage.engine import Store, reading, transaction
from registry.storage.issue_register.entries import entries_of
from registry.storage.issue_register.lists import Summary, summary
from tests.building.documents import register
from tests.building.filings import filing_of
from tests.cast import NOW

TODAY = date(2026, 3, 5)


def hand_in(store: Store, text: str, authority_id: int = 2) -> None:
    import_issue_register(
        store, OPERATOR, read_issue_text(text), authority_id=authority_id, year=2026, name="粘贴", now=NOW
    )


def summed(store: Store, authority_id: int | None = None, year: int = 2026) -> Summary:
    with reading(store) as session:
        return summary(session, year, authority_id)


def submit(store: Store, document_id: int) -> None:
    move_filing(store, OPERATOR, filing_of(store, document_id), Move.SUBMIT, on=TODAY, now=NOW)


def test_an_authority_without_a_list_is_in_neither_figure(store: Store) -> None:
    submit(store, register(store, OPERATOR, NOW))
    submit(
        store,
        register(store, OPERATOR, NOW, authority_id=3, title="示范区清运办法", doc_no="示青〔2026〕1号"),
    )
    issued = summed(store).issued
    assert (issued.n_lists, issued.n_authorities, issued.filing_rate.text()) == (0, 3, "—")
    hand_in(
        store,
        "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02\n示范区渔船办法\t示农〔2026〕4号\t2026-02-03",
    )
    issued = summed(store).issued
    assert (issued.n_lists, issued.filing_rate.text(), issued.publication_rate.text()) == (
        1,
        "1/2（50.0%）",
        "1/2（50.0%）",
    )
    rows = {authority.id: counts for authority, counts in summed(store).rows}
    assert rows[3] is None
    assert rows[2] is not None
    assert (rows[2].n_unregistered, rows[2].n_registered, rows[2].n_filed) == (1, 1, 1)


def test_a_filing_without_a_line_is_not_counted(store: Store) -> None:
    hand_in(store, "示范区渔船办法\t示农〔2026〕4号\t2026-02-03")
    submit(store, register(store, OPERATOR, NOW))
    counts = summed(store, 2).total
    assert (counts.filing_rate.text(), counts.n_unlisted) == ("0/1（0.0%）", 1)


def test_marked_lines_and_lines_before_tracking_do_not_count_in_the_rates(store: Store) -> None:
    hand_in(store, "关于甲的办法\t示农〔2026〕4号\t2026-02-03\n关于任免的通知\t示农〔2026〕5号\t2026-02-03")
    with reading(store) as session:
        entry = entries_of(session, [2])[1]
    mark_issue_entries(store, OPERATOR, [entry.id or 0], reason="人事任免", now=NOW)
    assert summed(store).total.filing_rate.text() == "0/1（0.0%）"
    hand_in(store, "关于旧的办法\t示农〔2025〕5号\t2025-02-03")
    last_year = summed(store, year=2025)
    assert (last_year.total.n_normative, last_year.total.n_issued) == (1, 0)
    assert last_year.issued.filing_rate.text() == "0/0（—）"


def test_a_merged_authority_owes_no_list_since_its_heir_has_the_lines(store: Store) -> None:
    with transaction(store) as session:
        merged = session.get_one(Authority, 3)
        merged.abolished_on, merged.successor_id = date(2026, 6, 1), 2
    with reading(store) as session:
        assert 3 not in [authority.id for authority, _ in summary(session, 2026).rows]


def test_an_authority_abolished_before_the_year_or_without_documents_owes_no_list(store: Store) -> None:
    with transaction(store) as session:
        session.get_one(Authority, 3).abolished_on = date(2025, 6, 1)
        session.get_one(Authority, 1).is_issuer = False
        session.add(Authority(code=UNKNOWN_CODE, name=UNKNOWN_NAME, kind=AuthorityKind.DEPARTMENT))
    assert [authority.id for authority, _ in summed(store).rows] == [2]
    assert {authority.id for authority, _ in summed(store, year=2025).rows} == {2, 3}


@pytest.mark.parametrize(
    ("changes", "is_public"),
    [
        ({}, True),
        ({"disclosure": Disclosure.ON_REQUEST}, False),
        ({"dates": Dates(signed_on=date(2026, 2, 2))}, False),
    ],
)
def test_what_is_not_open_to_everybody_since_a_day_is_not_published(
    store: Store, changes: dict[str, Any], is_public: bool
) -> None:
    register(store, OPERATOR, NOW, **changes)
    hand_in(store, "示范区农机购置补贴办法\t示农〔2026〕3号\t2026-02-02")
    issued = summed(store).issued
    assert (issued.n_published, issued.n_issued) == (int(is_public), 1)
