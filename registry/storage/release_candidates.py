"""The documents that a correction of a released list may concern: its rows, and others of the register by words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.cleanups import Outcome
from registry.domain.documents import Disclosure, shown_title
from registry.domain.listed import ReleaseRow
from registry.storage.authorities import authority_names
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.named import is_named


@dataclass(frozen=True)
class Candidate:
    """A document as the list has it; `outcome` None where it does not. `is_stale`: registered differently since."""

    document_id: int
    title: str
    doc_no: str
    authority: str
    outcome: Outcome | None = None
    is_stale: bool = False


def candidates(
    session: Session, rows: Sequence[ReleaseRow], words: str, ids: Collection[int], limit: int
) -> list[Candidate]:
    """The documents of `ids`, then at most `limit` others: those found by the words, without words the stale rows."""
    stale = stale_rows(session, rows)
    parts = words.split()
    listed = {
        row.document_id: Candidate(
            row.document_id, row.title, row.doc_no, row.authority, row.outcome, row.document_id in stale
        )
        for row in rows
    }
    found = [
        candidate
        for candidate in listed.values()
        if (
            all(part in f"{candidate.title} {candidate.doc_no}" for part in parts)
            if parts
            else candidate.is_stale
        )
    ]
    others = [document for document in _documents(session, parts, ids, limit) if document.id not in listed]
    names = authority_names(session, [document.lead_authority_id for document in others])
    found += [
        Candidate(
            document.id or 0,
            shown_title(document),
            "" if document.disclosure is Disclosure.SECRET else document.doc_no,
            names[document.lead_authority_id],
        )
        for document in others
    ]
    by_id = listed | {candidate.document_id: candidate for candidate in found}
    chosen = [by_id[document_id] for document_id in ids if document_id in by_id]
    return chosen + [candidate for candidate in found if candidate.document_id not in ids][:limit]


def stale_rows(session: Session, rows: Sequence[ReleaseRow]) -> set[int]:
    """The ids of the documents whose title or number is registered differently now than the list prints it."""
    printed = {row.document_id: row for row in rows}
    stale: set[int] = set()
    for batch in batches(sorted(printed)):
        query = select(Document.id, Document.title, Document.doc_no).where(col(Document.id).in_(batch))
        for document_id, title, doc_no in session.exec(query):
            row = printed[document_id or 0]
            is_renumbered = doc_no != row.doc_no and doc_numbers.key(doc_no) != doc_numbers.key(row.doc_no)
            if title != row.title or is_renumbered:
                stale.add(row.document_id)
    return stale


def _documents(session: Session, parts: Sequence[str], ids: Collection[int], limit: int) -> list[Document]:
    """The registered documents of `ids`, and those whose title, number or serial holds every part."""
    holding = [is_named(Document, part, Document.local_serial) for part in parts]
    is_known = sa.or_(col(Document.is_published), col(Document.disclosure) == Disclosure.SECRET)
    found = sa.and_(is_known, *holding) if holding else sa.false()
    query = select(Document).where(sa.or_(col(Document.id).in_(ids), found)).order_by(col(Document.id))
    return list(session.exec(query.limit(limit + len(ids) + limit)).all())
