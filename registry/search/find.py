"""Finding documents: what a person typed, to hits, exact totals and facets, for one audience on one day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.documents import DocumentKind
from registry.domain.normal import title_key
from registry.domain.validity import Status
from registry.search.haystack import among, contains
from registry.search.index import discard
from registry.search.matching import Matcher
from registry.search.query import Query, read_query
from registry.search.reader import Reader, UnreadableIndexError, current_reader
from registry.search.selection import (
    Audience,
    Counts,
    Facet,
    Filters,
    count,
    facets_of,
    select_documents,
    status_on_day,
)
from registry.search.snippets import Piece, marked, snippet
from registry.storage.authorities import Authority
from registry.storage.documents import Document, DocumentAuthority, DocumentText
from registry.storage.engine import Store, reading

MOST_HITS = 200
Sort = Literal["relevance", "newest"]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Hit:
    """One document found, re-read from the register; `authority` is the lead's name as issued."""

    id: int
    title: str
    doc_no: str
    authority: str
    published_on: date | None
    status: Status
    title_pieces: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True)
class Results:
    """`looser`: how many documents hold any term, where none holds all; `index_lag`: changes not yet indexed."""

    query: Query
    total: int
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    looser: int | None = None
    index_lag: int = 0


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
    """One page of what the text finds, with counts over everything found; an empty text finds all that passes.

    Loose means any term instead of all. A number is looked for as a whole number, then as the beginning of one, then
    as text. Never refuses a text, and needs no index: what the index does not know is read in the database.
    """
    query = read_query(text)
    filters = Filters(audience, on, status, authority_id, year, kind)
    page = _Page(sort, title_key(text), max(1, min(limit, MOST_HITS)), max(0, offset), is_loose)
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
    """The ids of the first documents that `find` finds, in its order, for lists as files: nothing counted or cut."""
    query = read_query(text)
    filters = Filters(audience, on, status, authority_id, year, kind)
    page = _Page(sort, title_key(text), limit, 0, is_loose)
    return reading_index(store, lambda reader: _find_ids(store, reader, query, filters, page))


def reading_index(store: Store, ask: Callable[[Reader | None], Answer]) -> Answer:
    """The answer with the index, or without it where it cannot be read."""
    reader = current_reader(store)
    try:
        return ask(reader)
    except UnreadableIndexError:
        discard(store)
        return ask(None)


@dataclass(frozen=True)
class _Page:
    sort: Sort
    title_key: str
    limit: int
    offset: int
    is_loose: bool


def _find(store: Store, reader: Reader | None, query: Query, filters: Filters, page: _Page) -> Results:
    # The session is begun after the reader, so that the register is never the older of the two.
    with reading(store) as session:
        matcher = Matcher.of(session, reader)
        for condition in conditions(matcher, query, is_loose=page.is_loose):
            counts = _count(store, matcher, query, filters, condition)
            if total := counts.status.total():
                hits = _hits(session, filters, condition, query, page)
                break
        else:
            total, hits = 0, []
        looser = None if total else _count_looser(matcher, query, filters)
        return Results(query, total, hits, facets_of(session, counts), looser, matcher.lag)


def _find_ids(store: Store, reader: Reader | None, query: Query, filters: Filters, page: _Page) -> list[int]:
    with reading(store) as session:
        for condition in conditions(Matcher.of(session, reader), query, is_loose=page.is_loose):
            if found := _ids(session, filters, condition, query, page):
                return found
        return []


_browsed: dict[tuple[Store, int, Filters], Counts] = {}
MOST_BROWSED = 256


def _count(
    store: Store, matcher: Matcher, query: Query, filters: Filters, condition: sa.ColumnElement[bool]
) -> Counts:
    """The counts of what is found; those of a browse are kept for as long as the register has not changed."""
    found = select_documents(filters, col(Document.id)).where(condition)
    if not query.is_empty:
        return count(matcher.session, found)
    key = (store, matcher.last_seq, filters)
    counts = _browsed.get(key)
    if counts is None:
        if len(_browsed) >= MOST_BROWSED:
            _browsed.clear()
        counts = _browsed[key] = count(matcher.session, found)
    return counts


def conditions(matcher: Matcher, query: Query, *, is_loose: bool = False) -> Iterator[sa.ColumnElement[bool]]:
    """What to look for in turn, until something is found."""
    if query.doc_no:
        yield col(Document.doc_no_key) == query.doc_no
        yield col(Document.doc_no_key).startswith(query.doc_no, autoescape=True)
    yield matcher.condition(query, is_loose)


def _count_looser(matcher: Matcher, query: Query, filters: Filters) -> int | None:
    if len(query.wanted) < 2:
        return None
    loose = select_documents(filters, sa.func.count()).where(matcher.condition(query, is_loose=True))
    return int(matcher.session.execute(loose).scalar_one())


def _hits(
    session: Session, filters: Filters, condition: sa.ColumnElement[bool], query: Query, page: _Page
) -> list[Hit]:
    listed = _ids(session, filters, condition, query, page)
    rows = {row.Document.id: row for row in session.execute(_shown(session, filters, listed))}
    return [_hit(rows[one], query.wanted) for one in listed]


def _ids(
    session: Session, filters: Filters, condition: sa.ColumnElement[bool], query: Query, page: _Page
) -> list[int]:
    order = [] if page.sort == "newest" or query.is_empty else [rank(session, query, page.title_key)]
    newest = (col(Document.published_on).desc().nulls_last(), col(Document.id).desc())
    ids = select_documents(filters, col(Document.id)).where(condition).order_by(*order, *newest)
    return list(session.execute(ids.limit(page.limit).offset(page.offset)).scalars())


def rank(session: Session, query: Query, key: str) -> sa.ColumnElement[int]:
    """0 for the title of this very key, 1 for a title that contains every term, 2 for the rest."""
    in_title = [contains(session, Document.title_key, title_key(term)) for term in query.wanted]
    is_exact = col(Document.title_key) == key
    return sa.case((is_exact, 0), (sa.and_(sa.true(), *in_title), 1), else_=2)


def _shown(session: Session, filters: Filters, ids: Sequence[int]) -> sa.Select[Any]:
    name = sa.func.coalesce(sa.func.nullif(DocumentAuthority.name_as_issued, ""), Authority.name)
    lead = sa.and_(
        col(DocumentAuthority.document_id) == col(Document.id),
        col(DocumentAuthority.authority_id) == col(Document.lead_authority_id),
    )
    columns = (
        Document,
        status_on_day.label("status"),
        name.label("authority"),
        DocumentText.text,
        DocumentText.normal,
    )
    return (
        select_documents(filters, *columns)
        .join(Authority, col(Authority.id) == col(Document.lead_authority_id))
        .join(DocumentAuthority, lead, isouter=True)
        .join(DocumentText, col(DocumentText.document_id) == col(Document.id), isouter=True)
        .where(among(session, ids))
    )


def _hit(row: Any, terms: Sequence[str]) -> Hit:
    document: Document = row.Document
    return Hit(
        id=document.id or 0,
        title=document.title,
        doc_no=document.doc_no,
        authority=row.authority,
        published_on=document.published_on,
        status=row.status,
        title_pieces=marked(document.title, terms),
        snippet=snippet(row.text or "", row.normal or "", terms),
    )
