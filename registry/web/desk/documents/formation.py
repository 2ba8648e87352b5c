"""What is wrong with the formation steps of a document on its pages."""

from datetime import date

from sqlmodel import Session

from registry.domain.formation import FAIR_REVIEW_SINCE, consultation_finding, steps_in_disorder
from registry.storage.documents.tables import Document, steps_of
from registry.storage.rulebook import load_rulebook


def formation_problems(session: Session, document: Document, published_on: date | None) -> list[str]:
    """The steps done after the publication, a consultation too short, and whether nobody said if market is touched."""
    steps = steps_of(session, document.id or 0)
    problems = steps_in_disorder(published_on, steps)
    if not any(step.begun_on for step in steps) and document.touches_market is not None:
        return problems
    book = load_rulebook(session)
    profile = book.profile_for(published_on or date.max)
    problems += filter(None, [consultation_finding(steps, document.touches_market, profile, book.calendar)])
    is_asked = published_on is None or published_on >= max(FAIR_REVIEW_SINCE, book.tracked_from)
    if document.touches_market is None and is_asked:
        problems.append(
            "还没有说明是否涉及经营主体的经济活动；涉及的，没有公平竞争审查不得出台（公平竞争审查条例，2024年8月1日起施行）。"
        )
    return problems
