"""The job that checks texts: what is due, what stays due, and that it asks for no more than that."""

import pytest
from sqlmodel import Session

from registry.actions.documents import check_document
from registry.actions.documents.edit_document import edit_document
from registry.domain.checks.book import CheckBook
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState
from registry.domain.roles import OPERATOR
from registry.jobs import check_texts, run_job
from registry.storage.check_book import load_check_book
from registry.storage.documents.tables import Document
from registry.storage.due_checks import due_checks
from registry.storage.engine import Store, reading, transaction
from registry.storage.text_checks import check_of
from tests.building.documents import facts, register, register_old, register_secret
from tests.building.filings import filing_in, stored_filing, submitted_filing
from tests.building.text_checks import SUSPECT, draft, hits
from tests.cast import NOW
from tests.jobs.office_days import office


def due(store: Store, book_version: int = 0) -> list[int]:
    with reading(store) as session:
        return due_checks(session, book_version, 100)


def test_what_lies_with_the_office_is_due_and_nothing_else(store: Store) -> None:
    of_state = {
        state: stored_filing(store, filing_in(store, state, n)).document_id
        for n, state in enumerate(FilingState, 1)
        if state not in {FilingState.WITHDRAWN, FilingState.ANNULLED, FilingState.SUSPENDED}
    }
    register_old(store, "往年的通知", text=SUSPECT)
    register_secret(store)
    with transaction(store) as session:
        secret = stored_filing(store, submitted_filing(store, 97)).document_id
        session.get_one(Document, secret).disclosure = Disclosure.SECRET
    register_old(store, "没有正文的草案", is_published=False)
    written = draft(store, n=99)
    looked_at = {"submitted", "registered", "under_review", "supplementing", "feedback"}
    assert due(store) == sorted([*(key for state, key in of_state.items() if state in looked_at), written])


def test_a_checked_text_is_due_again_when_it_or_the_book_is_another(store: Store) -> None:
    document_id = draft(store)
    report = run_job(office(store), "check_texts", NOW)
    assert report.sentence == f"检查了1件文件的正文，共有{len(hits(store, document_id))}处。"
    assert due(store) == []
    assert due(store, book_version=1) == [document_id]
    assert not run_job(office(store), "check_texts", NOW).did_something
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    changed = facts(title=document.title, doc_no=document.doc_no, text="第一条　没有问题。")
    edit_document(store, OPERATOR, document_id, changed, version=document.version, now=NOW)
    assert due(store) == [document_id]


def test_what_cannot_be_checked_now_does_not_hold_up_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = draft(store, n=7), draft(store, n=8)
    whole = check_texts.check_by

    def refuse_first(*asked: object, **fields: object) -> object:
        if asked[3] == first:
            raise Refusal("检查的时候文件刚被修改。")
        return whole(*asked, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(check_texts, "check_by", refuse_first)
    report = run_job(office(store), "check_texts", NOW)
    assert report.counts["n_checked"] == 1
    assert "有1件没有检查成，下次再试：检查的时候文件刚被修改。" in report.sentence
    assert due(store) == [first]
    with reading(store) as session:
        assert check_of(session, second) is not None


def test_a_text_without_words_is_checked_once_and_says_so(store: Store) -> None:
    document_id = stored_filing(store, filing_in(store, FilingState.UNDER_REVIEW)).document_id
    register(store, OPERATOR, NOW, title="另一件", doc_no="示农〔2026〕88号", text="", is_published=False)
    run_job(office(store), "check_texts", NOW)
    assert due(store) == []
    with reading(store) as session:
        assert check_of(session, document_id) is not None


def test_the_rules_are_read_once_a_run_and_nothing_is_written_when_nothing_is_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(store, n=7)
    draft(store, n=8)
    n_read = 0

    def counted(session: Session) -> CheckBook:
        nonlocal n_read
        n_read += 1
        return load_check_book(session)

    monkeypatch.setattr(check_document, "load_check_book", counted)
    assert run_job(office(store), "check_texts", NOW).counts["n_checked"] == 2
    assert n_read == 1
    monkeypatch.delattr(check_texts, "transaction")
    assert not run_job(office(store), "check_texts", NOW).did_something
    assert n_read == 1
