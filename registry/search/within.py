"""Searching the texts of a list: the ids of the matching documents, and the excerpt that shows each match."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.search.find import reading_index
from registry.search.haystack import TODAYS_TEXT
from registry.search.matching import Matcher
from registry.search.query import read_query
from registry.search.reader import Reader
from registry.search.snippets import Piece, marked, snippet
from registry.search.walk import MOST_FOUND, NEWEST, Matches, Search, first_matches
from registry.storage.documents.tables import Document, DocumentText
from registry.storage.engine import Store, reading


def find_within(
    store: Store,
    text: str,
    listed: sa.Select[Any],
    order: Sequence[Any] | None = None,
    most: int | None = MOST_FOUND,
) -> Matches:
    """The first ids of `listed` that match the text, in `order`; without it by relevance, then newest first."""
    query = read_query(text)
    search = Search(query, listed, NEWEST, text) if order is None else Search(query, listed, order)
    return reading_index(store, lambda reader: _find_within(store, reader, search, most))


def excerpts(session: Session, text: str, ids: Collection[int]) -> dict[int, tuple[list[Piece], list[Piece]]]:
    """document id → its title in pieces, and the piece of its text around the first term."""
    terms = read_query(text).wanted
    query = (
        sa.select(col(Document.id), col(Document.title), TODAYS_TEXT)
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(col(Document.id).in_(ids))
    )
    return {
        document_id: (marked(title, terms), snippet(words or "", terms))
        for document_id, title, words in session.execute(query)
    }


def _find_within(store: Store, reader: Reader | None, search: Search, most: int | None) -> Matches:
    with reading(store) as session:
        return first_matches(Matcher.of(session, reader), search, most)
