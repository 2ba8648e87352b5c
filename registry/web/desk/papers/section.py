"""The papers of a subject on its own page, and those that may be made there: `papers_of` of the components."""

from dataclasses import dataclass

from flask import url_for
from sqlmodel import Session

from registry.actions.cleanups.paper_facts import check_round_paper
from registry.actions.filings.paper_facts import kinds_wanting
from registry.actions.papers.make_paper import facts_to_write
from registry.actions.papers.sources import SOURCES
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.papers import filer
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.readers import may_read_paper
from registry.domain.papers.rules import RULES
from registry.storage.paper_lists import PaperRow, paper_rows
from registry.storage.papers import papers_of
from registry.web.access import current_actor


@dataclass(frozen=True)
class Offer:
    """A kind of paper that may be made now; `is_again` when there is one already."""

    kind: PaperKind
    address: str
    is_again: bool


@dataclass(frozen=True)
class PapersSection:
    rows: list[PaperRow]
    offers: list[Offer]


def papers_section(session: Session, kind: SubjectKind, subject: int | str) -> PapersSection:
    """The papers about a subject that the person may read, the oldest first, and what they may make of it.

    The filer's papers are made beside the materials, where words are typed that the register lacks.
    """
    actor = current_actor()
    papers = papers_of(session, kind, subject)
    ids = [paper.id or 0 for paper in papers if may_read_paper(actor, paper.kind, paper.authority_id)]
    wanting = kinds_wanting(session, int(subject)) if kind is SubjectKind.FILING else set()
    offers = [
        offer
        for paper, rule in RULES.items()
        if rule.subject is kind and paper not in filer.RULES
        if paper not in PAPER_OF.values() or paper in wanting  # drafting them all takes longer than the page
        if (offer := _offer(session, paper, str(subject), paper in {row.kind for row in papers}))
    ]
    return PapersSection(list(paper_rows(session, ids)), sorted(offers, key=lambda offer: offer.is_again))


def _offer(session: Session, kind: PaperKind, subject: str, is_again: bool) -> Offer | None:
    """The button that makes such a paper, None where it cannot be made. A move's paper bears the day of the move."""
    if kind not in SOURCES or not current_actor().may(RULES[kind].permission):
        return None
    try:
        if (
            RULES[kind].subject is SubjectKind.CLEANUP
        ):  # the facts of a round are those of thousands of documents
            check_round_paper(session, kind, subject)
            return Offer(kind, url_for("desk.papers.make", kind=kind.value, subject=subject), is_again)
        facts = facts_to_write(session, current_actor(), kind, subject, today(), now=now())
    except Refusal:
        return None
    day = facts.since.isoformat() if facts.move_id and facts.since else None
    return Offer(kind, url_for("desk.papers.make", kind=kind.value, subject=subject, on=day), is_again)
