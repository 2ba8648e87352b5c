"""Evaluations of documents before their last valid day: who owes them, what was answered, and the lists of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.documents import Disclosure
from registry.domain.evaluations import Conclusion
from registry.domain.validity import ALIVE, Status
from registry.domain.worded import Worded
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.columns import Instant, word
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document, DocumentSpan
from registry.storage.named import is_named


class Evaluation(SQLModel, table=True):
    """The evaluation of a document before its last valid day (评估), owed by `authority_id` until `due_on`.

    `answers` are the words under each question (`domain.evaluations.QUESTIONS`). `settled_as` says what became of it:
    the period that was changed, the end of the document, or what the office did with the conclusion.
    """

    __tablename__ = "evaluation"
    __table_args__ = (sa.UniqueConstraint("document_id", "valid_until"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    authority_id: int = Field(foreign_key="authority.id", index=True)
    valid_until: date
    due_on: date
    working: str = Field(default="", max_length=1000)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    conclusion: Conclusion | None = Field(default=None, sa_type=word(Conclusion, "conclusion"))
    reason: str = Field(default="", sa_type=sa.Text)
    extend_until: date | None = None
    answered_by: str = Field(default="", max_length=100)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_as: str = Field(default="", max_length=300)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    opened_at: datetime = Field(sa_type=Instant)
    version: int = 1


class EvaluationScope(Worded):
    """Which evaluations a list shows."""

    OPEN = "open", "未评估"
    LATE = "late", "已逾期"
    ANSWERED = "answered", "已评估待处理"
    SETTLED = "settled", "已办结"
    ALL = "all", "全部"


@dataclass(frozen=True)
class EvaluationFilter:
    """What a list of evaluations is narrowed to."""

    scope: EvaluationScope = EvaluationScope.OPEN
    authority_id: int | None = None
    conclusion: Conclusion | None = None
    words: str = ""


SORTS = {
    "due_on": col(Evaluation.due_on),
    "valid_until": col(Evaluation.valid_until),
    "title": col(Document.title_key),
    "authority": col(Authority.position),
}


def is_unanswered() -> Any:
    """The condition of an evaluation that its authority still owes."""
    return sa.and_(col(Evaluation.answered_at).is_(None), col(Evaluation.settled_at).is_(None))


def lapsing(first: date, last: date) -> Any:
    """(document, last valid day) of the documents in force whose last valid day is between the days, both included.

    The spans already hold every extension and every earlier end.
    """
    last_day = col(DocumentSpan.from_on)
    return (
        sa.select(Document, last_day)
        .join(DocumentSpan, col(DocumentSpan.document_id) == col(Document.id))
        .where(
            col(DocumentSpan.status) == Status.LAPSED,
            last_day > first,
            last_day <= last + timedelta(1),
            col(Document.is_published),
            col(Document.disclosure) != Disclosure.SECRET,
        )
    )


def unevaluated(session: Session, today: date, last: date) -> list[tuple[Document, date]]:
    """(document, its last valid day) of those that lapse until `last` and have no evaluation for that day."""
    is_open = sa.select(col(Evaluation.id)).where(
        col(Evaluation.document_id) == col(Document.id), col(Evaluation.settled_at).is_(None)
    )
    rows = [
        (document, from_on - timedelta(1))
        for document, from_on in session.execute(
            lapsing(today, last).where(~is_open.exists()).order_by(col(Document.id))
        )
    ]
    ids = [document.id or 0 for document, _ in rows]
    evaluated = {
        (row.document_id, row.valid_until)
        for batch in batches(ids)
        for row in session.exec(select(Evaluation).where(col(Evaluation.document_id).in_(batch)))
    }
    return [(document, day) for document, day in rows if (document.id, day) not in evaluated]


def overtaken(session: Session, today: date) -> list[tuple[Evaluation, DocumentSpan]]:
    """(evaluation, span of today) of those not settled whose document no longer lapses on that day."""
    lapse, present = aliased(DocumentSpan), aliased(DocumentSpan)
    query = (
        sa.select(Evaluation, present, col(lapse.from_on))
        .join(
            present,
            sa.and_(
                col(present.document_id) == col(Evaluation.document_id),
                col(present.from_on) <= today,
                col(present.until_on) > today,
            ),
        )
        .outerjoin(
            lapse,
            sa.and_(
                col(lapse.document_id) == col(Evaluation.document_id), col(lapse.status) == Status.LAPSED
            ),
        )
        .where(col(Evaluation.settled_at).is_(None))
        .order_by(col(Evaluation.id))
    )
    return [
        (evaluation, span)
        for evaluation, span, from_on in session.execute(query)
        if span.status not in ALIVE or from_on != evaluation.valid_until + timedelta(1)
    ]


def evaluations_query(wanted: EvaluationFilter, today: date) -> Any:
    """(evaluation, document, authority) of a list."""
    query = (
        sa.select(Evaluation, Document, Authority)
        .join(Document, col(Document.id) == col(Evaluation.document_id))
        .join(Authority, col(Authority.id) == col(Evaluation.authority_id))
    )
    match wanted.scope:
        case EvaluationScope.OPEN:
            query = query.where(is_unanswered())
        case EvaluationScope.LATE:
            query = query.where(is_unanswered(), col(Evaluation.due_on) < today)
        case EvaluationScope.ANSWERED:
            query = query.where(
                col(Evaluation.answered_at).is_not(None), col(Evaluation.settled_at).is_(None)
            )
        case EvaluationScope.SETTLED:
            query = query.where(col(Evaluation.settled_at).is_not(None))
        case EvaluationScope.ALL:
            pass
    if wanted.authority_id is not None:
        query = query.where(col(Evaluation.authority_id) == wanted.authority_id)
    if wanted.conclusion is not None:
        query = query.where(col(Evaluation.conclusion) == wanted.conclusion)
    for part in wanted.words.split():
        query = query.where(is_named(Document, part))
    return query


def waiting_evaluations(session: Session, authority_id: int | None, *, limit: int) -> list[Any]:
    """(evaluation, document, authority) that are owed, the first due first."""
    query = evaluations_query(EvaluationFilter(authority_id=authority_id), date.max)
    return list(session.execute(query.order_by(col(Evaluation.due_on), col(Evaluation.id)).limit(limit)))


def evaluations_of(session: Session, document_id: int) -> list[Evaluation]:
    """The evaluations of a document, the newest first."""
    query = select(Evaluation).where(Evaluation.document_id == document_id)
    return list(session.exec(query.order_by(col(Evaluation.valid_until).desc())).all())


def conclusions_of(session: Session, document_ids: Collection[int]) -> dict[int, Evaluation]:
    """document id → its answered evaluation that nothing has settled yet."""
    query = select(Evaluation).where(
        col(Evaluation.answered_at).is_not(None), col(Evaluation.settled_at).is_(None)
    )
    return {
        row.document_id: row
        for batch in batches(sorted(document_ids))
        for row in session.exec(query.where(col(Evaluation.document_id).in_(batch)))
    }


def public_lapses(first: date, last: date) -> Any:
    """(document, first day after its last valid day, authority) of the public ones, the nearest first."""
    return (
        lapsing(first, last)
        .add_columns(col(Authority.name))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .where(is_public())
    )
