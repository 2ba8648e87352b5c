"""Within a transaction: the draft and its passage, locked, and whether a person may act on them now."""

from sqlmodel import Session

from registry.domain.documents import Disclosure
from registry.domain.errors import Denied, Outdated, Refusal
from registry.domain.instants import time_words
from registry.domain.legality_reviews import (
    ENDED,
    MOVES,
    RECORDS,
    ReviewMove,
    ReviewState,
    standing,
    usual_reviewer,
    why_not_recorded,
)
from registry.domain.roles import ROLE_WORDS, Actor, Permission, require
from registry.storage.documents.locks import issuer_ids, lead_authority, lock_document
from registry.storage.documents.tables import Document
from registry.storage.legality_reviews import (
    LegalityReview,
    LegalityWaiver,
    has_office_opinion,
    moves_of,
    reviews_of,
    waivers_of,
)


def hold_draft(session: Session, actor: Actor, document_id: int, permission: Permission) -> Document:
    """The draft, locked.

    Raises Hidden for another authority's, Denied without the permission, Refusal once published.
    """
    document = lock_document(session, document_id)
    require(actor, Permission.READ_OWN, issuer_ids(session, document_id)[:1])
    require(actor, permission)
    if document.is_published:
        raise Refusal("该文件已标记为公布；合法性审核和公平竞争审查在公布之前办理，请刷新页面。")
    if document.disclosure is Disclosure.SECRET:
        raise Refusal("涉密文件不在系统中送审，请按保密规定办理。")
    return document


def hold_review(session: Session, document: Document, *, begins: bool = True) -> LegalityReview:
    """The open passage of a locked draft, or the last one unless the act `begins` one, else a new one not sent yet.

    A new passage takes over why materials do not apply: they are gathered before it is sent.
    """
    passages = reviews_of(session, document.id or 0)
    if passages and (passages[-1].state not in ENDED or not begins):
        return passages[-1]
    review = LegalityReview(
        document_id=document.id or 0,
        passage=len(passages) + 1,
        reviewer=usual_reviewer(lead_authority(session, document).kind),
        state=ReviewState.UNSENT,
        version=0,
    )
    session.add(review)
    session.flush()
    for material, because in waivers_of(session, passages[-1].id or 0).items() if passages else ():
        session.add(LegalityWaiver(review_id=review.id or 0, material=material, because=because))
    session.flush()
    return review


def check_role(actor: Actor, review: LegalityReview, move: ReviewMove) -> None:
    """Raises Denied when the move is not this role's to make; it says whose it is, and who acts now."""
    rule = MOVES[move]
    if not actor.may(rule.permission):
        raise Denied(
            f"“{move.word}”由{rule.by.word}办理，您的角色（{ROLE_WORDS[actor.role]}）不能办理。"
            f"{standing(review.state, review.proposed)}。"
        )


def check_record(
    session: Session, actor: Actor, document: Document, review: LegalityReview, move: ReviewMove
) -> None:
    """Raises Refusal when the move records the own unit's opinion of a draft that is the office's to review."""
    if move not in RECORDS:
        return
    why = why_not_recorded(
        usual_reviewer(lead_authority(session, document).kind),
        has_office_opinion=has_office_opinion(reviews_of(session, review.document_id)),
        is_office=actor.may(Permission.READ_ALL),
    )
    if why:
        raise Refusal(why)


def check_fresh(session: Session, actor: Actor, review: LegalityReview, version: int | None) -> None:
    """Raises Outdated when the review moved since the page was shown: it says what was done by whom."""
    if version is None or version == review.version:
        return
    now = standing(review.state, review.proposed)
    lines = moves_of(session, review.id or 0)
    if not lines:
        raise Outdated(f"这一页打开之后审核有变动，{now}。您这次没有保存，请核对后再办。")
    last = lines[-1]
    who = "您" if last.by == actor.name else last.by
    raise Outdated(
        f"您打开页面之后，{who}已于{time_words(last.recorded_at)}“{last.move.word}”，{now}。"
        "您这次没有保存，请核对后再办。"
    )
