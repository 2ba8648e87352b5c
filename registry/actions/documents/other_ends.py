"""The other end of a relation inside a transaction: what it is called by, and which registered document it is."""

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

_BATCH = 2_000  # documents looked up in one query


def name_other(relation: Relation, other: Document | None) -> None:
    """Writes the keys of the other end: the registered document's, or those that its words give."""
    keys = NameKeys(other.title_key, other.doc_no_key) if other else keys_of_words(relation.other_text)
    relation.other_title_key, relation.other_doc_no_key = keys


def name_of_other(relation: Relation, other: Document | None) -> str:
    """The other end as an audit line names it."""
    return (citation(other.title, other.doc_no) if other else relation.other_text) or "涉密文件"


def write_found(session: Session, found: Mapping[int, Sequence[RelationFound]]) -> int:
    """Writes what was read in the texts of these documents, for a person to confirm; returns how many are new.

    Each is tied to the registered document it names, where that is certain. Nothing is repealed or amended by it:
    that is written when somebody confirms it.
    """
    n_new = 0
    for ids in batches(found, _BATCH):
        rows = [row for one in ids for row in _rows(one, found[one])]
        targets = targets_of(session, [(row["document_id"], _keys(row)) for row in rows])
        for row in rows:
            row["other_id"] = targets.get((row["document_id"], _keys(row)))
        new = _without_known(session, ids, rows)
        if new:
            session.execute(
                sa.insert(Relation), new, execution_options={"render_nulls": True}
            )  # one statement
        n_new += len(new)
    return n_new


def link_relations(session: Session, names: Iterable[NameKeys]) -> list[int]:
    """Ties the relations that name documents only in words to those of them that are registered by now.

    `names` are the keys of documents just added or renamed. Returns the ids of the documents that declare the
    relations. One that writes on the other's timeline waits for somebody to confirm it.
    """
    linked: list[int] = []
    for batch in batches(names, _BATCH):
        called = sa.or_(
            col(Relation.other_doc_no_key).in_([one.doc_no for one in batch if one.doc_no]),
            col(Relation.other_title_key).in_({one for keys in batch for one in _titles(keys)}),
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
    """What a text may call a document by: its title, or that of the rule it gives out."""
    return [title for title in (keys.title, annex_of(keys.title)) if title]


def _rows(document_id: int, found: Sequence[RelationFound]) -> list[dict[str, Any]]:
    rows = []
    for one in found:
        keys = keys_of(one.title, one.doc_no)
        rows.append(
            {
                "document_id": document_id,
                "kind": RelationKind(one.kind),
                "other_text": citation(one.title, one.doc_no)[:500],
                "other_title_key": keys.title,
                "other_doc_no_key": keys.doc_no,
                "is_confirmed": False,
                "clause": one.quote[:1000],
                "is_partial": False,
            }
        )
    return rows


def _without_known(
    session: Session, ids: Sequence[int], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows that no relation of these documents says already, each once."""
    known: dict[tuple[int, RelationKind], list[dict[str, Any]]] = defaultdict(list)
    for row in session.exec(select(Relation).where(col(Relation.document_id).in_(ids))):
        known[row.document_id, row.kind].append(row.model_dump())
    new = []
    for fresh in rows:
        have = known[fresh["document_id"], fresh["kind"]]
        if not any(_is_same(fresh, one) for one in have):
            have.append(fresh)
            new.append(fresh)
    return new


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for name in ("other_id", "other_doc_no_key"):
        if one[name] and other[name]:
            return bool(one[name] == other[name])
    return bool(one["other_title_key"] == other["other_title_key"])


def _keys(row: Mapping[str, Any]) -> NameKeys:
    return NameKeys(row["other_title_key"], row["other_doc_no_key"])
