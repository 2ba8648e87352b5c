"""The public consultations on the draft lists of rounds, and the comments on them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from registry.storage.batches import batches
from registry.storage.cleanups.tables import CleanupRound, Consultation, ConsultationComment
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document


def consultation_of(session: Session, round_id: int) -> Consultation | None:
    """The consultation of a round, with its frozen rows."""
    return session.exec(select(Consultation).where(Consultation.round_id == round_id)).first()


def consultations(session: Session) -> list[Consultation]:
    """Every announced consultation without its rows, the newest first."""
    query = select(Consultation).options(defer(Consultation.rows))  # type: ignore[arg-type]
    return list(session.exec(query.order_by(col(Consultation.id).desc())).all())


def announced(session: Session, consultation_id: int) -> Consultation | None:
    """The consultation with this id."""
    return session.get(Consultation, consultation_id)


def public_rows(session: Session, consultation: Consultation) -> list[dict[str, Any]]:
    """The announced rows without those whose document is no longer public."""
    ids = [row["document_id"] for row in consultation.rows]
    shown = {
        document_id
        for batch in batches(ids)
        for document_id in session.exec(select(Document.id).where(col(Document.id).in_(batch), is_public()))
    }
    return [row for row in consultation.rows if row["document_id"] in shown]


def lock_consultation(session: Session, consultation_id: int) -> Consultation | None:
    """The consultation, its row locked until the end."""
    query = select(Consultation).where(Consultation.id == consultation_id)
    return session.exec(query.with_for_update(key_share=True)).first()


def comments_of(session: Session, consultation_id: int) -> list[ConsultationComment]:
    """The comments in the order in which they came."""
    query = select(ConsultationComment).where(ConsultationComment.consultation_id == consultation_id)
    return list(session.exec(query.order_by(col(ConsultationComment.id))).all())


def n_comments(session: Session, consultation_id: int, until_id: int | None = None) -> int:
    """How many comments there are; with `until_id` up to that one, which is its number."""
    query = sa.select(sa.func.count()).where(col(ConsultationComment.consultation_id) == consultation_id)
    if until_id is not None:
        query = query.where(col(ConsultationComment.id) <= until_id)
    n: int = session.execute(query).scalar_one()
    return n


def same_comment(session: Session, comment: ConsultationComment) -> ConsultationComment | None:
    """A comment that came before with the very same words of the same person on the same matter."""
    query = select(ConsultationComment).where(
        ConsultationComment.consultation_id == comment.consultation_id,
        ConsultationComment.text == comment.text,
        ConsultationComment.name == comment.name,
        ConsultationComment.contact == comment.contact,
        col(ConsultationComment.document_id).is_not_distinct_from(comment.document_id),
    )
    return session.exec(query.limit(1)).first()


def adoptions(session: Session, consultation_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """consultation id → adoption ("" for those without an answer) → number of comments."""
    kept, adoption = col(ConsultationComment.consultation_id), col(ConsultationComment.adoption)
    query = sa.select(kept, adoption, sa.func.count()).where(kept.in_(consultation_ids))
    counts: dict[int, dict[str, int]] = {}
    for consultation_id, word, n in session.execute(query.group_by(kept, adoption)):
        counts.setdefault(consultation_id, {})[word] = n
    return counts


def unanswered_comments(session: Session, round_id: int) -> list[int]:
    """The numbers (from 1, in the order in which they came) of a round's comments that nobody answered."""
    consultation = consultation_of(session, round_id)
    if consultation is None:
        return []
    comments = comments_of(session, consultation.id or 0)
    return [number for number, comment in enumerate(comments, 1) if not comment.adoption]


def ended_unanswered(session: Session, today: date) -> list[Any]:
    """(consultation, round, number of comments without an answer) of those whose last day is over."""
    query = (
        sa.select(Consultation, CleanupRound, sa.func.count())
        .join(CleanupRound, col(CleanupRound.id) == Consultation.round_id)
        .join(ConsultationComment, col(ConsultationComment.consultation_id) == Consultation.id)
        .where(
            col(Consultation.closes_on) < today,
            col(ConsultationComment.adoption) == "",
            col(CleanupRound.released_at).is_(None),
        )
        .group_by(col(Consultation.id), col(CleanupRound.id))
        .order_by(col(Consultation.closes_on), col(Consultation.id))
    )
    return list(session.execute(query).all())
