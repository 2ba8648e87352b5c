"""A draft as the gate of 公布 sees it: its steps, its reviews, and what the checks say of it."""

from datetime import date
from hashlib import sha256

from sqlmodel import Session

from registry.domain.checks.findings import CheckKind
from registry.domain.publishing_gate import Candidate
from registry.storage.documents.tables import Document, steps_of, text_of
from registry.storage.fair_reviews import fair_review_of
from registry.storage.legality_reviews import standing_of
from registry.storage.text_checks import check_of, standing_kinds


def candidate_of(session: Session, document: Document, published_on: date | None) -> Candidate:
    """The draft, if it were published on this day."""
    document_id = document.id or 0
    fair = fair_review_of(session, document_id)
    return Candidate(
        kind=document.kind,
        published_on=published_on,
        steps=steps_of(session, document_id),
        touches_market=document.touches_market,
        review=standing_of(session, document_id),
        fair=fair.conclusion if fair else None,
        has_market_hits=CheckKind.COMPETITION in standing_kinds(session, document_id),
        lacks_check=not document.is_published and _lacks_check(session, document_id),
    )


def _lacks_check(session: Session, document_id: int) -> bool:
    text, check = text_of(session, document_id), check_of(session, document_id)
    if not text.strip():
        return False
    return check is None or bool(check.problem) or check.text_sha256 != sha256(text.encode()).hexdigest()
