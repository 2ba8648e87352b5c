"""The index on disk: generations in one folder, an indexer that follows the change feed, and a full rebuild.

The watermark (the number of the last change applied) is a document of the index itself, so that it is committed
together with that change: an indexer killed at any moment repeats a change or goes on with the next, and loses none.
Index files are pickles: nobody else may write the folder, and it is rebuilt, never restored from a backup.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from registry.domain.errors import Refusal
from registry.search.haystack import TEXT, haystacks
from registry.search.postings import BlockCodec, Pool
from registry.search.tokens import Tokens
from registry.storage.changes import changes_after, last_change
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading

log = logging.getLogger(__name__)

FORM = 2  # of the texts that a generation was built from; one built from another form is not used
WATERMARK = 0  # the id of the document that holds it; the register's ids begin at 1
BATCH = 500  # documents read at once
_GENERATION = f"generation-{FORM}-"
COMMIT = 10_000  # documents in one commit, a multiple of BATCH: it is held in memory, 250 MB of full texts


@dataclass(frozen=True)
class FollowReport:
    """Changes that one step of the indexer applied, changes still to come, and whether another indexer was at work."""

    n_applied: int = 0
    behind: int = 0
    is_busy: bool = False
    was_rebuilt: bool = False


def follow(store: Store, limit: int = 200) -> FollowReport:
    """Applies the next changes to the index in one commit; rebuilds an index that is missing, damaged or ahead."""
    with _only_indexer(store) as is_mine:
        if not is_mine:
            return FollowReport(is_busy=True)
        try:
            report = _apply_next(store, limit)
        except SQLAlchemyError:
            raise
        except Exception:  # a damaged pickle may raise anything
            log.exception("the full-text index cannot be read and is built anew")
            report = None
        return report or FollowReport(n_applied=_rebuild(store, None), was_rebuilt=True)


def rebuild(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Builds the index anew beside the old one, swaps it in, and returns the number of documents indexed.

    `progress` is told (done, all). Raises Refusal when another indexer is at work.
    """
    with _only_indexer(store) as is_mine:
        if not is_mine:
            raise Refusal("另一个程序正在更新全文索引，请稍后再试。")
        return _rebuild(store, progress)


def open_current(store: Store) -> FileIndex | None:
    """The generation in use, None without one or where it has another form; a damaged one may raise anything."""
    try:
        name = (store.index / "current").read_text("utf-8")
        if not name.startswith(_GENERATION):
            return None
        return FileIndex(FileStorage(str(store.index / name)))
    except FileNotFoundError:
        return None


def discard(store: Store) -> None:
    """Drops the generation in use, so that the next step of the indexer rebuilds the index."""
    (store.index / "current").unlink(missing_ok=True)


def watermark(reader: IndexReader) -> int:
    """The last change that a commit of the index holds."""
    return int(Searcher(reader).document(id=WATERMARK)["applied_seq"])


def _applied_seq(index: FileIndex) -> int:
    with closing(index.reader()) as reader:
        return watermark(reader)


def _last_seq(store: Store) -> int:
    with reading(store) as session:
        return last_change(session)


@contextmanager
def _only_indexer(store: Store) -> Iterator[bool]:
    """Holds the folder's lock, which dies with its process; gives False at once when another holds it."""
    store.index.mkdir(mode=0o700, parents=True, exist_ok=True)
    store.index.chmod(0o700)
    lock = FileStorage(str(store.index)).lock("indexer.lock")
    is_mine = lock.acquire(blocking=False)
    try:
        yield is_mine
    finally:
        if is_mine:
            lock.release()


def _rebuild(store: Store, progress: Callable[[int, int], None] | None) -> int:
    folder = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=store.index))
    schema = fields.Schema(
        id=fields.NUMERIC(int, bits=64, unique=True, stored=False, sortable=True, shift_step=0),
        applied_seq=fields.STORED(),
        text=Tokens(),
    )
    index = FileStorage(str(folder)).create_index(schema)
    n_documents = _fill(store, index, progress)
    while _apply_after(store, index, _applied_seq(index), BATCH):
        pass
    index.close()
    pointer = folder / "current"
    pointer.write_text(folder.name, "utf-8")
    os.replace(pointer, store.index / "current")
    _remove_all_but(folder)
    return n_documents


def _remove_all_but(folder: Path) -> None:
    """Removes old and half-built generations; files that a reader has open stay readable until it closes them."""
    for other in folder.parent.glob("generation-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _fill(store: Store, index: FileIndex, progress: Callable[[int, int], None] | None) -> int:
    """Adds every document and returns how many; the watermark is the last change before the first was read."""
    with reading(store) as session:
        seq = last_change(session)
        ids = [key for key in session.exec(select(Document.id).order_by(col(Document.id))) if key]
    for start in range(0, max(len(ids), 1), COMMIT):
        with _writing(index, seq) as writer:
            for at in range(start, min(start + COMMIT, len(ids)), BATCH):
                with reading(store) as session:
                    _add(writer, session, ids[at : at + BATCH])
                if progress:
                    progress(min(at + BATCH, len(ids)), len(ids))
    return len(ids)


def _apply_next(store: Store, limit: int) -> FollowReport | None:
    """The report of the next commit; None if the index is missing, or newer than a register restored from a backup."""
    index = open_current(store)
    if index is None or (seq := _applied_seq(index)) > _last_seq(store):
        return None
    n_applied = _apply_after(store, index, seq, limit)
    return FollowReport(n_applied, _last_seq(store) - seq - n_applied)


def _apply_after(store: Store, index: FileIndex, seq: int, limit: int) -> int:
    with reading(store) as session:
        changes = changes_after(session, seq, limit)
        if changes:
            ids = {change.document_id for change in changes}
            with _writing(index, changes[-1].seq) as writer:
                writer.delete_by_query(Or([Term("id", document_id) for document_id in ids]))
                _add(writer, session, ids)
        return len(changes)


@contextmanager
def _writing(index: FileIndex, seq: int) -> Iterator[SegmentWriter]:
    """A writer that commits its documents and the new watermark together; after an error, neither."""
    writer = index.writer(procs=1, codec=BlockCodec())
    writer.pool = Pool()
    try:
        yield writer
        writer.delete_by_term("id", WATERMARK)
        writer.add_document(id=WATERMARK, applied_seq=seq)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: SegmentWriter, session: Session, ids: Collection[int]) -> None:
    for document_id, text in session.execute(haystacks(session, ids, TEXT)):
        writer.add_document(id=document_id, text=text)
