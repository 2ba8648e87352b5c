"""Make a move of a 合法性审核: check it by the table of moves, write it, audit it, and tell the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.filings.two_person import actor_key
from registry.actions.legality._filling import fill_step
from registry.actions.legality._holding import check_fresh, check_record, check_role, hold_draft, hold_review
from registry.actions.legality.deadlines import MoveToMake, set_deadline
from registry.actions.legality.opinion_file import attach_opinion, attach_opinion_paper
from registry.actions.legality.paper_facts import CONCLUSIONS, opinion_facts
from registry.actions.legality.telling import tell_move
from registry.actions.papers.keep_paper import keep_paper
from registry.domain.documents import Step, StepKind
from registry.domain.errors import Outdated, Refusal
from registry.domain.filings import Party
from registry.domain.instants import day_of
from registry.domain.legality_clock import too_short
from registry.domain.legality_reviews import (
    MOVES,
    OPINIONS,
    PASSED,
    RECORDS,
    Reviewer,
    ReviewMove,
    ReviewState,
    answers_in_words,
    check_lengths,
    check_materials,
    check_proposal,
    is_of_today,
    state_after,
)
from registry.domain.moving import check_day
from registry.domain.normal import lines_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Actor, Permission
from registry.domain.written_days import cn_date
from registry.storage import audit, office
from registry.storage.documents.locks import subject_of
from registry.storage.documents.tables import Document, steps_of
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.legality_materials import legality_slots
from registry.storage.legality_reviews import (
    LegalityMove,
    LegalityReview,
    moves_of,
    read_text,
    reviews_of,
    text_hash,
)
from registry.storage.rulebook import Rulebook, load_rulebook, profile_of


@dataclass(frozen=True)
class MoveFacts:
    """What a person says of a move.

    `answers` are those to the points of an opinion, one a point. `conclusion` is what a clerk proposes. `body` and
    `signer` are those of the own unit's opinion, `file` its paper. `emergency_because` is why a review may be shorter.
    """

    on: date
    reason: str = ""
    answers: Sequence[str] = ()
    conclusion: ReviewMove | None = None
    body: str = ""
    signer: str = ""
    emergency_because: str = ""
    file: KeptFile | None = None


def move_review(
    store: Store,
    actor: Actor,
    document_id: int,
    move: ReviewMove,
    facts: MoveFacts,
    *,
    version: int | None = None,
    now: datetime,
) -> LegalityReview:
    """The review as it is after the move, made on its true day, also when typed in later from paper. Raises Refusal.

    `version` is that of the review when the page was shown, 0 before there was one.
    """
    with transaction(store) as session:
        document = hold_draft(session, actor, document_id, Permission.READ_OWN)
        review = hold_review(session, document, begins=ReviewState.UNSENT in MOVES[move].before)
        check_role(actor, review, move)
        check_fresh(session, actor, review, version)
        check_record(session, actor, document, review, move)
        moves = moves_of(session, review.id or 0)
        reason = _reason(review, move, facts)
        before = review.state
        after = state_after(before, move, reason, review.proposed)
        sha256 = text_hash(session, document_id)
        _check_text(review, move, moves, sha256)
        check_day(facts.on, day_of(now), moves[-1].on if moves else None)
        if is_of_today(move, actor) and facts.on != day_of(now):
            raise Refusal(
                f"“{move.word}”按今天（{cn_date(day_of(now))}）办理；以前已用纸质材料报送的，请法制机构代录。",
                "on",
            )
        check_lengths(facts.body, facts.signer, facts.emergency_because)
        book = load_rulebook(session)
        alone_because = _alone(session, actor, review, move)
        hint = _hint(session, book, review, move, moves, facts.on)
        review.state = after
        _take(session, book, actor, document, review, move, facts, reason, sha256, now)
        set_deadline(session, book, review, [*moves, MoveToMake(move, facts.on)])
        review.version += 1
        session.add(review)
        line = LegalityMove(
            review_id=review.id or 0,
            move=move,
            before=before,
            after=after,
            on=facts.on,
            recorded_at=now,
            by=actor.name,
            is_on_behalf=MOVES[move].by is Party.AUTHORITY and actor.may(Permission.READ_ALL),
            reason=reason,
            hint=hint,
            alone_because=alone_because,
            text_sha256=sha256,
        )
        session.add(line)
        paper = None
        if move in OPINIONS:
            said = opinion_facts(session, document, review, move)
            kind = PaperKind.LEGALITY_OPINION
            paper = keep_paper(session, actor.name, kind, said, signed_on=facts.on, now=now)
            attach_opinion_paper(store, session, actor, paper, CONCLUSIONS[move][:4], now)
        elif facts.file:
            attach_opinion(session, actor, document, facts.file, now)
        _record(session, document, line, now)
        tell_move(session, document, review, line, paper, now)
        return review


def _check_text(review: LegalityReview, move: ReviewMove, moves: Sequence[LegalityMove], sha256: str) -> None:
    """Raises Outdated for an opinion on another text than was handed in, or proposed on."""
    if move in OPINIONS and read_text(review, moves) not in (None, sha256):
        raise Outdated(
            "送审或者拟出意见之后改动了正文，还没有人对现在的正文拟出意见。请阅读后重新“拟出审核意见”，再签发。"
        )


def _reason(review: LegalityReview, move: ReviewMove, facts: MoveFacts) -> str:
    if move is ReviewMove.REVISE and facts.answers:
        return answers_in_words(lines_of(review.opinion), facts.answers)
    return facts.reason.strip()


def _alone(session: Session, actor: Actor, review: LegalityReview, move: ReviewMove) -> str:
    """Why an opinion was not given by two people, as it is kept; "" for two.

    Raises Refusal where the rule asks for two.
    """
    if move not in OPINIONS:
        return ""
    is_other = review.proposed is not None and review.proposed_by != actor_key(actor)
    if is_other:
        return ""
    if actor.is_operator:
        return "由命令行直接出具"
    if office.asks_for_two_people(session):
        if review.proposed is None:
            raise Refusal("本单位实行两人办理：审核意见须由经办人先“拟出审核意见”，再由负责人签发。")
        raise Refusal("本单位实行两人办理：拟稿的人不能签发，请由另一位负责人签发，或者退回由他人重拟。")
    return "拟稿和签发是同一人" if review.proposed else "没有经办人拟稿，由一人直接出具"


def _hint(
    session: Session,
    book: Rulebook,
    review: LegalityReview,
    move: ReviewMove,
    moves: Sequence[LegalityMove],
    on: date,
) -> str:
    if move not in OPINIONS or review.profile_id is None:
        return ""
    profile = profile_of(session, book, review.profile_id)
    return too_short(moves, on, review.emergency_because, profile, book.calendar)


def _take(
    session: Session,
    book: Rulebook,
    actor: Actor,
    document: Document,
    review: LegalityReview,
    move: ReviewMove,
    facts: MoveFacts,
    reason: str,
    sha256: str,
    now: datetime,
) -> None:
    """Writes what the move says on the review, whose state is the new one."""
    if move is ReviewMove.SUBMIT:
        _receive(session, book, document, review, facts)
    if move is ReviewMove.PROPOSE:
        review.proposed = check_proposal(review.state, facts.conclusion)
        review.proposal, review.proposed_by = reason, actor_key(actor)
    elif move in OPINIONS or move in (ReviewMove.GIVE_BACK, ReviewMove.WITHDRAW):
        review.proposed, review.proposal, review.proposed_by = None, "", ""
    if move in RECORDS:
        if not facts.body.strip():
            raise Refusal("请填写审核机构。", "body")
        review.reviewer, review.body = Reviewer.OWN_UNIT, facts.body.strip()
    if move in OPINIONS or move in RECORDS:
        review.opinion, review.opinion_on = reason, facts.on
        review.signer = facts.signer.strip() or actor.name if move in OPINIONS else facts.signer.strip()
        review.text_sha256 = sha256
        review.accepted_sha256, review.accepted_because = "", ""
        if review.state in PASSED:
            _fill(session, document, review, now)


def _receive(
    session: Session, book: Rulebook, document: Document, review: LegalityReview, facts: MoveFacts
) -> None:
    review.reviewer, review.body = Reviewer.OFFICE, office.setting(session, "office_name")
    review.received_on, review.profile_id = facts.on, None
    review.emergency_because = facts.emergency_because.strip()
    slots = legality_slots(session, book, document.id or 0, review, facts.on)
    answered = [slot.material for slot in slots if slot.is_answered]
    check_materials([slot.material for slot in slots], answered, ())


def _fill(session: Session, document: Document, review: LegalityReview, now: datetime) -> None:
    """Fills the formation step; one that was typed before the passages keeps standing."""
    step = Step(
        StepKind.LEGALITY_REVIEW,
        review.opinion_on,
        review.body,
        review.state.word,
        begun_on=review.received_on,
    )
    earlier = {(passage.opinion_on, passage.body) for passage in reviews_of(session, document.id or 0)}
    typed = next((kept for kept in steps_of(session, document.id or 0) if kept.kind is step.kind), None)
    if typed and typed.done_on and (typed.done_on, typed.body) not in earlier:
        return
    fill_step(session, document, step, now)


def _record(session: Session, document: Document, line: LegalityMove, now: datetime) -> None:
    audit.record(
        session,
        now,
        line.by,
        "move_legality_review",
        subject_of(document),
        move=line.move.word,
        before=line.before.word,
        after=line.after.word,
        on=line.on.isoformat(),
        reason=line.reason,
        on_behalf=line.is_on_behalf,
    )
    if line.alone_because:
        audit.record(
            session,
            now,
            line.by,
            "conclude_alone",
            subject_of(document),
            move=line.move.word,
            because=line.alone_because,
        )
