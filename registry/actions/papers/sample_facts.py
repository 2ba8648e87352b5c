"""The facts that a template is tried on: of a chosen subject, of the newest that has such a paper, or field names."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from registry.actions.papers.keep_paper import PaperFacts
from registry.actions.papers.sources import SOURCES, facts_of
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, Permission
from registry.storage.papers import newest_subjects

_MOST_TRIED = 30


def sample_facts(session: Session, actor: Actor, kind: PaperKind, subject: str, on: date) -> PaperFacts:
    """Facts for a preview; `subject` "" for the newest. Raises Refusal where the chosen one has no such paper."""
    rule = RULES[kind]
    is_closed = rule.subject is SubjectKind.PROPOSAL and not actor.may(Permission.HANDLE_PROPOSAL)
    if kind not in SOURCES or is_closed:
        return _field_names(kind)
    if subject:
        return _whole(session, kind, subject, on)
    for candidate in _candidates(session, kind, on):
        try:
            return _whole(session, kind, candidate, on)
        except Refusal:
            continue
    return _field_names(kind)


def _whole(session: Session, kind: PaperKind, subject: str, on: date) -> PaperFacts:
    facts = facts_of(session, kind, subject, on)
    missing = [
        name for name, is_needed in RULES[kind].fields.items() if is_needed and not facts.values.get(name)
    ]
    if missing:
        raise Refusal(f"这件事项缺少{'、'.join(missing)}，请换一件预览。", "subject")
    if RULES[kind].subject is SubjectKind.PROPOSAL:
        return replace(facts, values={**facts.values, "提出人": "【提出人】"})
    return facts


def _candidates(session: Session, kind: PaperKind, on: date) -> list[str]:
    if RULES[kind].subject is SubjectKind.FIGURES:
        years = (on.year, on.year - 1)
        return [f"{year}{quarter}" for year in years for quarter in ("", "Q4", "Q3", "Q2", "Q1")]
    return newest_subjects(session, kind, RULES[kind].subject, _MOST_TRIED)


def _field_names(kind: PaperKind) -> PaperFacts:
    return PaperFacts(0, "", {name: f"【{name}】" for name in RULES[kind].fields})
