"""How postings are gathered and written: in whoosh's own disk format, with less bookkeeping (bench/search.py).

Whoosh looks up field lengths on disk for every posting, sorts one tuple per posting and writes them one by one. Our
postings have no lengths, counts or weights, so the documents of a token are gathered in one array and written as one
block. Reading is whoosh's own. This relies on private names of whoosh: its version is pinned, and it has ended.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter

Posting = tuple[str, bytes, int, float, bytes]  # field, token, document, weight, value


class Pool:
    """The postings of one commit: the documents of each token, in ascending order because they are added so."""

    def __init__(self) -> None:
        self._documents: defaultdict[tuple[str, bytes], array[int]] = defaultdict(_no_documents)

    def add(self, posting: Posting) -> None:
        self._documents[posting[:2]].append(posting[2])

    def iter_postings(self) -> "Iterator[tuple[str, bytes, array[int]]]":
        """(field, token, documents) in the order of fields and tokens."""
        for field, token in sorted(self._documents):
            yield field, token, self._documents[field, token]

    def cleanup(self) -> None:
        self._documents.clear()


class BlockCodec(W3Codec):
    """Whoosh's codec, but it writes the postings of a Pool."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> W3FieldWriter:
        return _TokenWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        return _BlockWriter(dbfile, self._blocklimit)


class _TokenWriter(W3FieldWriter):
    def add_postings(
        self, schema: Any, _lengths: None, items: "Iterator[tuple[str, bytes, array[int]]]"
    ) -> None:
        for field, token, documents in items:
            if field != self._fieldname:
                self.start_field(field, schema[field])
            self.start_term(token)
            self._postwriter.add_block(documents)
            self.finish_term()


class _BlockWriter(W3PostingsWriter):
    def add_block(self, documents: "array[int]") -> None:
        """Buffers all documents of a token; they are written as one block when the token is finished."""
        self._ids.extend(documents)
        self._weights.extend(repeat(1.0, len(documents)))
        self._maxweight = 1.0

    def _mini_weights(self) -> None:
        """Empty, which whoosh reads as: every weight is 1."""


def _no_documents() -> "array[int]":
    return array("I")
