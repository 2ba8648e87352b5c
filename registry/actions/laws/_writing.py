"""Writing laws inside a transaction: the table, its history, and the documents whose doubts may change."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from registry.domain.laws import Law
from registry.storage.batches import batches
from registry.storage.check_book import raise_book_version
from registry.storage.documents.locks import lock_documents
from registry.storage.laws import affected_by_laws, write_laws

Pair = tuple[Law | None, Law]
"""A law as the table had it, None for a new one, and as it has it from now on."""


def write_locked(
    session: Session, pairs: Sequence[Pair], now: datetime, *, by: str, loaded_from: str = ""
) -> list[int]:
    """Writes the laws; returns the ids of the documents that cite them, locked. The caller touches these at last.

    Texts are checked again by a book with these laws.
    """
    ids = lock_citing(session, (law for pair in pairs for law in pair if law is not None))
    write_laws(session, pairs, now, by=by, loaded_from=loaded_from)
    raise_book_version(session)
    return ids


def lock_citing(session: Session, laws: Iterable[Law]) -> list[int]:
    """The ids of the documents that cite these laws as their basis, locked."""
    return lock_all(session, affected_by_laws(session, [law.keys for law in laws]))


def lock_all(session: Session, ids: Iterable[int]) -> list[int]:
    """The ids in their order, once their documents are locked."""
    ordered = sorted(set(ids))
    for batch in batches(ordered):
        lock_documents(session, batch)
    return ordered
