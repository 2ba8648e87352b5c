"""Which documents match a query: the index proposes candidates, the database decides."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.search.haystack import holding
from registry.search.query import Query
from registry.search.reader import Reader
from registry.search.tokens import is_exact, needed
from registry.storage.batches import among
from registry.storage.changes import Change, last_change
from registry.storage.documents.tables import Document


class Candidates(NamedTuple):
    """The only ids that can match: `sure` ones match by the index, `unsure` ones are still to be verified."""

    sure: set[int]
    unsure: set[int]

    def __len__(self) -> int:
        return len(self.sure) + len(self.unsure)


@dataclass(frozen=True)
class Matcher:
    """A reader of the index, and a session of the register that is as new as the index or newer."""

    session: Session
    reader: Reader | None
    last_seq: int

    @classmethod
    def of(cls, session: Session, reader: Reader | None) -> "Matcher":
        """A matcher; it has no reader if the index is newer than the register (after a restore from a backup)."""
        last_seq = last_change(session)
        return cls(session, reader if reader and reader.applied_seq <= last_seq else None, last_seq)

    def condition(self, query: Query, *, is_loose: bool = False) -> sa.ColumnElement[bool]:
        """The SQL condition of the documents that contain every wanted term (any, when loose) and no excluded term."""
        if query.wanted:
            candidates = self.candidates(query, is_loose=is_loose)
            return among(self.session, Document.id, self.verified(candidates, query, is_loose=is_loose))
        if not query.excluded:
            return sa.true()
        return sa.not_(self.condition(Query(terms=query.excluded), is_loose=True))

    def candidates(self, query: Query, *, is_loose: bool = False) -> Candidates:
        """The candidates by the index. Documents that match a longer term, or changed since, are unsure."""
        sure: set[int] = set()
        unsure = set(self.changed)
        for terms in [(term,) for term in query.wanted] if is_loose else [query.wanted]:
            (sure if all(map(is_exact, terms)) else unsure).update(self._proposed(terms))
        for term in query.excluded:
            proposed = self._proposed((term,))
            unsure |= set() if is_exact(term) else proposed & sure
            sure -= proposed
        sure -= self.changed
        return Candidates(sure, unsure - sure)

    def verified(self, candidates: Candidates, query: Query, *, is_loose: bool = False) -> set[int]:
        """The ids of the candidates that match the query; the unsure ones are looked up in the database."""
        if not candidates.unsure:
            return candidates.sure
        return candidates.sure | holding(
            self.session, candidates.unsure, query.wanted, query.excluded, is_loose=is_loose
        )

    def _proposed(self, terms: Collection[str]) -> set[int]:
        if self.reader is None:
            return set()
        return self.reader.documents_with(set().union(*map(needed, terms)))

    @cached_property
    def changed(self) -> set[int]:
        """The ids of the documents that changed since the index was written; without an index, all of them."""
        if self.reader is None:
            return set(self.session.execute(sa.select(col(Document.id))).scalars())
        newer = sa.select(col(Change.document_id)).where(col(Change.seq) > self.reader.applied_seq)
        return set(self.session.execute(newer).scalars())
