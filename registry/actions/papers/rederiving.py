"""What is wrong with the kept papers: changed bytes, missing numbers, broken replacements."""

import hashlib
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from registry.domain.papers.kinds import SubjectKind, counter_of, spell_number
from registry.domain.papers.series import all_series, start_counter_of
from registry.storage import counters
from registry.storage.papers import Paper, without_bytes
from registry.storage.review_proposals import ReviewProposal

_BATCH = 50  # papers whose bytes are in memory at once
Wrong = tuple[str, str, str]  # kind of difference, subject, sentence


def wrong_papers(session: Session) -> Iterator[Wrong]:
    """Every difference between the papers and what recomputing gives."""
    papers = session.exec(without_bytes(select(Paper)).order_by(col(Paper.id))).all()
    erased = _erased(session)
    yield from _bytes(session, papers, erased)
    yield from _numbers(session, papers)
    yield from _replacements(papers, erased)


def _erased(session: Session) -> frozenset[str]:
    """The proposals whose personal data were erased, with the bytes of their papers."""
    query = select(ReviewProposal.id).where(col(ReviewProposal.erased_on).is_not(None))
    return frozenset(map(str, session.exec(query)))


def _proposal(paper: Paper) -> str:
    return paper.subject if paper.subject_kind is SubjectKind.PROPOSAL else ""


def _bytes(session: Session, papers: Sequence[Paper], erased: frozenset[str]) -> Iterator[Wrong]:
    of_papers = {paper.id: paper for paper in papers}
    query = select(Paper.id, Paper.docx, Paper.pdf).order_by(col(Paper.id))
    for paper_id, docx, pdf in session.exec(query, execution_options={"yield_per": _BATCH}):
        paper = of_papers[paper_id]
        for name, content, kept in (("Word 文档", docx, paper.sha256), ("PDF", pdf, paper.pdf_sha256)):
            if content is None and kept and _proposal(paper) not in erased:
                yield "paper", f"paper:{paper_id}", f"文书{paper_id}的{name}不见了。请从备份恢复。"
            elif content is not None and hashlib.sha256(content).hexdigest() != kept:
                yield (
                    "paper",
                    f"paper:{paper_id}",
                    f"文书{paper_id}的{name}与出具时的校验值不符。请从备份恢复。",
                )


def _numbers(session: Session, papers: Sequence[Paper]) -> Iterator[Wrong]:
    given: dict[tuple[str, int], set[int]] = {}
    for paper in papers:
        if paper.series is None or paper.year is None or paper.serial is None:
            continue
        given.setdefault((paper.series, paper.year), set()).add(paper.serial)
        if not paper.number.endswith(spell_number("", paper.series, paper.year, paper.serial)):
            yield "paper", f"paper:{paper.id}", f"文书{paper.id}的编号{paper.number}与它的序号不一致。"
    for series, year in _counted(session):
        given.setdefault((series, year), set())
    for (series, year), serials in sorted(given.items()):
        first = counters.read(session, start_counter_of(series, year)) + 1
        last = counters.read(session, counter_of(series, year))
        if missing := sorted(set(range(first, max(last, *serials, 0) + 1)) - serials):
            yield (
                "paper_no",
                f"{series}:{year}",
                f"{year}年{series}文书缺号：{'、'.join(map(str, missing))}。",
            )
        if last < max(serials, default=0):
            yield (
                "paper_no",
                f"{series}:{year}",
                f"{year}年{series}文书已编到{max(serials)}，计数只到{last}。",
            )


def _counted(session: Session) -> Iterator[tuple[str, int]]:
    """The series and years in which numbers were given, also those of which no paper is left."""
    names = session.exec(select(counters.Counter.name).where(col(counters.Counter.name).startswith("paper-")))
    series_of = {counter_of(series, 0).removesuffix("0"): series for series in all_series()}
    for name in names:
        start, year = name[:-4], name[-4:]
        if start in series_of and year.isdecimal():
            yield series_of[start], int(year)


def _replacements(papers: Sequence[Paper], erased: frozenset[str]) -> Iterator[Wrong]:
    by_id = {paper.id: paper for paper in papers}
    for paper in papers:
        if paper.replaces_id is None:
            continue
        wrong = by_id.get(paper.replaces_id)
        is_sound = (
            wrong is not None
            and paper.replaces_id < (paper.id or 0)
            and (wrong.kind, wrong.subject) == (paper.kind, paper.subject)
            and (paper.because or _proposal(paper) in erased)
        )
        if not is_sound:
            yield (
                "paper",
                f"paper:{paper.id}",
                f"文书{paper.id}替代的文书不存在、不是同一事项，或者没有写明理由。",
            )
