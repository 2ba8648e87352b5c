"""The papers of a period on the page of figures: those that were made, and the buttons to make more."""

from flask import url_for
from sqlmodel import Session

from registry.domain.day_ranges import DayRange, quarter, quarter_of, year
from registry.domain.papers.figures import PARTS, RULES
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.readers import may_read_paper
from registry.storage.figures import Asked
from registry.storage.paper_lists import paper_rows
from registry.storage.papers import papers_of
from registry.web.access import current_actor
from registry.web.desk.papers.section import Offer, PapersSection


def period_papers(session: Session, asked: Asked) -> PapersSection:
    """The papers about the days that are shown; none where a part of the figures is shown, an authority or a kind."""
    if Asked(asked.days) != asked:
        return PapersSection([], [])
    code, actor = asked.days.code, current_actor()
    papers = papers_of(session, SubjectKind.FIGURES, code)
    ids = [paper.id or 0 for paper in papers if may_read_paper(actor, paper.kind, paper.authority_id)]
    made = {paper.kind for paper in papers}
    offers = [
        Offer(kind, _address(kind, code), kind in made)
        for kind in _kinds(asked.days)
        if actor.may(RULES[kind].permission)
    ]
    return PapersSection(list(paper_rows(session, ids)), offers)


def _kinds(days: DayRange) -> list[PaperKind]:
    """The kinds that fit the days: a list of a quarter, lists and reports of a year, a bulletin of any days."""
    kinds = [PaperKind.FILING_BULLETIN]
    if days == quarter(days.first.year, quarter_of(days.first)):
        kinds.append(PaperKind.QUARTERLY_LIST)
    if days == year(days.first.year):
        kinds += [PaperKind.ANNUAL_LIST, PaperKind.ANNUAL_REPORT]
    return kinds


def _address(kind: PaperKind, code: str) -> str:
    """The form of a paper with parts to edit, else the page that makes it."""
    if kind in PARTS:
        return url_for("desk.figures.draft", kind=kind.value, subject=code)
    return url_for("desk.papers.make", kind=kind.value, subject=code)
