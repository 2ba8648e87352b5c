"""The text of a document that is searched, and the SQL that decides whether it contains a term."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.storage.batches import among
from registry.storage.documents.tables import Document, DocumentText
from registry.storage.engine import is_postgresql

TODAYS_TEXT = sa.func.coalesce(sa.func.nullif(DocumentText.in_force, ""), DocumentText.text)
TEXT = sa.func.coalesce(DocumentText.normal, Document.title_key)


def haystacks(session: Session, ids: Collection[int], *columns: Any) -> sa.Select[Any]:
    """The given columns of these documents; a document without a text row is searched by its title."""
    return (
        sa.select(col(Document.id), *columns)
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(among(session, Document.id, ids))
    )


def contains(session: Session, hay: Any, needle: str) -> sa.ColumnElement[bool]:
    """Whether a column holds the exact characters; LIKE would fold case and scan more slowly."""
    position = sa.func.strpos if is_postgresql(session) else sa.func.instr
    return position(hay, needle) > 0


def holding(
    session: Session, ids: Collection[int], wanted: Iterable[str], excluded: Iterable[str], *, is_loose: bool
) -> set[int]:
    """The ids of those documents that contain every wanted term (any, when loose) and no excluded term."""
    together = sa.or_ if is_loose else sa.and_
    query = haystacks(session, ids).where(
        together(*(contains(session, TEXT, term) for term in wanted)),
        *(sa.not_(contains(session, TEXT, term)) for term in excluded),
    )
    return set(session.execute(query).scalars())
