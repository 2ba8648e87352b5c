"""Reviews of drafts as lists, 今日 and duties show them: filtered and sorted, with their document and authority."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.duties import SOON_DAYS
from registry.domain.filings import Party
from registry.domain.legality_reviews import OPEN, ReviewState, party_of
from registry.domain.worded import Worded
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.legality_reviews import LegalityReview
from registry.storage.named import is_named

ReviewRow = tuple[LegalityReview, Document, str]
BATCH = 2_000


class ReviewScope(Worded):
    OPEN = "open", "未办结"
    ENDED = "ended", "已办结"
    ALL = "all", "全部"


class ReviewTiming(Worded):
    LATE = "late", "已逾期"
    SOON = "soon", f"{SOON_DAYS}日内到期"


SORTS: dict[str, Any] = {
    "authority": col(Document.lead_authority_id),
    "state": col(LegalityReview.state),
    "received": col(LegalityReview.received_on),
    "due": col(LegalityReview.due_on),
    "opinion": col(LegalityReview.opinion_on),
}


@dataclass(frozen=True)
class ReviewFilter:
    """`own_authority_id` keeps the drafts that an authority leads."""

    scope: ReviewScope = ReviewScope.OPEN
    state: ReviewState | None = None
    timing: ReviewTiming | None = None
    party: Party | None = None
    authority_id: int | None = None
    own_authority_id: int | None = None
    words: str = ""


def review_ids(wanted: ReviewFilter, today: date) -> sa.Select[Any]:
    """The query of a list's ids, without an order."""
    query = (
        sa.select(col(LegalityReview.id))
        .join(Document, col(Document.id) == col(LegalityReview.document_id))
        .where(*_conditions(wanted, today))
    )
    return query.where(is_named(Document, wanted.words)) if wanted.words else query


def review_rows(session: Session, ids: Sequence[int]) -> Iterator[ReviewRow]:
    """The rows of these reviews in this order, BATCH per query."""
    for batch in batches(ids, BATCH):
        query = listed_reviews().where(col(LegalityReview.id).in_(batch))
        rows = {row[0].id: row for row in session.execute(query)}
        for review_id in batch:
            review, document, authority = rows[review_id]
            yield review, document, authority


def listed_reviews() -> Any:
    """The query of reviews with their document and authority."""
    return (
        sa.select(LegalityReview, Document, col(Authority.name))
        .join(Document, col(Document.id) == col(LegalityReview.document_id))
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
    )


def waiting_reviews(
    session: Session, parties: Sequence[Party], own: int | None, *, limit: int
) -> list[ReviewRow]:
    """Up to `limit` reviews that wait for one of these parties, the earliest due first."""
    order = sa.nulls_last(col(LegalityReview.due_on)), col(LegalityReview.id)
    rows = session.execute(_waiting(parties, own).order_by(*order).limit(limit))
    return [(review, document, authority) for review, document, authority in rows]


def count_waiting(session: Session, parties: Sequence[Party], own: int | None) -> int:
    """The number of reviews that wait for one of these parties."""
    waiting = sa.select(sa.func.count()).select_from(_waiting(parties, own).subquery())
    n_waiting: int = session.execute(waiting).scalar_one()
    return n_waiting


def _waiting(parties: Sequence[Party], own: int | None) -> Any:
    query = listed_reviews().where(is_waiting_for(parties))
    return query if own is None else query.where(col(Document.lead_authority_id) == own)


def is_waiting_for(parties: Sequence[Party]) -> sa.ColumnElement[bool]:
    """Whether the next move is one of these parties'.

    A draft that is not sent yet waits for nobody, nor does a published document.
    """
    proposed = col(LegalityReview.proposed)
    states = sorted(state for party in parties for state in _states_of(party))
    waits = sa.and_(col(LegalityReview.state).in_(states), proposed.is_(None))
    signing = sa.and_(col(LegalityReview.state).in_(sorted(OPEN)), proposed.is_not(None))
    is_theirs = sa.or_(waits, signing) if Party.LEAD in parties else waits
    return sa.and_(is_theirs, is_draft())


def is_draft() -> sa.ColumnElement[bool]:
    """Whether the document is not published; its review can go on only until then."""
    return col(Document.is_published).is_(False)


def _states_of(party: Party) -> set[ReviewState]:
    """The states of drafts that were sent in which this party makes the next move."""
    return {state for state in OPEN - {ReviewState.UNSENT} if party_of(state) is party}


def _conditions(wanted: ReviewFilter, today: date) -> list[Any]:
    conditions: list[Any] = []
    if wanted.scope is not ReviewScope.ALL:
        is_open = sa.and_(col(LegalityReview.state).in_(sorted(OPEN)), is_draft())
        conditions.append(is_open if wanted.scope is ReviewScope.OPEN else sa.not_(is_open))
    if wanted.state is not None:
        conditions.append(col(LegalityReview.state) == wanted.state)
    due_on = col(LegalityReview.due_on)
    if wanted.timing is ReviewTiming.LATE:
        conditions.append(sa.and_(due_on < today, is_draft()))
    if wanted.timing is ReviewTiming.SOON:
        conditions.append(sa.and_(due_on.between(today, today + timedelta(SOON_DAYS)), is_draft()))
    if wanted.party is not None:
        conditions.append(is_waiting_for([wanted.party]))
    for authority_id in (wanted.authority_id, wanted.own_authority_id):
        if authority_id is not None:
            conditions.append(col(Document.lead_authority_id) == authority_id)
    return conditions
