"""What is searched of a document, and the one test of truth: does its text, or its number, contain the term?"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.storage.documents import Document, DocumentText
from registry.storage.engine import is_postgresql

CHUNK = 20_000

TEXT = sa.func.coalesce(DocumentText.normal, Document.title_key)
NUMBER = sa.func.coalesce(Document.doc_no_key, Document.doc_no)


def haystacks(ids: Iterable[int], *columns: Any) -> sa.Select[Any]:
    """The given columns of these documents; one without a text row is searched by its title."""
    return (
        sa.select(col(Document.id), *columns)
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(among(ids))
    )


def among(ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a document is one of these; the ids stand in the statement itself, for they may be many."""
    listed: sa.BindParameter[Any] = sa.bindparam(None, list(ids), expanding=True, literal_execute=True)
    return col(Document.id).in_(listed)


def contains(session: Session, hay: Any, needle: str) -> sa.ColumnElement[bool]:
    """Whether a column holds the exact characters; LIKE would fold case and scan more slowly."""
    position = sa.func.strpos if is_postgresql(session) else sa.func.instr
    return position(hay, needle) > 0


def verified(session: Session, ids: Iterable[int], terms: Iterable[str]) -> set[int]:
    """Those documents of the ids that contain every term, by the database as it is now."""
    conditions = [sa.or_(contains(session, TEXT, term), contains(session, NUMBER, term)) for term in terms]
    found: set[int] = set()
    for chunk in _chunks(ids):
        found.update(session.execute(haystacks(chunk).where(*conditions)).scalars())
    return found


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = iter(sorted(ids))
    while chunk := list(islice(ordered, CHUNK)):
        yield chunk
