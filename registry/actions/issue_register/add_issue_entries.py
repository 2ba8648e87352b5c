"""Add registered documents that are on no list to their authority's issue register (补入册)."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from registry.actions.issue_register._locks import lock_lists
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI
from registry.domain.issue_registers import year_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.matches import is_unlisted


def add_issue_entries(
    store: Store, actor: Actor, authority_id: int, year: int, document_ids: Collection[int], *, now: datetime
) -> int:
    """The number of lines added, each to the list of the year of its day; `year` is that of the documents' 公布日期.

    A document that got a line meanwhile is left out. Raises Refusal without documents.
    """
    require(actor, Permission.WRITE_DOCUMENT, [authority_id])
    if not document_ids:
        raise Refusal("请先勾选要补入册的文件。")
    with transaction(store) as session:
        lock_lists(session)
        documents = _unlisted(session, authority_id, year, document_ids)
        entries = [_entry(document, year, actor, now) for document in documents]
        session.add_all(entries)
        if entries:
            audit.record(
                session,
                now,
                actor.name,
                "add_issue_entries",
                f"authority:{authority_id}",
                titles=[entry.title for entry in entries],
            )
    return len(entries)


def _unlisted(
    session: Session, authority_id: int, year: int, document_ids: Collection[int]
) -> list[Document]:
    """The chosen documents that are on no list, ids ascending."""
    query = select(Document).where(col(Document.id).in_(document_ids), is_unlisted([authority_id], year))
    return list(session.exec(query.order_by(col(Document.id))).all())


def _entry(document: Document, year: int, actor: Actor, now: datetime) -> IssueEntry:
    issued_on = document.issued_on or document.published_on or document.signed_on
    return IssueEntry(
        authority_id=document.lead_authority_id,
        year=year_of(issued_on, None, year) or year,
        title=document.title,
        title_key=document.title_key,
        doc_no=document.doc_no,
        doc_no_key=document.doc_no_key,
        issued_on=issued_on,
        document_id=document.id,
        source=f"补入册（{actor.name}，{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}）",
        entered_at=now,
        entered_by=actor.name,
    )
