"""Reviews of drafts for tests: a draft of the government's, and its passage walked through move by move."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import select

from registry.actions.legality.gather_materials import waive_material
from registry.actions.legality.move_review import MoveFacts, move_review
from registry.domain.documents import Dates, Step, StepKind
from registry.domain.instants import SHANGHAI
from registry.domain.legality_reviews import ReviewMove
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store, reading
from registry.storage.legality_reviews import LegalityReview, moves_of, reviews_of
from tests.building.documents import register
from tests.cast import NOW

CONSULTED = Step(StepKind.PUBLIC_CONSULTATION, date(2026, 1, 12), "示范区农业农村局", "收到意见3条")
RECEIVED = date(2026, 2, 2)
WAIVED = ("起草说明", "制定依据", "公平竞争审查结论")


def draft(store: Store, by: Actor, now: datetime = NOW, **changes: Any) -> int:
    """A draft of the drafter's authority with its text and consultation, and nothing else done."""
    fields: dict[str, Any] = {"dates": Dates(), "steps": (CONSULTED,), "doc_no": ""} | changes
    return register(store, by, now, is_published=False, **fields)


def ready_draft(store: Store, by: Actor, now: datetime = NOW, **changes: Any) -> int:
    """A draft with all that is asked for sending it to the office."""
    document_id = draft(store, by, now, **changes)
    for material in WAIVED:
        waive_material(store, by, document_id, material, because="没有这项材料", now=now)
    return document_id


def move(
    store: Store,
    by: Actor,
    document_id: int,
    made: ReviewMove,
    on: date = RECEIVED,
    reason: str = "说明",
    *,
    now: datetime | None = None,
    version: int | None = None,
    **said: Any,
) -> LegalityReview:
    """The review after a move, typed in on its day unless `now` says later."""
    at = now or datetime.combine(on, time(9), SHANGHAI)
    return move_review(store, by, document_id, made, MoveFacts(on, reason, **said), version=version, now=at)


def under_review(store: Store, by: Actor, **changes: Any) -> int:
    """A draft that the office received and accepted."""
    document_id = ready_draft(store, by, **changes)
    move(store, by, document_id, ReviewMove.SUBMIT)
    move(store, OPERATOR, document_id, ReviewMove.ACCEPT)
    return document_id


def review_of(store: Store, document_id: int) -> LegalityReview:
    """The last passage of a draft."""
    with reading(store) as session:
        return reviews_of(session, document_id)[-1]


def lines_of(store: Store, document_id: int) -> list[ReviewMove]:
    """The moves that the last passage made."""
    with reading(store) as session:
        review = session.exec(select(LegalityReview).where(LegalityReview.document_id == document_id)).all()[
            -1
        ]
        return [line.move for line in moves_of(session, review.id or 0)]
