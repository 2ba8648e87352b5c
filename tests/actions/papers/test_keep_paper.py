"""A paper is kept with its number, its bytes and its hash; a wrong one is replaced and stays."""

import hashlib
import io
from datetime import date, datetime

import pytest
from docx import Document as Docx

from registry.actions.filings.move_filing import move_filing
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.papers.start_series import start_paper_series
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.papers import Paper, papers_of
from tests.building.filings import owed_filing, register_filing, registered_without_paper, submitted_filing
from tests.cast import Cast


def made(store: Store, cast: Cast, filing_id: int, now: datetime) -> Paper:
    return make_paper(store, cast.clerk, PaperKind.REGISTRATION_NOTICE, filing_id, now=now)


def bytes_of(store: Store, paper_id: int | None) -> bytes:
    with reading(store) as session:
        return session.get_one(Paper, paper_id).docx or b""


def test_a_paper_has_a_number_and_its_bytes_never_change(store: Store, cast: Cast, now: datetime) -> None:
    paper = made(store, cast, registered_without_paper(store), now)
    content = bytes_of(store, paper.id)
    assert paper.number == "备登〔2026〕1号"
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    with transaction(store) as session:
        office.set_setting(session, "office_name", "新名称司法局")
    assert bytes_of(store, paper.id) == content
    assert "新名称" not in "".join(p.text for p in Docx(io.BytesIO(content)).paragraphs)


def test_the_organ_code_of_the_office_stands_before_the_series(
    store: Store, cast: Cast, now: datetime
) -> None:
    with transaction(store) as session:
        office.set_setting(session, "paper_code", "示司")
    assert made(store, cast, registered_without_paper(store), now).number == "示司备登〔2026〕1号"


def test_a_refused_paper_takes_no_number(store: Store, cast: Cast, now: datetime) -> None:
    waiting = submitted_filing(store)
    with pytest.raises(Refusal, match="予以登记后"):
        made(store, cast, waiting, now)
    register_filing(store, waiting)
    with reading(store) as session:
        assert [paper.serial for paper in papers_of(session, SubjectKind.FILING, waiting)] == [1]


def test_a_year_before_the_register_needs_the_start_of_its_series(
    store: Store, cast: Cast, now: datetime
) -> None:
    day = date(2025, 12, 30)
    filing_id = owed_filing(store)
    with transaction(store) as session:
        session.get_one(Filing, filing_id).start_on = date(2025, 12, 1)
    move_filing(store, cast.clerk, filing_id, Move.SUBMIT, on=day, now=now)
    for _ in range(2):
        with pytest.raises(Refusal, match=r"勾选“文书已另行出具”.*设置—文书编号"):
            move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=day, now=now)
    start_paper_series(store, cast.admin, "备登", year=2025, last_serial=0, now=now)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=day, now=now)
    with reading(store) as session:
        assert [p.number for p in papers_of(session, SubjectKind.FILING, filing_id)] == ["备登〔2025〕1号"]


def test_a_wrong_paper_is_replaced_by_one_that_names_it(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = registered_without_paper(store)
    wrong = made(store, cast, filing_id, now)
    with pytest.raises(Refusal, match="哪里有误"):
        replace_paper(store, cast.clerk, wrong.id or 0, " ", now=now)
    newer = replace_paper(store, cast.clerk, wrong.id or 0, "报送日期误写", now=now)
    assert (newer.serial, newer.replaces_id, newer.because) == (2, wrong.id, "报送日期误写")
    with reading(store) as session:
        assert [p.id for p in papers_of(session, SubjectKind.FILING, filing_id)] == [wrong.id, newer.id]
    with pytest.raises(Refusal, match="已由备登〔2026〕2号替代"):
        replace_paper(store, cast.clerk, wrong.id or 0, "再改", now=now)
    text = "".join(p.text for p in Docx(io.BytesIO(bytes_of(store, newer.id))).paragraphs)
    assert "替代" in text
    assert "备登〔2026〕1号" in text


def test_a_contact_makes_no_paper_of_the_office(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = registered_without_paper(store)
    with pytest.raises(Denied):
        make_paper(store, cast.drafter, PaperKind.REGISTRATION_NOTICE, filing_id, now=now)
