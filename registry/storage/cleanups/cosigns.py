"""Co-signing (会签): the other issuers of joint documents, and what they say of the outcome that the lead proposes.

An issuer that was abolished is stood for by its successor; a body outside this level does not co-sign.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from registry.domain.authorities import AuthorityKind
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupCosign, CleanupItem, CleanupRound
from registry.storage.documents.tables import Document, DocumentAuthority


@dataclass(frozen=True)
class Cosigner:
    """Another issuer of a joint document; `is_current` unless the proposal was changed after it signed."""

    authority_id: int
    authority: str
    agrees: bool | None
    words: str
    by: str
    at: datetime | None
    is_current: bool


_Issuer = aliased(Authority)
_signer = sa.func.coalesce(col(_Issuer.successor_id), col(_Issuer.id))
_stands = col(CleanupCosign.at) >= col(CleanupItem.proposed_at)


def cosigners_of(session: Session, item_ids: Collection[int]) -> dict[int, list[Cosigner]]:
    """item id → the other issuers that co-sign it, in the order of the document."""
    query = (
        _pairs(sa.select(col(CleanupItem.id), col(Authority.id), col(Authority.name), CleanupCosign, _stands))
        .join(Authority, col(Authority.id) == _signer)
        .where(col(CleanupItem.id).in_(item_ids))
        .order_by(col(DocumentAuthority.position), col(DocumentAuthority.authority_id))
    )
    signers: dict[int, dict[int, Cosigner]] = defaultdict(dict)
    for item_id, authority_id, name, cosign, stands in session.execute(query):
        signers[item_id][authority_id] = Cosigner(
            authority_id,
            name,
            cosign.agrees if cosign else None,
            cosign.words if cosign else "",
            cosign.by if cosign else "",
            cosign.at if cosign else None,
            bool(stands),
        )
    return {item_id: list(found.values()) for item_id, found in signers.items()}


def cosign_query(round_id: int, authority_id: int) -> Any:
    """(item, document, answering authority) that an authority co-signs in a round: those that wait for it first."""
    waits = sa.and_(col(CleanupItem.is_answered), ~sa.func.coalesce(_stands, sa.false()))
    lead = aliased(Authority)
    said = sa.and_(
        col(CleanupCosign.item_id) == col(CleanupItem.id), col(CleanupCosign.authority_id) == authority_id
    )
    own = _pairs(sa.select(col(CleanupItem.id))).where(
        col(CleanupItem.round_id) == round_id, _signer == authority_id
    )
    return (
        sa.select(CleanupItem, Document, lead)
        .join(Document, col(Document.id) == col(CleanupItem.document_id))
        .join(lead, col(lead.id) == col(CleanupItem.answering_id))
        .outerjoin(CleanupCosign, said)
        .where(col(CleanupItem.id).in_(own))
        .order_by(waits.desc(), col(lead.position), col(lead.id), col(CleanupItem.id))
    )


def rounds_to_cosign(session: Session, authority_id: int) -> list[tuple[CleanupRound, int]]:
    """(an open round, number of its items that wait for an authority to co-sign them), the oldest round first."""
    n_waiting = sa.func.count(sa.distinct(col(CleanupItem.id))).label("n_waiting")
    waiting = (
        _pairs(sa.select(col(CleanupItem.round_id), n_waiting))
        .where(
            _signer == authority_id,
            col(CleanupItem.is_answered),
            ~sa.func.coalesce(_stands, sa.false()),
            sa.or_(col(CleanupItem.outcome).is_(None), col(CleanupItem.sent_back_because) != ""),
        )
        .group_by(col(CleanupItem.round_id))
        .subquery()
    )
    query = (
        sa.select(CleanupRound, waiting.c.n_waiting)
        .join(waiting, waiting.c.round_id == col(CleanupRound.id))
        .where(col(CleanupRound.released_at).is_(None), ~col(CleanupRound.is_draft))
        .order_by(col(CleanupRound.id))
    )
    return [(cleanup, n) for cleanup, n in session.execute(query)]


def _pairs(query: Any) -> Any:
    """The query over each item with each other issuer of its document, and what that one said of it."""
    return (
        query.select_from(CleanupItem)
        .join(DocumentAuthority, col(DocumentAuthority.document_id) == col(CleanupItem.document_id))
        .join(_Issuer, col(_Issuer.id) == col(DocumentAuthority.authority_id))
        .outerjoin(
            CleanupCosign,
            sa.and_(
                col(CleanupCosign.item_id) == col(CleanupItem.id),
                col(CleanupCosign.authority_id) == _signer,
            ),
        )
        .where(
            _signer != col(CleanupItem.answering_id),
            col(_Issuer.kind) != AuthorityKind.OUTSIDE,
        )
    )
