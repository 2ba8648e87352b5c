"""What document files become when they come with a ledger, after it, or alone."""

from datetime import date

from sqlmodel import select

from registry.actions.office.verify_register import verify_register
from registry.domain.intakes import Options, Verdict
from registry.storage.documents.tables import DocumentText
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment
from tests.building.ledgers import PAPER, PLAIN, import_ledger, ledger, stored_documents
from tests.kept import kept_hashes


def test_a_file_joins_its_row_and_brings_its_text(store: Store) -> None:
    file = ("种子补贴办法.txt", PAPER.encode())
    import_ledger(store, ("台账.csv", ledger(PLAIN)))
    joined = import_ledger(store, file)
    assert joined.verdicts == [Verdict.UPDATED]
    with reading(store) as session:
        assert len(stored_documents(session)) == 1
        assert "请遵照执行" in session.exec(select(DocumentText)).one().text
        assert session.exec(select(Attachment)).one().name == "种子补贴办法.txt"
        assert stored_documents(session)[0].effective_on == date(2019, 6, 1)
    assert import_ledger(store, file).verdicts == [Verdict.UNCHANGED]
    assert verify_register(store) == []


def test_a_folder_matches_its_files_to_its_ledger(store: Store) -> None:
    done = import_ledger(store, ("正文/种子.txt", PAPER.encode()), ("台账.csv", ledger(PLAIN)))
    assert done.verdicts == [Verdict.ADDED, Verdict.UPDATED]
    with reading(store) as session:
        assert len(stored_documents(session)) == 1
        assert session.exec(select(Attachment)).one().name == "种子.txt"


def test_a_file_without_a_ledger_is_registered_from_its_facts(store: Store) -> None:
    import_ledger(store, ("种子.txt", PAPER.encode()), options=Options(registers_files=True))
    with reading(store) as session:
        (document,) = stored_documents(session)
        assert (document.title, document.doc_no_key) == (PLAIN[0], "示农|2019|3")
        assert document.signed_on == date(2019, 5, 6)
        assert "取自" in document.note


def test_a_secret_file_leaves_no_bytes(store: Store) -> None:
    done = import_ledger(store, ("密.txt", f"机密★10年\n{PAPER}".encode()))
    assert done.verdicts == [Verdict.REFUSED]
    assert kept_hashes(store) == []
