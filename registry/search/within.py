"""Searching a list by what its texts contain: the ids that are found, and for each the words that show why."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.search.find import reading_index
from registry.search.matching import Matcher
from registry.search.query import read_query
from registry.search.reader import Reader
from registry.search.snippets import Piece, marked, snippet
from registry.search.walk import MOST_FOUND, NEWEST, Found, Search, first_found
from registry.storage.documents.tables import Document, DocumentText
from registry.storage.engine import Store, reading


def find_within(
    store: Store,
    text: str,
    listed: sa.Select[Any],
    order: Sequence[Any] | None = None,
    most: int | None = MOST_FOUND,
) -> Found:
    """The first of a query's ids that the text finds, in this order, else the most relevant first, then the newest."""
    query = read_query(text)
    search = Search(query, listed, NEWEST, text) if order is None else Search(query, listed, order)
    return reading_index(store, lambda reader: _find_within(store, reader, search, most))


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


def _find_within(store: Store, reader: Reader | None, search: Search, most: int | None) -> Found:
    with reading(store) as session:
        return first_found(Matcher.of(session, reader), search, most)
