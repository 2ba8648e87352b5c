"""The page of a draft's reviews: 合法性审核 with its period, materials and moves, and 公平竞争审查."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.documents.candidates import candidate_of
from registry.clock import today
from registry.domain.legality_reviews import (
    ENDED,
    MOVES,
    OPINIONS,
    PASSED,
    RECORDS,
    Reviewer,
    ReviewMove,
    ReviewState,
    moves_open,
    party_of,
    task_of,
    usual_reviewer,
    why_not_recorded,
)
from registry.domain.publishing_gate import obstacles
from registry.domain.roles import Actor, Permission
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import Attachment
from registry.storage.legality_materials import legality_slots
from registry.storage.legality_reviews import (
    LegalityReview,
    deciding_review,
    has_office_opinion,
    moves_of,
    reviews_of,
)
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.legality.finding import reviewed_document


@needs(Permission.READ_OWN)
def show(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = reviewed_document(session, document_id)
        return render_template(
            "desk/legality/show.html", document=document, today=today(), **_context(session, document)
        )


def _context(session: Session, document: Document) -> dict[str, Any]:
    document_id, actor = document.id or 0, current_actor()
    authority = session.get_one(Authority, document.lead_authority_id)
    reviews = reviews_of(session, document_id)
    review = reviews[-1] if reviews else None
    deciding = deciding_review(session, document_id)
    fair = fair_review_of(session, document_id)
    draft = candidate_of(session, document, document.published_on)
    reviewer = usual_reviewer(authority.kind)
    is_open = not document.is_published
    received_on = review.received_on if review else None
    standing = draft.review
    is_stale = standing is not None and standing.is_passed and standing.is_stale
    return {
        "authority": authority,
        "review": review,
        "is_under_way": review is not None and review.state not in ENDED,
        "passages": [(passage, moves_of(session, passage.id or 0)) for passage in reversed(reviews)],
        "slots": legality_slots(session, load_rulebook(session), document_id, review, received_on or today()),
        "fair": fair,
        "fair_file": session.get(Attachment, fair.attachment_id) if fair and fair.attachment_id else None,
        "has_market_hits": draft.has_market_hits,
        "is_stale": is_stale,
        "may_accept_text": is_stale and deciding is not None and _may_accept(actor, deciding),
        "accepted": deciding.accepted_because if deciding and not is_stale else "",
        "obstacles": obstacles(draft) if is_open else [],
        "usual": reviewer,
        "waits_for": _waits_for(review),
        "task": task_of(review.state, review.proposed) if review else task_of(ReviewState.UNSENT),
        "may_gather": is_open and actor.may(Permission.WRITE_DOCUMENT),
        **_moves(
            review,
            reviewer,
            is_open=is_open,
            is_stale=is_stale,
            may_record=not why_not_recorded(
                reviewer,
                has_office_opinion=has_office_opinion(reviews),
                is_office=actor.may(Permission.READ_ALL),
            ),
            asks_for_two=office.asks_for_two_people(session),
        ),
    }


def _moves(
    review: LegalityReview | None,
    usual: Reviewer,
    *,
    is_open: bool,
    is_stale: bool,
    may_record: bool,
    asks_for_two: bool,
) -> dict[str, list[ReviewMove]]:
    """The moves of this person: the next ones, those beside them, and those of the other way of being reviewed."""
    state = review.state if review else ReviewState.UNSENT
    may_begin = state in ENDED and (state not in PASSED or is_stale)
    state = ReviewState.UNSENT if may_begin else state
    open_moves = moves_open(state, current_actor(), review.proposed if review else None) if is_open else []
    main = [move for move in open_moves if not MOVES[move].is_aside]
    if asks_for_two and review and review.proposed is None:  # first somebody drafts the opinion
        main = [move for move in main if move not in OPINIONS]
    other: list[ReviewMove] = []
    if state is ReviewState.UNSENT:
        main = [move for move in main if may_record or move not in RECORDS]
        own = [move for move in main if (move in RECORDS) is (usual is Reviewer.OWN_UNIT)] or main
        main, other = own[:1], [move for move in main if move not in own][:1]
    return {
        "main_moves": main,
        "other_moves": other,
        "aside_moves": [move for move in open_moves if MOVES[move].is_aside],
    }


def _may_accept(actor: Actor, review: LegalityReview) -> bool:
    asked = Permission.EXAMINE_FILING if review.reviewer is Reviewer.OFFICE else Permission.WRITE_DOCUMENT
    return actor.may(asked)


def _waits_for(review: LegalityReview | None) -> str:
    party = party_of(review.state, review.proposed) if review else None
    return party.word if party else ""
