"""The documents that meet the criteria of a special round."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.documents import DocumentKind
from registry.domain.rounds import Criteria
from registry.storage.bases import find_bases, resting_ids
from registry.storage.batches import among
from registry.storage.documents.tables import Document


def meeting(session: Session, criteria: Criteria, found: Sequence[int] | None) -> Any:
    """The query of the ids of the documents that meet the criteria; `found` is what the search answered, if asked."""
    conditions: list[sa.ColumnElement[bool]] = []
    if criteria.subject:
        conditions.append(col(Document.subject).contains(criteria.subject, autoescape=True))
    if criteria.kind:
        conditions.append(col(Document.kind) == DocumentKind(criteria.kind))
    if criteria.basis:
        resting = [resting_ids(basis.key) for basis in find_bases(session, criteria.basis)]
        conditions.append(sa.or_(sa.false(), *(col(Document.id).in_(ids) for ids in resting)))
    if found is not None:
        conditions.append(among(session, Document.id, found))
    return select(Document.id).where(*conditions)
