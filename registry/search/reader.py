"""Reading the index: which documents have all of the given tokens, in a generation at most a second old."""

import logging
import threading
import time
import weakref
from array import array
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from pathlib import Path

from whoosh.reading import IndexReader

from registry.search.index import open_current, watermark
from registry.storage.engine import Store

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
CACHED_TOKENS = 256


class UnreadableIndexError(Exception):
    """The index on disk is damaged."""


class Reader:
    """One generation of the index, never refreshed; `applied_seq` is the number of the last change in it."""

    def __init__(self, generation: tuple[str, int], reader: IndexReader) -> None:
        self.generation = generation
        self.applied_seq = watermark(reader)
        ids, self._lock = _document_ids(reader), threading.Lock()
        self.n_documents = len(ids) - 1  # without the watermark
        self._reader = reader
        decode = partial(_decode, reader, ids, self._lock)
        self._documents_with: Callable[[str], array[int]] = lru_cache(CACHED_TOKENS)(decode)
        weakref.finalize(self, reader.close)

    def documents_with(self, tokens: Iterable[str]) -> set[int]:
        """The ids of the documents that have every token. Raises UnreadableIndexError for a damaged index."""
        try:
            first, *others = sorted(map(self._documents_with, tokens), key=len)
        except Exception as damage:  # a damaged pickle may raise anything
            raise UnreadableIndexError from damage
        ids = set(first)
        for postings in others:
            ids.intersection_update(postings)
        return ids

    def count_with(self, tokens: Iterable[str]) -> dict[str, int]:
        """token → about how many documents have it. Raises UnreadableIndexError for a damaged index.

        Documents that were changed since the index was last built count twice.
        """
        try:
            with self._lock:
                return {token: self._reader.doc_frequency("text", token) for token in tokens}
        except Exception as damage:  # a damaged pickle may raise anything
            raise UnreadableIndexError from damage


_seen: dict[Path, tuple[float, Reader | None]] = {}
_looking = threading.Lock()


def current_reader(store: Store) -> Reader | None:
    """The reader of the newest generation; None if there is no index or it is damaged."""
    with _looking:
        seen_at, reader = _seen.get(store.index, (0.0, None))
        now = time.monotonic()
        if reader is None or now - seen_at >= SECONDS_BETWEEN_LOOKS:
            reader = _newest(store, reader)
            _seen[store.index] = (now, reader)
        return reader


def _newest(store: Store, seen: Reader | None) -> Reader | None:
    """The last reader while its generation is the newest, else a new one: refresh() of whoosh gives wrong results."""
    try:
        return _open(store, seen)
    except FileNotFoundError:  # the indexer committed, or swapped, while we opened
        return _open(store, seen)
    except Exception:  # a damaged pickle may raise anything
        log.exception("the full-text index cannot be read")
        return None


def _open(store: Store, seen: Reader | None) -> Reader | None:
    index = open_current(store)
    if index is None:
        return None
    folder = index.storage.folder
    if seen and seen.generation == (folder, index.latest_generation()):
        return seen
    reader = index.reader()
    return Reader((folder, reader.generation()), reader)


def _document_ids(reader: IndexReader) -> "array[int]":
    """The ids of the documents, at the numbers that whoosh gives them."""
    ids = array("q")
    for leaf, _offset in reader.leaf_readers():
        column = leaf.column_reader("id")
        ids.extend(column[number] for number in range(leaf.doc_count_all()))
    return ids


def _decode(reader: IndexReader, ids: "array[int]", lock: threading.Lock, token: str) -> "array[int]":
    with lock:
        if ("text", token) not in reader:
            return array("q")
        return array("q", [ids[number] for number in reader.postings("text", token).all_ids()])
