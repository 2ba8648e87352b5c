"""合法性审核 of drafts: each passage with its moves, the materials that do not apply, and what the last one says."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.legality_reviews import DRAFT_TEXT, Reviewer, ReviewMove, ReviewState
from registry.domain.materials import material_of
from registry.domain.publishing_gate import ReviewStanding
from registry.storage.columns import Instant, word
from registry.storage.documents.tables import text_of
from registry.storage.files import Attachment, attachments_of

_HANDS_IN = (ReviewMove.SUBMIT, ReviewMove.ANSWER, ReviewMove.REVISE, ReviewMove.PROPOSE)


class LegalityReview(SQLModel, table=True):
    """One passage of a draft through 合法性审核; a draft that is sent again has a new one.

    `due_on` is computed with `profile_id`, the rules of the day of receipt; it is None while the period stands still,
    and `due_working` says why. `proposed` is the opinion that a clerk drafted for signing, `proposed_by` that clerk's
    key. `text_sha256` is the text that the opinion is about, "" when the register held none; `accepted_sha256` a later
    one of which the reviewer said that the opinion still holds.
    """

    __tablename__ = "legality_review"
    __table_args__ = (
        sa.UniqueConstraint("document_id", "passage"),
        sa.Index("ix_legality_review_state_due", "state", "due_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    passage: int = 1
    reviewer: Reviewer = Field(sa_type=word(Reviewer, "reviewer"))
    state: ReviewState = Field(sa_type=word(ReviewState, "state"))
    body: str = Field(default="", max_length=200)
    received_on: date | None = None
    emergency_because: str = Field(default="", max_length=500)
    due_on: date | None = None
    due_working: str = Field(default="", max_length=1000)
    is_provisional: bool = False
    clock_stopped_since: date | None = None
    profile_id: int | None = Field(default=None, foreign_key="rule_profile.id")
    proposed: ReviewMove | None = Field(default=None, sa_type=word(ReviewMove, "proposed"))
    proposal: str = Field(default="", sa_type=sa.Text)
    proposed_by: str = Field(default="", max_length=100)
    opinion: str = Field(default="", sa_type=sa.Text)
    opinion_on: date | None = None
    signer: str = Field(default="", max_length=100)
    text_sha256: str = Field(default="", max_length=64)
    accepted_sha256: str = Field(default="", max_length=64)
    accepted_because: str = Field(default="", max_length=500)
    version: int = 1


class LegalityMove(SQLModel, table=True):
    """A move that a review made; `text_sha256` is the text of the draft then, as `text_hash` gives it."""

    __tablename__ = "legality_move"
    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="legality_review.id", index=True)
    move: ReviewMove = Field(sa_type=word(ReviewMove, "move"))
    before: ReviewState = Field(sa_type=word(ReviewState, "before"))
    after: ReviewState = Field(sa_type=word(ReviewState, "after"))
    on: date
    recorded_at: datetime = Field(sa_type=Instant)
    by: str = Field(default="", max_length=100)
    is_on_behalf: bool = False
    reason: str = Field(default="", sa_type=sa.Text)
    hint: str = Field(default="", max_length=500)
    alone_because: str = Field(default="", max_length=200)
    text_sha256: str = Field(default="", max_length=64)


class LegalityWaiver(SQLModel, table=True):
    """A material that a draft does not have, and why."""

    __tablename__ = "legality_waiver"
    review_id: int = Field(primary_key=True, foreign_key="legality_review.id")
    material: str = Field(primary_key=True, max_length=40)
    because: str = Field(max_length=500)


def text_hash(session: Session, document_id: int) -> str:
    """The SHA-256 of the text of a draft and of its files of the text; "" when the register holds neither."""
    text = text_of(session, document_id)
    files = sorted({file.sha256 for file in attachments_of(session, document_id) if _is_text(file)})
    if not files:
        return hashlib.sha256(text.encode()).hexdigest() if text.strip() else ""
    return hashlib.sha256("\n".join([*files, text]).encode()).hexdigest()


def _is_text(file: Attachment) -> bool:
    name = file.material or material_of(file.name, (DRAFT_TEXT,))
    return file.filing_id is None and (file.role == "text" or name == DRAFT_TEXT)


def read_text(review: LegalityReview, moves: Iterable[LegalityMove]) -> str | None:
    """The hash of the text that an opinion is to be about: as proposed, else as handed in last; None before that."""
    hands = (ReviewMove.PROPOSE,) if review.proposed else _HANDS_IN
    return next((line.text_sha256 for line in reversed(list(moves)) if line.move in hands), None)


def reviews_of(session: Session, document_id: int) -> list[LegalityReview]:
    """The passages of a draft, the first one first."""
    query = select(LegalityReview).where(LegalityReview.document_id == document_id)
    return list(session.exec(query.order_by(col(LegalityReview.passage))).all())


def last_review(session: Session, document_id: int) -> LegalityReview | None:
    """The last passage of a draft, whatever became of it."""
    query = select(LegalityReview).where(LegalityReview.document_id == document_id)
    return session.exec(query.order_by(col(LegalityReview.passage).desc()).limit(1)).first()


def moves_of(session: Session, review_id: int) -> list[LegalityMove]:
    """The moves a review made, the first one first."""
    query = select(LegalityMove).where(LegalityMove.review_id == review_id)
    return list(session.exec(query.order_by(col(LegalityMove.id))).all())


def waivers_of(session: Session, review_id: int) -> dict[str, str]:
    """material → why it does not apply."""
    query = select(LegalityWaiver).where(LegalityWaiver.review_id == review_id)
    return {row.material: row.because for row in session.exec(query)}


def deciding_review(session: Session, document_id: int) -> LegalityReview | None:
    """The passage that decides: the last one that was sent; a withdrawn one only if it has an opinion."""
    query = select(LegalityReview).where(
        LegalityReview.document_id == document_id,
        col(LegalityReview.state) != ReviewState.UNSENT,
        sa.or_(
            col(LegalityReview.state) != ReviewState.WITHDRAWN, col(LegalityReview.opinion_on).is_not(None)
        ),
    )
    return session.exec(query.order_by(col(LegalityReview.passage).desc()).limit(1)).first()


def has_office_opinion(reviews: Iterable[LegalityReview]) -> bool:
    """Whether the office gave an opinion in a passage, whatever became of it later."""
    return any(review.reviewer is Reviewer.OFFICE and review.opinion_on for review in reviews)


def is_stale(review: LegalityReview, sha256: str) -> bool:
    """Whether the text is another one than the opinion is about, and nobody said that this does not matter."""
    if review.opinion_on is None or sha256 == review.text_sha256:
        return False
    return review.accepted_because == "" or sha256 != review.accepted_sha256


def standing_of(session: Session, document_id: int) -> ReviewStanding | None:
    """What the deciding passage says to the gate of 公布; None when none was sent."""
    review = deciding_review(session, document_id)
    if review is None:
        return None
    return ReviewStanding(review.state, review.opinion_on, is_stale(review, text_hash(session, document_id)))
