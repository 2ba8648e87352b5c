"""The documents of a round with their outcomes, and how far each authority is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.cleanups import Outcome
from registry.storage.authorities import Authority
from registry.storage.batches import batches
from registry.storage.cleanups.tables import CleanupItem, CleanupReturn
from registry.storage.documents.public import is_public
from registry.storage.documents.tables import Document, DocumentAuthority
from registry.storage.named import is_named

UNDECIDED, PROPOSED, SENT_BACK, LACKING = "undecided", "proposed", "sent_back", "lacking"


@dataclass(frozen=True)
class Progress:
    """How far an authority is with the documents that it answers for in a round.

    `n_proposed` have an outcome proposed, `n_answered` a whole answer that was not sent back; `n_to_adopt` are answered
    and not decided yet. `signed_on` is the day of its signed return.
    """

    authority_id: int
    authority: str
    n_documents: int
    n_proposed: int
    n_answered: int
    n_sent_back: int
    n_decided: int
    n_to_adopt: int
    signed_on: date | None

    @property
    def is_silent(self) -> bool:
        """Whether the authority has answered nothing at all."""
        return self.n_answered == 0 and self.n_sent_back == 0 and self.signed_on is None

    @property
    def is_complete(self) -> bool:
        """Whether everything is answered and examined: 已齐."""
        return self.n_answered == self.n_documents == self.n_decided and self.n_sent_back == 0


def items_of(session: Session, round_id: int) -> list[CleanupItem]:
    query = select(CleanupItem).where(CleanupItem.round_id == round_id)
    return list(session.exec(query.order_by(col(CleanupItem.id))).all())


def items_among(session: Session, round_id: int, ids: Collection[int]) -> dict[int, CleanupItem]:
    """item id → the item, of those of these ids that are in the round."""
    query = select(CleanupItem).where(CleanupItem.round_id == round_id)
    return {
        item.id or 0: item
        for batch in batches(ids)
        for item in session.exec(query.where(col(CleanupItem.id).in_(batch)))
    }


def items_query(
    round_id: int,
    *,
    authority_id: int | None = None,
    outcome: str = "",
    words: str = "",
    ids: Sequence[int] | None = None,
) -> Any:
    """(item, document, answering authority) of a round, by authority and date.

    `outcome` is a value, undecided, proposed or sent_back.
    """
    query = (
        sa.select(CleanupItem, Document, Authority)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == CleanupItem.answering_id)
        .where(col(CleanupItem.round_id) == round_id)
    )
    if authority_id is not None:
        query = query.where(col(CleanupItem.answering_id) == authority_id)
    if ids is not None:
        query = query.where(col(CleanupItem.id).in_(ids))
    if outcome in set(Outcome):
        query = query.where(col(CleanupItem.outcome) == Outcome(outcome))
    elif outcome in {UNDECIDED, PROPOSED}:
        query = query.where(col(CleanupItem.outcome).is_(None))
    elif outcome == SENT_BACK:
        query = query.where(col(CleanupItem.sent_back_because) != "")
    if outcome == PROPOSED:
        query = query.where(col(CleanupItem.is_answered))
    for part in words.split():
        query = query.where(is_named(Document, part))
    return query.order_by(
        col(Authority.position),
        col(Authority.id),
        sa.nulls_last(col(Document.published_on)),
        col(Document.id),
    )


def answers_query(round_id: int, authority_id: int, *, which: str = "", words: str = "") -> Any:
    """The rows of `items_query` that an authority answers for: what was sent back first, then by date.

    `which` is sent_back, or lacking: those without a whole answer.
    """
    query = items_query(round_id, authority_id=authority_id, words=words)
    if which == SENT_BACK:
        query = query.where(col(CleanupItem.sent_back_because) != "")
    elif which == LACKING:
        query = query.where(~col(CleanupItem.is_answered))
    return query.order_by(None).order_by(
        (col(CleanupItem.sent_back_because) != "").desc(),
        sa.nulls_last(col(Document.published_on)),
        col(Document.id),
    )


def progress(session: Session, round_id: int, authority_id: int | None = None) -> list[Progress]:
    """How far each authority's documents are in a round, in the order of authorities; or how far one of them is."""
    answered = col(CleanupItem.is_answered)
    own = [] if authority_id is None else [col(CleanupItem.answering_id) == authority_id]
    # grouped by the index alone, and named afterwards
    counted = (
        sa.select(
            col(CleanupItem.answering_id).label("answering_id"),
            sa.func.count().label("n_documents"),
            sa.func.count(col(CleanupItem.proposed_outcome)).label("n_proposed"),
            sa.func.count(sa.case((answered, 1))).label("n_answered"),
            sa.func.count(sa.case((col(CleanupItem.sent_back_because) != "", 1))).label("n_sent_back"),
            sa.func.count(col(CleanupItem.outcome)).label("n_decided"),
            sa.func.count(sa.case((sa.and_(answered, col(CleanupItem.outcome).is_(None)), 1))).label(
                "n_left"
            ),
        )
        .where(col(CleanupItem.round_id) == round_id, *own)
        .group_by(col(CleanupItem.answering_id))
        .subquery()
    )
    query = (
        sa.select(
            col(Authority.id),
            col(Authority.name),
            counted.c.n_documents,
            counted.c.n_proposed,
            counted.c.n_answered,
            counted.c.n_sent_back,
            counted.c.n_decided,
            counted.c.n_left,
            col(CleanupReturn.signed_on),
        )
        .join(counted, counted.c.answering_id == Authority.id)
        .outerjoin(
            CleanupReturn,
            sa.and_(col(CleanupReturn.round_id) == round_id, col(CleanupReturn.authority_id) == Authority.id),
        )
        .order_by(col(Authority.position), col(Authority.id))
    )
    return [Progress(*row) for row in session.execute(query)]


def answering_authorities(session: Session, round_id: int) -> list[tuple[int, str]]:
    """(id, name) of the authorities that answer in a round, in the order of authorities."""
    answering = sa.select(col(CleanupItem.answering_id)).where(col(CleanupItem.round_id) == round_id)
    query = sa.select(col(Authority.id), col(Authority.name)).where(col(Authority.id).in_(answering))
    rows = session.execute(query.order_by(col(Authority.position), col(Authority.id)))
    return [(authority_id, name) for authority_id, name in rows]


def is_waiting() -> sa.ColumnElement[bool]:
    """The condition that an item waits for the answer of its authority: none is whole, or it was sent back.

    What the office decided by itself waits for nobody.
    """
    untouched = sa.and_(~col(CleanupItem.is_answered), col(CleanupItem.outcome).is_(None))
    return sa.or_(untouched, col(CleanupItem.sent_back_because) != "")


def waiting_answers(session: Session, round_id: int) -> dict[int, int]:
    """authority id → how many of its documents wait for its answer; nothing of one whose return is signed."""
    signed = sa.select(col(CleanupReturn.authority_id)).where(col(CleanupReturn.round_id) == round_id)
    query = (
        sa.select(col(CleanupItem.answering_id), sa.func.count())
        .where(
            col(CleanupItem.round_id) == round_id, is_waiting(), col(CleanupItem.answering_id).not_in(signed)
        )
        .group_by(col(CleanupItem.answering_id))
        .order_by(col(CleanupItem.answering_id))
    )
    counts: dict[int, int] = dict(session.execute(query).all())
    return counts


def has_part(session: Session, round_id: int, authority_id: int) -> bool:
    """Whether the authority answers for a document of the round, or issued one of them jointly."""
    issued = sa.select(col(DocumentAuthority.document_id)).where(
        col(DocumentAuthority.authority_id) == authority_id
    )
    query = select(CleanupItem.id).where(
        CleanupItem.round_id == round_id,
        sa.or_(col(CleanupItem.answering_id) == authority_id, col(CleanupItem.document_id).in_(issued)),
    )
    return session.exec(query.limit(1)).first() is not None


def count_outcomes(
    session: Session, round_id: int, authority_id: int | None = None
) -> dict[Outcome | None, int]:
    """How many items have each outcome, of those that the authority answers for; None counts the undecided."""
    query = (
        sa.select(col(CleanupItem.outcome), sa.func.count())
        .where(col(CleanupItem.round_id) == round_id)
        .group_by(col(CleanupItem.outcome))
    )
    if authority_id is not None:
        query = query.where(col(CleanupItem.answering_id) == authority_id)
    return {row[0]: row[1] for row in session.execute(query)}


def count_not_public(session: Session, round_id: int) -> int:
    """How many documents of a round no public page may name."""
    query = (
        sa.select(sa.func.count())
        .select_from(CleanupItem)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .where(col(CleanupItem.round_id) == round_id, sa.not_(is_public()))
    )
    n: int = session.execute(query).scalar_one()
    return n


def touching_market(session: Session, round_id: int) -> set[int]:
    """The ids of the documents of a round of which somebody said that they touch market entities."""
    query = (
        select(Document.id)
        .join(CleanupItem, col(CleanupItem.document_id) == Document.id)
        .where(CleanupItem.round_id == round_id, col(Document.touches_market).is_(True))
    )
    return set(filter(None, session.exec(query)))
