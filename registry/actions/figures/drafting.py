"""The parts of a paper as the program drafts them from figures, and as a person wrote them over."""

import hashlib
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from registry.actions.figures.annual_report import report_facts, texts_of_report
from registry.actions.figures.bulletin import bulletin_facts, texts_of_bulletin
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.errors import Refusal
from registry.domain.normal import lines_of
from registry.domain.papers.figures import PARTS, SIGNATORY
from registry.domain.papers.filer import BLANK
from registry.domain.papers.kinds import PaperKind
from registry.storage.paper_drafts import PaperDraft, draft_of

_DRAFTERS = {PaperKind.FILING_BULLETIN: bulletin_facts, PaperKind.ANNUAL_REPORT: report_facts}
_TEXTS = {PaperKind.FILING_BULLETIN: texts_of_bulletin, PaperKind.ANNUAL_REPORT: texts_of_report}


def bulletin_source(session: Session, subject: str, on: date) -> PaperFacts:
    """备案情况通报 with the parts that a person wrote. Raises Refusal where its numbers have moved since."""
    return _as_typed(
        session, PaperKind.FILING_BULLETIN, drafted_facts(session, PaperKind.FILING_BULLETIN, subject, on)
    )


def report_source(session: Session, subject: str, on: date) -> PaperFacts:
    """年度备案审查情况报告 with the parts that a person wrote; a line to sign on where nobody wrote who signs.

    Raises Refusal where its numbers have moved since.
    """
    drafted = drafted_facts(session, PaperKind.ANNUAL_REPORT, subject, on)
    facts = _as_typed(session, PaperKind.ANNUAL_REPORT, drafted)
    return replace(facts, values={**facts.values, SIGNATORY: facts.values[SIGNATORY] or BLANK})


def drafted_facts(session: Session, kind: PaperKind, subject: str, on: date) -> PaperFacts:
    """The paper as the program alone drafts it. Raises Refusal for what names no period."""
    return _DRAFTERS[kind](session, subject, on)


def drafted_texts(session: Session, kind: PaperKind, subject: str, on: date) -> dict[str, str]:
    """The parts alone of the paper as the program drafts it, without its tables. Raises Refusal like the paper."""
    return {name: "\n".join(text) for name, text in _TEXTS[kind](session, subject, on).items()}


def drafted_parts(kind: PaperKind, facts: PaperFacts) -> dict[str, str]:
    """The text of each part that a person may edit, a paragraph a line."""
    values = {part.name: facts.values[part.name] for part in PARTS[kind]}
    return {name: "\n".join(value) for name, value in values.items() if isinstance(value, tuple)}


def digest(drafted: dict[str, str]) -> str:
    """What tells whether the program drafts the same text again."""
    return hashlib.sha256("\0".join(drafted.values()).encode()).hexdigest()


def moved_parts(draft: PaperDraft | None, drafted: dict[str, str]) -> list[str]:
    """The parts that a person wrote over a text which the program now drafts otherwise."""
    if draft is None:
        return []
    return [name for name, text in drafted.items() if name in draft.typed and draft.drafted.get(name) != text]


def _as_typed(session: Session, kind: PaperKind, facts: PaperFacts) -> PaperFacts:
    draft = draft_of(session, kind, str(facts.subject))
    if draft is None:
        return facts
    if moved := moved_parts(draft, drafted_parts(kind, facts)):
        raise Refusal(
            f"文字保存以后，登记簿的数字有变化，涉及“{'”“'.join(moved)}”。"
            f"请在“统计”页打开这份{kind.word}的草稿，核对文字中的数字，保存后再出具。"
        )
    typed = {name: tuple(lines_of(text)) for name, text in draft.typed.items()}
    return replace(facts, values={**facts.values, **typed})
