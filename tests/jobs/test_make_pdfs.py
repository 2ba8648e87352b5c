"""The job that prints papers to PDF: once each, the newest first; what fails keeps its reason."""

import hashlib
from collections.abc import Callable
from contextlib import closing

import pypdfium2
import pytest
import sqlalchemy as sa

from registry.actions.papers.make_paper import make_paper
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR
from registry.jobs import JobReport, make_pdfs, run_job
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper, add_pdf, erase_bytes, without_pdf
from tests.building.filings import registered_without_paper
from tests.building.libreoffice import needs_libreoffice
from tests.cast import NOW
from tests.jobs.office_days import office

Printer = Callable[[object, bytes], bytes]


def paper(store: Store, n: int = 1) -> int:
    filing_id = registered_without_paper(store, n)
    return make_paper(store, OPERATOR, PaperKind.REGISTRATION_NOTICE, filing_id, now=NOW).id or 0


def kept(store: Store, paper_id: int) -> tuple[bytes | None, str, str]:
    with reading(store) as session:
        paper = session.get_one(Paper, paper_id)
        return paper.pdf, paper.pdf_sha256, paper.pdf_problem


def run(store: Store) -> JobReport:
    return run_job(office(store), "make_pdfs", NOW)


@pytest.fixture
def print_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Printer], None]:
    """print_by(printer): a machine where the function stands for LibreOffice."""

    def is_there(printer: Printer) -> None:
        monkeypatch.setattr(make_pdfs, "is_installed", lambda: True)
        monkeypatch.setattr(make_pdfs, "pdf_of", printer)

    return is_there


def test_a_paper_is_printed_once_and_its_bytes_stay(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    paper_id = paper(store)
    print_by(lambda _, docx: b"%PDF " + docx[:4])
    report = run(store)
    assert (report.counts, report.sentence) == ({"n_made": 1, "n_failed": 0}, "生成了1份PDF。")
    first = kept(store, paper_id)
    assert first == (b"%PDF PK\x03\x04", hashlib.sha256(b"%PDF PK\x03\x04").hexdigest(), "")
    print_by(lambda *_: b"%PDF another")
    assert not run(store).did_something
    with transaction(store) as session:
        assert not add_pdf(session, paper_id, b"%PDF of a second machine", "")
    assert kept(store, paper_id) == first


def test_what_cannot_be_printed_says_why_and_does_not_hold_up_the_others(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    broken, fine = paper(store), paper(store, 2)
    with transaction(store) as session:
        session.execute(sa.update(Paper).where(Paper.id == broken).values(docx=b"broken"))

    def printer(_: object, docx: bytes) -> bytes:
        if docx == b"broken":
            raise Refusal("转换时出错中断")
        return b"%PDF"

    print_by(printer)
    report = run(store)
    assert report.counts == {"n_made": 1, "n_failed": 1}
    assert "有1份没有生成：转换时出错中断" in report.sentence
    assert kept(store, broken) == (None, "", "转换时出错中断")
    assert kept(store, fine)[0] == b"%PDF"
    print_by(printer)
    assert not run(store).did_something


def test_the_newest_papers_come_first_and_a_run_is_bounded(
    store: Store, print_by: Callable[[Printer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = paper(store), paper(store, 2)
    monkeypatch.setattr(make_pdfs, "MOST_AT_ONCE", 1)
    print_by(lambda *_: b"%PDF")
    run(store)
    assert (kept(store, older)[0], kept(store, newer)[0]) == (None, b"%PDF")
    run(store)
    assert kept(store, older)[0] == b"%PDF"


def test_without_libreoffice_nothing_happens_and_nothing_is_held_against_a_paper(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = paper(store)
    monkeypatch.setattr(make_pdfs, "is_installed", lambda: False)
    report = run(store)
    assert not report.did_something
    assert "没有安装 LibreOffice" in report.sentence
    assert kept(store, paper_id) == (None, "", "")


def test_a_paper_whose_bytes_were_erased_is_not_printed(store: Store) -> None:
    paper_id = paper(store)
    with transaction(store) as session:
        assert add_pdf(session, paper_id, b"%PDF of the proposer", "")
        filing = session.get_one(Paper, paper_id)
        erase_bytes(session, filing.subject_kind, filing.subject)
    assert kept(store, paper_id)[0] is None
    waiting = paper(store, 2)
    with transaction(store) as session:
        session.execute(sa.update(Paper).where(Paper.id == waiting).values(docx=None))
        assert not add_pdf(session, waiting, b"%PDF", "")
        assert without_pdf(session, 10) == []
        assert not add_pdf(session, paper_id, b"%PDF", "")


def test_what_is_due_comes_from_an_index(another_store: Callable[[str], Store]) -> None:
    store = another_store("filled")
    asked: list[tuple[str, tuple[int, ...]]] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with reading(store) as session:
        without_pdf(session, 10)
        statement, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "ix_paper_without_pdf" in str(plan)


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_prints_a_paper_in_the_confined_process(another_store: Callable[[str], Store]) -> None:
    store = another_store("filled")
    paper_id = paper(store)
    assert run(store).sentence == "生成了1份PDF。"
    pdf, sha256, _ = kept(store, paper_id)
    assert hashlib.sha256(pdf or b"").hexdigest() == sha256
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert [round(points / 72 * 25.4) for points in document[0].get_size()] == [210, 297]
        assert "示范区农业农村局：" in document[0].get_textpage().get_text_range()
