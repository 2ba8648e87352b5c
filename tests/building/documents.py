"""Documents for tests: facts that pass every rule, and the shortest way to register one."""

from datetime import date, datetime
from typing import Any

from registry.actions.documents.register_document import register_document
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.roles import Actor
from registry.storage.engine import Store

STEPS = (
    Step(StepKind.PUBLIC_CONSULTATION, date(2025, 12, 1), "示范区农业农村局", "收到意见3条"),
    Step(StepKind.LEGALITY_REVIEW, date(2025, 12, 20), "示范区司法局", "同意"),
    Step(StepKind.COLLECTIVE_DECISION, date(2026, 1, 4), "局长办公会议", "通过"),
)
DATES = Dates(
    signed_on=date(2026, 2, 1),
    published_on=date(2026, 2, 2),
    effective_on=date(2026, 3, 1),
    valid_until=date(2031, 2, 28),
)


def facts(authority_id: int = 2, **changes: Any) -> DocumentFacts:
    """A document of the drafter's authority that may be published."""
    values: dict[str, Any] = {
        "title": "示范区农机购置补贴办法",
        "doc_no": "示农〔2026〕3号",
        "kind": DocumentKind.MEASURES,
        "authority_ids": (authority_id,),
        "dates": DATES,
        "steps": STEPS,
        "text": "第一条　为了规范农机购置补贴，制定本办法。",
    }
    return DocumentFacts(**{**values, **changes})


def register(store: Store, actor: Actor, now: datetime, *, is_published: bool = True, **changes: Any) -> int:
    return register_document(store, actor, facts(**changes), is_published=is_published, now=now)
