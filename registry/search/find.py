"""Finding documents: from the text a person typed to hits, exact totals and facets, for one audience and day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import DocumentKind
from registry.domain.validity import Status
from registry.search.haystack import TODAYS_TEXT
from registry.search.index import discard
from registry.search.matching import Matcher
from registry.search.query import Query, read_query
from registry.search.reader import Reader, UnreadableIndexError, current_reader
from registry.search.selection import (
    Audience,
    Counts,
    Facet,
    Filters,
    choices_of,
    count,
    facets_of,
    listed_ids,
    status_on_day,
    with_status,
)
from registry.search.snippets import Piece, marked, snippet
from registry.search.walk import NEWEST, Search, first_matches
from registry.storage.authorities import Authority
from registry.storage.batches import among
from registry.storage.documents.tables import Document, DocumentAuthority, DocumentText
from registry.storage.engine import Store, reading

MOST_HITS = 200
Sort = Literal["relevance", "newest"]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Hit:
    """A document that the search found, as it is in the register now; `authority` is the lead's name as issued."""

    id: int
    title: str
    doc_no: str
    authority: str
    published_on: date | None
    effective_on: date | None
    status: Status
    title_pieces: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True)
class Results:
    """`looser`: how many documents hold any term, where none holds all (5,000 stands for as many or more).

    Where `is_more`, only the first 5,000 were looked at: these are `total`, and the facets have no numbers.
    """

    query: Query
    total: int
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    looser: int | None = None
    is_more: bool = False


def find(
    store: Store,
    text: str,
    *,
    audience: Audience,
    on: date,
    status: Status | None = None,
    authority_id: int | None = None,
    year: int | None = None,
    kind: DocumentKind | None = None,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    is_loose: bool = False,
) -> Results:
    """One page of the documents that match the text, with counts over up to 5,000; an empty text matches all.

    Loose means any term instead of all. A number is looked for as a whole number, then as the beginning of one, then
    as text. Never refuses a text, and needs no index: what the index does not know is read in the database.
    """
    query = read_query(text)
    filters = Filters(audience, on, status, authority_id, year, kind)
    page = _Page(sort, text, max(1, min(limit, MOST_HITS)), max(0, offset), is_loose)
    return reading_index(store, lambda reader: _find(store, reader, query, filters, page))


def find_ids(
    store: Store,
    text: str,
    *,
    audience: Audience,
    on: date,
    status: Status | None = None,
    authority_id: int | None = None,
    year: int | None = None,
    kind: DocumentKind | None = None,
    sort: Sort = "relevance",
    limit: int,
    is_loose: bool = False,
) -> list[int]:
    """The ids of the first documents that `find` would list, in its order, for lists as files: nothing is counted."""
    query = read_query(text)
    filters = Filters(audience, on, status, authority_id, year, kind)
    page = _Page(sort, text, limit, 0, is_loose)
    return reading_index(store, lambda reader: _find_ids(store, reader, query, filters, page))


def reading_index(store: Store, ask: Callable[[Reader | None], Answer]) -> Answer:
    """The answer that `ask` gives with the index, or without it when the index is missing or damaged."""
    reader = current_reader(store)
    try:
        return ask(reader)
    except UnreadableIndexError:
        discard(store)
        return ask(None)


@dataclass(frozen=True)
class _Page:
    sort: Sort
    typed: str
    limit: int
    offset: int
    is_loose: bool


def _find(store: Store, reader: Reader | None, query: Query, filters: Filters, page: _Page) -> Results:
    # The session begins after the reader, so that the register is never older than the index.
    with reading(store) as session:
        matcher = Matcher.of(session, reader)
        if query.is_empty:
            counts = _browsed_counts(store, matcher, filters)
            newest = listed_ids(filters).order_by(*NEWEST).limit(page.limit).offset(page.offset)
            ids = session.execute(newest).scalars().all()
            hits = _hits(session, filters, ids, query)
            return Results(query, counts.status.total(), hits, facets_of(session, counts))
        matches = first_matches(matcher, _search(query, filters, page))
        hits = _hits(session, filters, matches.ids[page.offset :][: page.limit], query)
        if not matches.is_all:
            facets = choices_of(session, filters)
        else:
            facets = facets_of(session, count(session, filters, among(session, Document.id, matches.ids)))
        looser = None if matches.ids else _count_looser(matcher, query, filters)
        return Results(query, len(matches.ids), hits, facets, looser, is_more=not matches.is_all)


def _find_ids(store: Store, reader: Reader | None, query: Query, filters: Filters, page: _Page) -> list[int]:
    with reading(store) as session:
        return first_matches(Matcher.of(session, reader), _search(query, filters, page), page.limit).ids


def _search(query: Query, filters: Filters, page: _Page) -> Search:
    is_ranked = page.sort == "relevance" and bool(query.wanted)
    return Search(query, listed_ids(filters), NEWEST, page.typed if is_ranked else "", page.is_loose)


_counts_of_browse: dict[tuple[Store, int, Filters], Counts] = {}
MOST_BROWSED = 256


def _browsed_counts(store: Store, matcher: Matcher, filters: Filters) -> Counts:
    """The counts of all documents that pass the filters, cached until the register changes."""
    key = (store, matcher.last_seq, filters)
    counts = _counts_of_browse.get(key)
    if counts is None:
        if len(_counts_of_browse) >= MOST_BROWSED:
            _counts_of_browse.clear()
        counts = _counts_of_browse[key] = count(matcher.session, filters, sa.true())
    return counts


def _count_looser(matcher: Matcher, query: Query, filters: Filters) -> int | None:
    """How many documents a search for any of the terms would list; None for a single term."""
    if len(query.wanted) < 2:
        return None
    return len(first_matches(matcher, Search(query, listed_ids(filters), is_loose=True)).ids)


def _hits(session: Session, filters: Filters, ids: Sequence[int], query: Query) -> list[Hit]:
    rows = {row.Document.id: row for row in session.execute(_shown(filters.on, ids))}
    return [_hit(rows[document_id], query.wanted) for document_id in ids]


def _shown(on: date, ids: Sequence[int]) -> sa.Select[Any]:
    name = sa.func.coalesce(sa.func.nullif(DocumentAuthority.name_as_issued, ""), Authority.name)
    lead = sa.and_(
        col(DocumentAuthority.document_id) == col(Document.id),
        col(DocumentAuthority.authority_id) == col(Document.lead_authority_id),
    )
    columns = (
        Document,
        status_on_day.label("status"),
        name.label("authority"),
        TODAYS_TEXT.label("text"),
    )
    return (
        with_status(on, *columns)
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .join(DocumentAuthority, lead, isouter=True)
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(col(Document.id).in_(ids))
    )


def _hit(row: Any, terms: Sequence[str]) -> Hit:
    document: Document = row.Document
    return Hit(
        id=document.id or 0,
        title=document.title,
        doc_no=document.doc_no,
        authority=row.authority,
        published_on=document.published_on,
        effective_on=document.effective_on,
        status=row.status,
        title_pieces=marked(document.title, terms),
        snippet=snippet(row.text or "", terms),
    )
