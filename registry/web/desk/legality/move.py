"""The page of a move of a 合法性审核: the form that makes it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.legality.move_review import MoveFacts, move_review
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.legality_reviews import (
    ENDED,
    MOVES,
    OPINIONS,
    RECORDS,
    ReviewMove,
    ReviewState,
    is_of_today,
    standing,
)
from registry.domain.normal import lines_of
from registry.domain.roles import Permission, require
from registry.domain.written_days import cn_date
from registry.storage import office
from registry.storage.engine import reading
from registry.storage.legality_materials import legality_slots
from registry.storage.legality_reviews import LegalityReview, last_review, text_hash
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.legality.finding import reviewed_document
from registry.web.desk.legality.forms import ReviewMoveForm, review_move_form
from registry.web.desk.uploads import receive
from registry.web.forms import form_page, refusals_on


@needs(Permission.READ_OWN)
def move(document_id: int, move: str) -> ResponseReturnValue:
    """GET shows the form, POST makes the move; the table of moves says who may."""
    made = ReviewMove(move)
    rule = MOVES[made]
    with reading(current_store()) as session:
        document = reviewed_document(session, document_id)
        require(current_actor(), rule.permission)
        last = last_review(session, document_id)
        review = last if last and last.state not in ENDED else None
        slots = legality_slots(session, load_rulebook(session), document_id, last, today())
        is_same_text = made is ReviewMove.REVISE and _is_same_text(session, review)
        asks_for_two = office.asks_for_two_people(session)
    state = review.state if review else ReviewState.UNSENT
    form = review_move_form(review, made, today())
    back = url_for("desk.legality.show", document_id=document_id)
    if form.validate_on_submit():
        with refusals_on(form):
            moved = _make(document_id, made, form)
            flash(_done(moved, made), "success")
            return redirect(back, 303)
    is_open = state in rule.before and not document.is_published
    if not is_open and request.method == "GET":
        raise Refusal(
            f"{standing(state, review.proposed if review else None)}；现在不能“{made.word}”。请刷新页面。"
        )
    return form_page(
        "desk/legality/move.html",
        form,
        document=document,
        review=review,
        move=made,
        rule=rule,
        back=back,
        is_open=is_open,
        missing=[slot.material for slot in slots if not slot.is_answered]
        if made is ReviewMove.SUBMIT
        else [],
        points=lines_of(review.opinion) if review and made is ReviewMove.REVISE else [],
        is_same_text=is_same_text,
        waits_for_draft=made in OPINIONS and (review is None or review.proposed is None) and asks_for_two,
        is_alone=made in OPINIONS and (review is None or review.proposed is None) and not asks_for_two,
        is_of_today=is_of_today(made, current_actor()),
        is_from_paper=rule.word_on_behalf != "" and current_actor().may(Permission.READ_ALL),
    )


def _is_same_text(session: Session, review: LegalityReview | None) -> bool:
    """Whether the text is the one that the opinion asked to change."""
    if review is None or review.text_sha256 == "":
        return False
    return text_hash(session, review.document_id) == review.text_sha256


def _make(document_id: int, move: ReviewMove, form: ReviewMoveForm) -> LegalityReview:
    """The review after the move as typed. Raises Refusal."""
    assert form.on.data is not None
    uploaded = form.file.data if "file" in form else None
    if move in RECORDS:
        move = ReviewMove(form.result.data)
    typed = form.written("conclusion")
    said = MoveFacts(
        on=form.on.data,
        reason=form.written("reason"),
        answers=form.typed_answers(),
        conclusion=ReviewMove(typed) if typed else None,
        body=form.written("body"),
        signer=form.written("signer"),
        emergency_because=form.written("emergency_because"),
        file=receive(uploaded, "material").kept if uploaded else None,
    )
    return move_review(
        current_store(),
        current_actor(),
        document_id,
        move,
        said,
        version=form.seen_version(),
        now=now(),
    )


def _done(review: LegalityReview, move: ReviewMove) -> str:
    sentence = f"“{move.word}”已办理，现为“{review.state.word}”。"
    if review.due_on:
        sentence += f"审核期限：{cn_date(review.due_on)}。"
    return sentence
