"""Where the facts of each kind of paper come from, when it is made by hand or replaced."""

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlmodel import Session

from registry.actions.cleanups.paper_facts import SOURCES as CLEANUP_SOURCES
from registry.actions.figures import drafting
from registry.actions.figures.list_papers import annual_list_facts, quarterly_list_facts
from registry.actions.filings.correction_order import correction_order_source
from registry.actions.filings.filer_facts import report_source, statement_source
from registry.actions.filings.paper_facts import move_again, move_source
from registry.actions.filings.urging_letters import urging_source
from registry.actions.legality.paper_facts import opinion_again, opinion_source
from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.proposals.paper_facts import PAPERS, proposal_source
from registry.domain.day_ranges import read_period
from registry.domain.errors import Refusal
from registry.domain.normal import id_of
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.storage.papers import Paper

Source = Callable[[Session, str, date], PaperFacts]
"""The facts about a subject for a paper signed on a day. Raises Refusal where there is nothing to write yet."""

SOURCES: dict[PaperKind, Source] = {
    PaperKind.FILING_REPORT: report_source,
    PaperKind.DRAFTING_STATEMENT: statement_source,
    PaperKind.QUARTERLY_LIST: quarterly_list_facts,
    PaperKind.ANNUAL_LIST: annual_list_facts,
    PaperKind.FILING_BULLETIN: drafting.bulletin_source,
    PaperKind.ANNUAL_REPORT: drafting.report_source,
    PaperKind.LEGALITY_OPINION: opinion_source,
    PaperKind.CORRECTION_ORDER: correction_order_source,
    PaperKind.URGING_LETTER: urging_source,
    **CLEANUP_SOURCES,
    **{kind: proposal_source(move) for move, kind in PAPERS.items()},
    **{kind: partial(move_source, kind=kind) for kind in PAPER_OF.values()},
}

_AGAIN: dict[PaperKind, Callable[[Session, Paper], PaperFacts]] = {
    PaperKind.LEGALITY_OPINION: opinion_again,
    **dict.fromkeys(PAPER_OF.values(), move_again),
}


def facts_of(session: Session, kind: PaperKind, subject: str, on: date) -> PaperFacts:
    """The facts for a paper of a kind. Raises Refusal where there is nothing to write, or no such subject."""
    return SOURCES[kind](session, subject_key(kind, subject), on)


def subject_key(kind: PaperKind, words: str) -> str:
    """The subject in the way in which papers of the kind keep it. Raises Refusal for what can be none."""
    if RULES[kind].subject is SubjectKind.FIGURES:
        return read_period(words).code
    key = id_of(words)
    if key is None:
        raise Refusal(f"没有编号为“{words[:20]}”的事项，请核对。", "subject")
    return str(key)


def facts_again(session: Session, wrong: Paper, on: date) -> PaperFacts:
    """The facts for the paper that replaces another: about the same move of a filing, where it is about one."""
    again = _AGAIN.get(wrong.kind)
    return again(session, wrong) if again else facts_of(session, wrong.kind, wrong.subject, on)
