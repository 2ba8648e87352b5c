"""Verifying the register names what is wrong with the papers."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.papers.rederiving import wrong_papers
from registry.actions.papers.start_series import start_paper_series
from registry.domain.papers.kinds import PaperKind, counter_of
from registry.storage import counters
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper
from tests.building.filings import registered_without_paper
from tests.cast import Cast

KIND = PaperKind.REGISTRATION_NOTICE


@pytest.fixture
def papers(store: Store, cast: Cast, now: datetime) -> Store:
    """Papers 3 to 5 of a series that began at 3, the last in the place of the one before it."""
    start_paper_series(store, cast.admin, "备登", year=2026, last_serial=2, now=now)
    for n in (3, 4):
        paper = make_paper(store, cast.clerk, KIND, registered_without_paper(store, n), now=now)
    replace_paper(store, cast.clerk, paper.id or 0, "有误", now=now)
    return store


def wrong(store: Store) -> str:
    with reading(store) as session:
        return "".join(sentence for _, _, sentence in wrong_papers(session))


def test_sound_papers_have_nothing_wrong(papers: Store) -> None:
    assert wrong(papers) == ""


def _paper(session: Session, nth: int) -> Paper:
    return session.exec(select(Paper).order_by(col(Paper.id))).all()[nth - 1]


def _change_bytes(session: Session) -> None:
    _paper(session, 1).docx = b"other"


def _erase(session: Session) -> None:
    _paper(session, 1).docx = None


def _lose_the_pdf(session: Session) -> None:
    _paper(session, 1).pdf_sha256 = "0" * 64


def _lose_all(session: Session) -> None:
    for nth in (3, 2, 1):
        session.delete(_paper(session, nth))
        session.flush()


def _lose_the_first(session: Session) -> None:
    session.delete(_paper(session, 1))


def _lose_the_last(session: Session) -> None:
    session.delete(_paper(session, 3))


def _renumber(session: Session) -> None:
    _paper(session, 1).number = "备登〔2026〕9号"


def _count_back(session: Session) -> None:
    session.get_one(counters.Counter, counter_of("备登", 2026)).value = 4


def _forget_the_reason(session: Session) -> None:
    _paper(session, 3).because = ""


def _replace_another(session: Session) -> None:
    _paper(session, 2).subject = "77"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_change_bytes, "文书{0}的Word 文档与出具时的校验值不符"),
        (_erase, "文书{0}的Word 文档不见了"),
        (_lose_the_pdf, "文书{0}的PDF不见了"),
        (_lose_all, "2026年备登文书缺号：3、4、5。"),
        (_lose_the_first, "2026年备登文书缺号：3。"),
        (_lose_the_last, "2026年备登文书缺号：5。"),
        (_renumber, "文书{0}的编号备登〔2026〕9号与它的序号不一致"),
        (_count_back, "计数只到4"),
        (_forget_the_reason, "文书{2}替代的文书"),
        (_replace_another, "文书{2}替代的文书"),
    ],
)
def test_what_is_wrong_is_named(papers: Store, spoil: Callable[[Session], None], sentence: str) -> None:
    with transaction(papers) as session:
        ids = session.exec(select(Paper.id).order_by(col(Paper.id))).all()
        spoil(session)
    found = wrong(papers)
    assert sentence.format(*ids) in found
    assert bool(found) is bool(sentence)
