"""The documents that a search finds, one after another in their order: whoever stops early pays for no more."""

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
class Found:
    """The ids found, in their order; not `is_all` when there are more."""

    ids: list[int]
    is_all: bool = True


@dataclass(frozen=True)
class Search:
    """What is looked for among the documents of `listed` (their ids, without an order).

    `order` is that of the list; a relevant search (`typed` is what was typed) puts titles before it.
    """

    query: Query
    listed: sa.Select[Any]
    order: Sequence[Any] = NEWEST
    typed: str = ""
    is_loose: bool = False

    def ranked(self, session: Session) -> list[Any]:
        """0 for the title of these very words, 1 for a title that contains every term, 2 for the rest."""
        if not self.typed:
            return list(self.order)
        is_exact = col(Document.title_key) == title_key(self.typed)
        return [sa.case((is_exact, 0), (self.in_title(session), 1), else_=2), *self.order]

    def in_title(self, session: Session) -> sa.ColumnElement[bool]:
        terms = (contains(session, Document.title_key, title_key(term)) for term in self.query.wanted)
        return sa.and_(sa.true(), *terms)


def first_found(matcher: Matcher, search: Search, most: int | None = MOST_FOUND) -> Found:
    """The first documents that the search finds, or all of them without a limit.

    A number is looked for as a whole number, then as the beginning of one, then as text.
    """
    for ids in _attempts(matcher, search, is_whole=most is None):
        found = list(islice(ids, None if most is None else most + 1))
        if found:
            return Found(found[:most], most is None or len(found) <= most)
    return Found([])


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
    """Many candidates: their list is walked in its order, and each stretch of it is verified when it is reached."""
    seen: set[int] = set()
    for part in _parts(matcher.session, search):
        for stretch in batches(_ids(matcher.session, part, search.order), _STRETCH):
            some = Candidates(candidates.sure.intersection(stretch), candidates.unsure.intersection(stretch))
            found = matcher.verified(some, search.query, is_loose=search.is_loose) - seen
            yield from (one for one in stretch if one in found)
            seen |= found


def _parts(session: Session, search: Search) -> Iterator[sa.Select[Any]]:
    """Where titles come first: the title itself, those that contain every term, then everything."""
    if search.typed:
        is_exact = col(Document.title_key) == title_key(search.typed)
        for named in (is_exact, search.in_title(session)):
            few = session.execute(sa.select(col(Document.id)).where(named).limit(MOST_FOUND + 1))
            ids = few.scalars().all()
            if ids:
                yield search.listed.where(
                    among(session, Document.id, ids) if len(ids) <= MOST_FOUND else named
                )
    yield search.listed


def _ids(session: Session, query: sa.Select[Any], order: Iterable[Any]) -> Iterator[int]:
    options = {"yield_per": _STRETCH}
    with session.execute(query.order_by(*order), execution_options=options) as rows:
        yield from rows.scalars()
