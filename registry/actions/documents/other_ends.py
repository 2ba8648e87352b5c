"""The other end of a relation: the keys of its name, and the registered document that they match."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import NameKeys, annex_of, citation, keys_of, keys_of_words
from registry.domain.documents import RelationKind
from registry.domain.validity import EVENTS
from registry.readers.documents.facts import RelationFound
from registry.storage.batches import batches
from registry.storage.citations import targets_of
from registry.storage.documents.tables import Document, Relation

_BATCH = 2_000
"""Documents looked up in one query."""


def name_other(relation: Relation, other: Document | None) -> None:
    """Sets the keys of the other end: those of the registered document, else those of the words."""
    keys = NameKeys(other.title_key, other.doc_no_key) if other else keys_of_words(relation.other_text)
    relation.other_title_key, relation.other_doc_no_key = keys


def name_of_other(relation: Relation, other: Document | None) -> str:
    """The name of the other end in an audit line."""
    return (citation(other.title, other.doc_no) if other else relation.other_text) or "涉密文件"


def write_read_relations(session: Session, relations: Mapping[int, Sequence[RelationFound]]) -> int:
    """Writes the relations read from texts (document id → relations), unconfirmed; returns how many are new.

    A relation is linked to the registered document that it names if only one matches. Its event, a repeal or an
    amendment, is written when a person confirms it.
    """
    n_new = 0
    for ids in batches(relations, _BATCH):
        rows = [row for document_id in ids for row in _rows(document_id, relations[document_id])]
        targets = targets_of(session, [(row["document_id"], _keys(row)) for row in rows])
        for row in rows:
            row["other_id"] = targets.get((row["document_id"], _keys(row)))
        new = _new_rows(session, ids, rows)
        if new:
            # with nulls in every row, the insert stays one statement
            session.execute(sa.insert(Relation), new, execution_options={"render_nulls": True})
        n_new += len(new)
    return n_new


def link_relations(session: Session, names: Iterable[NameKeys]) -> list[int]:
    """Links relations that have only words to the documents, just added or renamed, with these name keys.

    Returns the ids of the documents that have these relations. A relation with an event on the other document's
    timeline becomes unconfirmed.
    """
    linked: list[int] = []
    for batch in batches(names, _BATCH):
        called = sa.or_(
            col(Relation.other_doc_no_key).in_([keys.doc_no for keys in batch if keys.doc_no]),
            col(Relation.other_title_key).in_({title for keys in batch for title in _titles(keys)}),
        )
        query = select(Relation).where(col(Relation.other_id).is_(None), called).order_by(col(Relation.id))
        rows = session.exec(query).all()
        targets = targets_of(session, [(row.document_id, _keys(vars(row))) for row in rows])
        for row in rows:
            row.other_id = targets.get((row.document_id, _keys(vars(row))))
            if row.other_id is not None:
                row.is_confirmed = row.is_confirmed and row.kind not in EVENTS
                session.add(row)
                linked.append(row.document_id)
    session.flush()
    return linked


def _titles(keys: NameKeys) -> list[str]:
    """The title keys by which texts name a document: its own, and that of the rules it issues (印发)."""
    return [title for title in (keys.title, annex_of(keys.title)) if title]


def _rows(document_id: int, relations: Sequence[RelationFound]) -> list[dict[str, Any]]:
    rows = []
    for relation in relations:
        keys = keys_of(relation.title, relation.doc_no)
        rows.append(
            {
                "document_id": document_id,
                "kind": RelationKind(relation.kind),
                "other_text": citation(relation.title, relation.doc_no)[:500],
                "other_title_key": keys.title,
                "other_doc_no_key": keys.doc_no,
                "is_confirmed": False,
                "clause": relation.quote[:1000],
                "is_partial": False,
            }
        )
    return rows


def _new_rows(session: Session, ids: Sequence[int], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those that repeat each other or a relation that these documents have already."""
    existing: dict[tuple[int, RelationKind], list[dict[str, Any]]] = defaultdict(list)
    for relation in session.exec(select(Relation).where(col(Relation.document_id).in_(ids))):
        existing[relation.document_id, relation.kind].append(relation.model_dump())
    new = []
    for row in rows:
        of_kind = existing[row["document_id"], row["kind"]]
        if not any(_is_same(row, other) for other in of_kind):
            of_kind.append(row)
            new.append(row)
    return new


def _is_same(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both rows name the same document: by id, else by number, else by title."""
    for name in ("other_id", "other_doc_no_key"):
        if row[name] and other[name]:
            return bool(row[name] == other[name])
    return bool(row["other_title_key"] == other["other_title_key"])


def _keys(row: Mapping[str, Any]) -> NameKeys:
    return NameKeys(row["other_title_key"], row["other_doc_no_key"])
