"""The documents that match a search, read lazily in their order: whoever stops early does not pay for the rest."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.normal import title_key
from registry.search.haystack import contains
from registry.search.matching import Candidates, Matcher
from registry.search.query import Query
from registry.storage.batches import among, batches
from registry.storage.documents.tables import Document

MOST_FOUND = 5_000
NEWEST = (col(Document.published_on).desc().nulls_last(), col(Document.id).desc())
_STRETCH = 1_000


@dataclass(frozen=True)
class Matches:
    """The ids of the matching documents, in their order; not `is_all` when there are more."""

    ids: list[int]
    is_all: bool = True


@dataclass(frozen=True)
class Search:
    """A query among the documents of `listed` (their ids, unordered).

    The matches are in the order of `order`. With `typed`, the text that was typed, they are ranked by relevance first:
    matches in titles come before the others.
    """

    query: Query
    listed: sa.Select[Any]
    order: Sequence[Any] = NEWEST
    typed: str = ""
    is_loose: bool = False

    def ranked(self, session: Session) -> list[Any]:
        """The order of the matches. With `typed`, first the document of this title, then titles with every term."""
        if not self.typed:
            return list(self.order)
        is_exact = col(Document.title_key) == title_key(self.typed)
        return [sa.case((is_exact, 0), (self.in_title(session), 1), else_=2), *self.order]

    def in_title(self, session: Session) -> sa.ColumnElement[bool]:
        terms = (contains(session, Document.title_key, title_key(term)) for term in self.query.wanted)
        return sa.and_(sa.true(), *terms)


def first_matches(matcher: Matcher, search: Search, most: int | None = MOST_FOUND) -> Matches:
    """The first documents that match the search; without a limit, all of them.

    A number is looked for as a whole number, then as the beginning of one, then as text.
    """
    for ids in _attempts(matcher, search, is_whole=most is None):
        matches = list(islice(ids, None if most is None else most + 1))
        if matches:
            return Matches(matches[:most], most is None or len(matches) <= most)
    return Matches([])


def _attempts(matcher: Matcher, search: Search, *, is_whole: bool) -> Iterator[Iterator[int]]:
    ranked, number = search.ranked(matcher.session), col(Document.doc_no_key)
    if search.query.doc_no:
        yield _ids(matcher.session, search.listed.where(number == search.query.doc_no), ranked)
        begins = number.startswith(search.query.doc_no, autoescape=True)
        yield _ids(matcher.session, search.listed.where(begins), ranked)
    candidates = matcher.candidates(search.query, is_loose=search.is_loose) if search.query.wanted else None
    if candidates is not None and len(candidates) > MOST_FOUND and not is_whole:
        yield _walk(matcher, search, candidates)
    else:
        condition = matcher.condition(search.query, is_loose=search.is_loose)
        yield _ids(matcher.session, search.listed.where(condition), ranked)


def _walk(matcher: Matcher, search: Search, candidates: Candidates) -> Iterator[int]:
    """The matching ids in their order. The many candidates are verified a stretch of the list at a time."""
    seen: set[int] = set()
    for part in _parts(matcher.session, search):
        for stretch in batches(_ids(matcher.session, part, search.order), _STRETCH):
            reached = Candidates(
                candidates.sure.intersection(stretch), candidates.unsure.intersection(stretch)
            )
            matches = matcher.verified(reached, search.query, is_loose=search.is_loose) - seen
            yield from (document_id for document_id in stretch if document_id in matches)
            seen |= matches


def _parts(session: Session, search: Search) -> Iterator[sa.Select[Any]]:
    """The parts of the list by rank: the very title, titles with every term, then everything."""
    if search.typed:
        is_exact = col(Document.title_key) == title_key(search.typed)
        for has_title in (is_exact, search.in_title(session)):
            first = session.execute(sa.select(col(Document.id)).where(has_title).limit(MOST_FOUND + 1))
            ids = first.scalars().all()
            if ids:
                yield search.listed.where(
                    among(session, Document.id, ids) if len(ids) <= MOST_FOUND else has_title
                )
    yield search.listed


def _ids(session: Session, query: sa.Select[Any], order: Iterable[Any]) -> Iterator[int]:
    options = {"yield_per": _STRETCH}
    with session.execute(query.order_by(*order), execution_options=options) as rows:
        yield from rows.scalars()
