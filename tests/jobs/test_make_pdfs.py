"""The job that prints papers and lists to PDF: once each, the newest first; what fails is tried again a few times."""

import hashlib
import itertools
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pypdfium2
import pytest
import sqlalchemy as sa

from registry.actions.cleanups.release_round import release_round
from registry.actions.office.verify_register import verify_register
from registry.actions.papers.make_paper import make_paper
from registry.actions.papers.print_again import print_again
from registry.domain.cleanups import Outcome
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.printing import MOST_TRIES, PAUSES
from registry.domain.roles import OPERATOR
from registry.jobs import JobReport, make_pdfs, run_job
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper, erase_bytes
from registry.storage.pdfs import Printed, add_pdf, due_pdfs, note_failed_pdf, try_pdf_again
from registry.storage.releases import Release, ReleasePdf
from tests.building.documents import register_old
from tests.building.filings import registered_without_paper
from tests.building.libreoffice import needs_libreoffice
from tests.building.rounds import FACTS, decide, start_round
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


def run(store: Store, now: datetime = NOW) -> JobReport:
    return run_job(office(store), "make_pdfs", now)


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
        assert not add_pdf(session, Paper, paper_id, b"%PDF of a second machine")
        assert not note_failed_pdf(session, Paper, paper_id, "转换时出错中断", NOW)
    assert kept(store, paper_id) == first


def test_what_cannot_be_printed_says_why_and_the_next_run_goes_on_with_the_others(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    fine, broken = paper(store), paper(store, 2)
    with transaction(store) as session:
        session.execute(sa.update(Paper).where(Paper.id == broken).values(docx=b"broken"))

    def printer(_: object, docx: bytes) -> bytes:
        if docx == b"broken":
            raise Refusal("转换时出错中断")
        return b"%PDF"

    print_by(printer)
    report = run(store)
    assert report.counts == {"n_made": 0, "n_failed": 1}
    assert report.sentence == "有1份没有生成：转换时出错中断。"
    assert kept(store, broken) == (None, "", "转换时出错中断")
    assert run(store).counts == {"n_made": 1, "n_failed": 0}
    assert kept(store, fine)[0] == b"%PDF"
    assert not run(store).did_something


def test_what_fails_is_tried_again_after_growing_pauses_and_then_no_more(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    paper_id = paper(store)
    tries = list[datetime]()

    def printer(*_: object) -> bytes:
        tries.append(minute)
        raise Refusal("转换用了120秒还没有完，已停止")

    print_by(printer)
    for n in range(24 * 60):
        minute = NOW + timedelta(minutes=n)
        run(store, minute)
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses == list(PAUSES)
    with reading(store) as session:
        row = session.get_one(Paper, paper_id)
        assert (row.pdf_tries, row.pdf_due_at) == (MOST_TRIES, None)
    print_by(lambda *_: b"%PDF")
    print_again(store, OPERATOR, paper_id, now=minute)
    run(store, minute)
    assert kept(store, paper_id)[0::2] == (b"%PDF", "")


def test_a_pdf_that_comes_at_the_second_try_forgets_the_first(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    paper_id = paper(store)
    with transaction(store) as session:
        note_failed_pdf(session, Paper, paper_id, "转换时出错中断", NOW)
    print_by(lambda *_: b"%PDF")
    assert not run(store).did_something
    assert run(store, NOW + PAUSES[0]).counts["n_made"] == 1
    assert kept(store, paper_id)[0::2] == (b"%PDF", "")


def test_a_released_list_is_printed_and_stays_as_it_is(
    store: Store, print_by: Callable[[Printer], None]
) -> None:
    kept_id, ended_id = register_old(store, "关于甲的通知"), register_old(store, "关于乙的通知")
    round_id = start_round(store)
    decide(store, round_id, {kept_id: Outcome.RETAIN, ended_id: Outcome.REPEAL}, "依据已废止")
    release_id = release_round(store, OPERATOR, round_id, FACTS, now=NOW)
    with reading(store) as session:
        docx = session.get_one(Release, release_id).docx
    print_by(lambda _, given: b"%PDF" if given == docx else b"")
    assert run(store).sentence == "生成了1份PDF。"
    assert not run(store).did_something
    with reading(store) as session:
        row = session.get_one(ReleasePdf, release_id)
        assert (row.pdf, row.pdf_sha256) == (b"%PDF", hashlib.sha256(b"%PDF").hexdigest())
        assert session.get_one(Release, release_id).docx == docx
    assert verify_register(store) == []
    with transaction(store) as session:
        session.execute(sa.update(ReleasePdf).values(pdf=b"%PDF of somebody else"))
    assert ["PDF" in wrong.sentence for wrong in verify_register(store)] == [True]


def test_the_newest_papers_come_first_and_a_run_is_bounded(
    store: Store, print_by: Callable[[Printer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = paper(store), paper(store, 2)
    with transaction(store) as session:
        session.execute(
            sa.update(Paper).where(Paper.id == newer).values(pdf_due_at=NOW + timedelta(seconds=1))
        )
    monkeypatch.setattr(make_pdfs, "MOST_AT_ONCE", 1)
    print_by(lambda *_: b"%PDF")
    run(store, NOW + timedelta(minutes=1))
    assert (kept(store, older)[0], kept(store, newer)[0]) == (None, b"%PDF")
    run(store, NOW + timedelta(minutes=2))
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
    paper_id, waiting = paper(store), paper(store, 2)
    with transaction(store) as session:
        assert add_pdf(session, Paper, paper_id, b"%PDF of the proposer")
        note_failed_pdf(session, Paper, waiting, "转换时出错中断", NOW)
        for row in (session.get_one(Paper, key) for key in (paper_id, waiting)):
            erase_bytes(session, row.subject_kind, row.subject)
        assert due_pdfs(session, Paper, NOW + timedelta(days=1), 10) == []
        assert not add_pdf(session, Paper, waiting, b"%PDF")
        assert not try_pdf_again(session, Paper, waiting, NOW)
    assert kept(store, paper_id)[0] is None


@pytest.mark.parametrize("table", [Paper, ReleasePdf])
def test_what_is_due_comes_from_an_index(another_store: Callable[[str], Store], table: type[Printed]) -> None:
    store = another_store("filled")
    asked: list[tuple[str, tuple[int, ...]]] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with reading(store) as session:
        due_pdfs(session, table, NOW, 10)
        statement, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert f"ix_{table.__tablename__}_pdf_due_at" in str(plan)
    assert "TEMP B-TREE" not in str(plan)


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
