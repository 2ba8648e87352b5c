"""Where the facts of each kind of paper come from, when it is made by hand or replaced."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from registry.actions.figures.annual_report import report_facts
from registry.actions.figures.bulletin import bulletin_facts
from registry.actions.figures.list_papers import annual_list_facts, quarterly_list_facts
from registry.actions.filings.filer_facts import report_source, statement_source
from registry.actions.filings.paper_facts import registration_facts
from registry.actions.legality.paper_facts import opinion_source
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.proposals.paper_facts import PAPERS, proposal_source
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES

Source = Callable[[Session, str, date], PaperFacts]
"""The facts about a subject for a paper signed on a day. Raises Refusal where there is nothing to write yet."""

SOURCES: dict[PaperKind, Source] = {
    PaperKind.REGISTRATION_NOTICE: registration_facts,
    PaperKind.FILING_REPORT: report_source,
    PaperKind.DRAFTING_STATEMENT: statement_source,
    PaperKind.QUARTERLY_LIST: quarterly_list_facts,
    PaperKind.ANNUAL_LIST: annual_list_facts,
    PaperKind.FILING_BULLETIN: bulletin_facts,
    PaperKind.ANNUAL_REPORT: report_facts,
    PaperKind.LEGALITY_OPINION: opinion_source,
    **{kind: proposal_source(move) for move, kind in PAPERS.items()},
}


def facts_of(session: Session, kind: PaperKind, subject: str, on: date) -> PaperFacts:
    """The facts for a paper of a kind. Raises Refusal where there is nothing to write, or no such subject."""
    is_period = RULES[kind].subject is SubjectKind.FIGURES
    if not is_period and not (subject.isascii() and subject.isdigit() and len(subject) < 10):
        raise Refusal(f"没有编号为“{subject[:20]}”的事项，请核对。", "subject")
    return SOURCES[kind](session, subject, on)
