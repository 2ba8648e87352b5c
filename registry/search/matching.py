"""Which documents a query means, exactly: the index proposes, the database decides."""

from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.search.haystack import among, verified
from registry.search.query import Query
from registry.search.reader import Reader
from registry.search.tokens import is_exact, needed
from registry.storage.changes import Change, last_change
from registry.storage.documents import Document


@dataclass(frozen=True)
class Matcher:
    """A reader of the index beside a session of the register that is as new or newer."""

    session: Session
    reader: Reader | None
    last_seq: int

    @classmethod
    def of(cls, session: Session, reader: Reader | None) -> "Matcher":
        """Without the reader, where it is newer than the register: a register was put back from a backup."""
        last_seq = last_change(session)
        return cls(session, reader if reader and reader.applied_seq <= last_seq else None, last_seq)

    @property
    def lag(self) -> int:
        """How many changes the index has yet to apply."""
        return self.last_seq - (self.reader.applied_seq if self.reader else 0)

    def condition(self, query: Query, is_loose: bool) -> sa.ColumnElement[bool]:
        """The documents that contain every wanted term (any of them, when loose) and no excluded one."""
        excluded = self._any(query.excluded)
        if not query.wanted:
            return sa.not_(among(self.session, excluded)) if excluded else sa.true()
        found = self._any(query.wanted) if is_loose else self.containing(query.wanted)
        return among(self.session, found - excluded)

    def containing(self, terms: tuple[str, ...]) -> set[int]:
        """The ids of the documents that contain every term.

        What the index holds exactly is taken from it; longer terms, and documents that changed since, are verified.
        """
        proposed = self._proposed(terms)
        unsure = self._changed if all(map(is_exact, terms)) else self._changed | proposed
        return (proposed - unsure) | verified(self.session, unsure, terms)

    def _any(self, terms: tuple[str, ...]) -> set[int]:
        return set().union(*(self.containing((term,)) for term in terms))

    def _proposed(self, terms: tuple[str, ...]) -> set[int]:
        if self.reader is None:
            return set()
        return self.reader.documents_with(set().union(*map(needed, terms)))

    @cached_property
    def _changed(self) -> set[int]:
        """The documents of which the index knows nothing, or something old; every one, where there is no index."""
        if self.reader is None:
            return set(self.session.execute(sa.select(col(Document.id))).scalars())
        newer = sa.select(col(Change.document_id)).where(col(Change.seq) > self.reader.applied_seq)
        return set(self.session.execute(newer).scalars())
