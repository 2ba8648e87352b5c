"""Searching a list by what its texts contain: the ids that are found, and for each the words that show why."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.normal import title_key
from registry.search.find import conditions, rank, reading_index
from registry.search.matching import Matcher
from registry.search.query import read_query
from registry.search.reader import Reader
from registry.search.snippets import Piece, marked, snippet
from registry.storage.documents import Document, DocumentText
from registry.storage.engine import Store, reading


def find_within(store: Store, text: str, listed: sa.Select[Any]) -> list[int]:
    """Those ids of a query over documents that the text finds, the most relevant first, then the newest."""
    return reading_index(store, lambda reader: _find_within(store, reader, text, listed))


def excerpts(session: Session, text: str, ids: Collection[int]) -> dict[int, tuple[list[Piece], list[Piece]]]:
    """document id → its title in pieces, and the piece of its text around the first term."""
    terms = read_query(text).wanted
    query = (
        sa.select(col(Document.id), col(Document.title), col(DocumentText.text), col(DocumentText.normal))
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(col(Document.id).in_(ids))
    )
    return {
        one: (marked(title, terms), snippet(words or "", normal or "", terms))
        for one, title, words, normal in session.execute(query)
    }


def _find_within(store: Store, reader: Reader | None, text: str, listed: sa.Select[Any]) -> list[int]:
    query = read_query(text)
    newest = (col(Document.published_on).desc().nulls_last(), col(Document.id).desc())
    with reading(store) as session:
        order = (rank(session, query, title_key(text)), *newest)
        for condition in conditions(Matcher.of(session, reader), query):
            if found := session.execute(listed.where(condition).order_by(*order)).scalars().all():
                return list(found)
    return []
