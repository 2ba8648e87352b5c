"""What is wrong with the kept papers: changed bytes, missing numbers, broken replacements."""

import hashlib
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from registry.domain.papers.kinds import counter_of, spell_number
from registry.domain.papers.series import start_counter_of
from registry.storage import counters
from registry.storage.papers import Paper, without_bytes

Wrong = tuple[str, str, str]  # kind of difference, subject, sentence


def wrong_papers(session: Session) -> Iterator[Wrong]:
    """Every difference between the papers and what recomputing gives."""
    ids = session.exec(select(Paper.id).order_by(col(Paper.id))).all()
    yield from (wrong for paper_id in ids for wrong in _bytes(session, paper_id or 0))
    papers = session.exec(without_bytes(select(Paper)).order_by(col(Paper.id))).all()
    yield from _numbers(session, papers)
    yield from _replacements(papers)


def _bytes(session: Session, paper_id: int) -> Iterator[Wrong]:
    query = select(Paper.docx, Paper.sha256, Paper.pdf, Paper.pdf_sha256).where(Paper.id == paper_id)
    docx, sha256, pdf, pdf_sha256 = session.exec(query).one()
    for name, content, kept in (("Word 文档", docx, sha256), ("PDF", pdf, pdf_sha256)):
        if content is not None and hashlib.sha256(content).hexdigest() != kept:
            yield "paper", f"paper:{paper_id}", f"文书{paper_id}的{name}与出具时的校验值不符。请从备份恢复。"


def _numbers(session: Session, papers: Sequence[Paper]) -> Iterator[Wrong]:
    given: dict[tuple[str, int], set[int]] = {}
    for paper in papers:
        if paper.series is None or paper.year is None or paper.serial is None:
            continue
        given.setdefault((paper.series, paper.year), set()).add(paper.serial)
        if not paper.number.endswith(spell_number("", paper.series, paper.year, paper.serial)):
            yield "paper", f"paper:{paper.id}", f"文书{paper.id}的编号{paper.number}与它的序号不一致。"
    for (series, year), serials in sorted(given.items()):
        first = counters.read(session, start_counter_of(series, year)) + 1
        last = counters.read(session, counter_of(series, year))
        if missing := sorted(set(range(first, max(last, *serials) + 1)) - serials):
            yield (
                "paper_no",
                f"{series}:{year}",
                f"{year}年{series}文书缺号：{'、'.join(map(str, missing))}。",
            )
        if last < max(serials):
            yield (
                "paper_no",
                f"{series}:{year}",
                f"{year}年{series}文书已编到{max(serials)}，计数只到{last}。",
            )


def _replacements(papers: Sequence[Paper]) -> Iterator[Wrong]:
    by_id = {paper.id: paper for paper in papers}
    for paper in papers:
        if paper.replaces_id is None:
            continue
        wrong = by_id.get(paper.replaces_id)
        is_sound = (
            wrong is not None
            and paper.replaces_id < (paper.id or 0)
            and (wrong.kind, wrong.subject) == (paper.kind, paper.subject)
            and paper.because
        )
        if not is_sound:
            yield (
                "paper",
                f"paper:{paper.id}",
                f"文书{paper.id}替代的文书不存在、不是同一事项，或者没有写明理由。",
            )
