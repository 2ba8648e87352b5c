"""The document of each line of a list, and the documents on no list, as queries find them."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from registry.domain.doc_numbers import key
from registry.domain.documents import Dates
from registry.domain.issue_registers import EntryState
from registry.domain.normal import title_key
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.matches import fitting_documents, is_unlisted, standings
from tests.building.documents import register
from tests.cast import NOW

REGISTERED, STRANGE = "示范区农机购置补贴办法", "示范区渔船报废办法"


def line(store: Store, title: str = REGISTERED, doc_no: str = "", **changes: Any) -> int:
    values = {"authority_id": 2, "year": 2026, "entered_at": NOW, **changes}
    with transaction(store) as session:
        entry = IssueEntry(
            title=title, title_key=title_key(title), doc_no=doc_no, doc_no_key=key(doc_no), **values
        )
        session.add(entry)
    return entry.id or 0


def states(store: Store) -> dict[int, tuple[EntryState, int | None]]:
    with reading(store) as session:
        return {line.entry_id: (line.state, line.document_id) for line in standings(session, [2, 3], 2026)}


def unlisted(store: Store) -> list[int]:
    with reading(store) as session:
        query = sa.select(Document.id).where(is_unlisted([2, 3], 2026)).order_by(Document.id)
        return list(session.execute(query).scalars())


def test_the_number_finds_the_document_whatever_its_spelling_and_title(store: Store) -> None:
    entry = line(store, "农机办法", "示农[2026]03号")
    assert states(store) == {entry: (EntryState.UNREGISTERED, None)}
    document = register(store, OPERATOR, NOW)
    assert states(store) == {entry: (EntryState.UNFILED, document)}


def test_the_title_finds_it_where_a_number_is_missing_and_only_of_that_authority_and_year(
    store: Store,
) -> None:
    entry, other = line(store), line(store, authority_id=3)
    last_year = line(store, "示范区渔船报废办法")
    document = register(store, OPERATOR, NOW)
    register(store, OPERATOR, NOW, title=STRANGE, doc_no="", dates=Dates(published_on=date(2024, 5, 1)))
    assert states(store) == {
        entry: (EntryState.UNFILED, document),
        other: (EntryState.UNREGISTERED, None),
        last_year: (EntryState.UNREGISTERED, None),
    }


def test_two_numbers_with_the_same_title_are_two_documents(store: Store) -> None:
    entry = line(store, doc_no="示农〔2026〕9号")
    register(store, OPERATOR, NOW)
    assert states(store)[entry][0] is EntryState.UNREGISTERED


def test_the_title_decides_between_two_documents_of_a_number_else_a_person(store: Store) -> None:
    first = register(store, OPERATOR, NOW)
    second = register(store, OPERATOR, NOW, title=STRANGE, duplicate_reason="原件如此")
    told = line(store, STRANGE, "示农〔2026〕3号")
    untold = line(store, "另一标题", "示农〔2026〕3号", authority_id=3)
    assert states(store) == {told: (EntryState.UNFILED, second), untold: (EntryState.AMBIGUOUS, None)}
    with transaction(store) as session:
        session.get_one(IssueEntry, untold).document_id = first
    assert states(store)[untold] == (EntryState.UNFILED, first)


def test_a_marked_line_is_no_regulatory_document(store: Store) -> None:
    register(store, OPERATOR, NOW)
    entry = line(store, not_normative_because="人事任免")
    assert states(store)[entry][0] is EntryState.NOT_NORMATIVE


def test_a_marked_line_leaves_its_document_to_the_other_line_that_fits(store: Store) -> None:
    document = register(store, OPERATOR, NOW)
    entry, other = line(store), line(store)
    assert {state for state, _ in states(store).values()} == {EntryState.AMBIGUOUS}
    with transaction(store) as session:
        session.get_one(IssueEntry, entry).not_normative_because = "同一件列了两次"
    assert states(store) == {
        entry: (EntryState.NOT_NORMATIVE, document),
        other: (EntryState.UNFILED, document),
    }


def test_a_published_document_without_a_line_is_unlisted_and_a_draft_is_not(store: Store) -> None:
    listed = register(store, OPERATOR, NOW)
    other = register(store, OPERATOR, NOW, title=STRANGE, doc_no="示农〔2026〕4号")
    register(store, OPERATOR, NOW, title="草稿", doc_no="", is_published=False)
    register(store, OPERATOR, NOW, title="旧办法", doc_no="", dates=Dates(published_on=date(2024, 5, 1)))
    assert unlisted(store) == [listed, other]
    line(store, "农机办法", "示农〔2026〕3号")
    assert unlisted(store) == [other]
    line(store, STRANGE)
    assert unlisted(store) == []


def test_the_fitting_documents_have_the_number_or_the_title(store: Store) -> None:
    by_number = register(store, OPERATOR, NOW, title=STRANGE)
    by_title = register(store, OPERATOR, NOW, doc_no="示农〔2026〕7号")
    register(store, OPERATOR, NOW, title="无关", doc_no="示农〔2026〕8号")
    entry = line(store, doc_no="示农〔2026〕3号")
    with reading(store) as session:
        query = fitting_documents(session.get_one(IssueEntry, entry))
        assert {entry.id for entry in session.execute(query).scalars()} == {by_number, by_title}
