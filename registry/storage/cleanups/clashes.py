"""The clashes of a round: rows of workbooks that say otherwise than what stands, until somebody chooses."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.returned_rows import Standing
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupClash, CleanupItem
from registry.storage.documents.tables import Document

OPEN, SETTLED = "open", "settled"


def standing_of(item: CleanupItem) -> Standing:
    """What stands of an item, as a row that comes back is held against it."""
    return Standing(
        item.proposal,
        item.decision,
        item.version,
        item.proposed_by,
        item.decided_by,
        is_sent_back=bool(item.sent_back_because),
    )


def open_clashes(session: Session, round_id: int) -> list[CleanupClash]:
    """The clashes that nobody settled yet, in the order in which they arose."""
    query = select(CleanupClash).where(CleanupClash.round_id == round_id, CleanupClash.kept == "")
    return list(session.exec(query.order_by(col(CleanupClash.id))).all())


def count_open_clashes(session: Session, round_id: int, authority_id: int | None = None) -> int:
    """How many clashes wait; with `authority_id` only those of the answers of this authority."""
    query = (
        sa.select(sa.func.count(col(CleanupClash.id)))
        .join(CleanupItem, col(CleanupItem.id) == CleanupClash.item_id)
        .where(col(CleanupClash.round_id) == round_id, col(CleanupClash.kept) == "", *_of(authority_id))
    )
    return int(session.execute(query).scalar_one())


def clashes_query(
    round_id: int, *, authority_id: int | None = None, own_id: int | None = None, state: str = OPEN
) -> Any:
    """(clash, item, document, answering authority) of a round; `own_id` is the authority of a contact, who sees the
    clashes of its answers only. `state` is open or settled."""
    is_open = col(CleanupClash.kept) == ""
    query = (
        sa.select(CleanupClash, CleanupItem, Document, Authority)
        .join(CleanupItem, col(CleanupItem.id) == CleanupClash.item_id)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == CleanupItem.answering_id)
        .where(col(CleanupClash.round_id) == round_id, *_of(own_id))
        .where(sa.not_(is_open) if state == SETTLED else is_open)
    )
    if authority_id is not None:
        query = query.where(col(CleanupItem.answering_id) == authority_id)
    return query.order_by(col(Authority.position), col(Authority.id), col(CleanupClash.id))


def clashes_named(session: Session, round_id: int, ids: Sequence[int]) -> dict[int, CleanupClash]:
    """The clashes of a round with these ids."""
    query = select(CleanupClash).where(CleanupClash.round_id == round_id, col(CleanupClash.id).in_(ids))
    return {clash.id or 0: clash for clash in session.exec(query)}


def _of(authority_id: int | None) -> list[Any]:
    if authority_id is None:
        return []
    return [col(CleanupItem.answering_id) == authority_id, col(CleanupClash.is_proposal)]
