"""Locks on documents, held until the end of the transaction, and the issuers of a document."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from registry.domain.errors import Refusal
from registry.storage import counters
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document, DocumentAuthority


def hold_identities(session: Session) -> None:
    """Locks the numbers and titles of all documents. To be taken before the lock of any document."""
    counters.hold(session, "documents")


def lock_document(session: Session, document_id: int) -> Document:
    """The document, locked. Raises Refusal when it is gone."""
    query = select(Document).where(Document.id == document_id)
    document = session.exec(query.with_for_update(key_share=True)).first()
    if document is None:
        raise Refusal("该文件不存在或已被移除。")
    return document


def lock_documents(session: Session, ids: Sequence[int]) -> list[Document]:
    """The documents in the order of their ids, locked; ids without a document are skipped."""
    query = select(Document).where(col(Document.id).in_(ids)).order_by(col(Document.id))
    return list(session.exec(query.with_for_update(key_share=True)).all())


def issuer_ids(session: Session, document_id: int) -> list[int]:
    """The ids of the issuing authorities, lead first."""
    query = select(DocumentAuthority.authority_id).where(DocumentAuthority.document_id == document_id)
    return list(session.exec(query.order_by(col(DocumentAuthority.position))).all())


def lead_authority(session: Session, document: Document) -> Authority:
    """The first of the issuing authorities, which files the document."""
    return session.get_one(Authority, document.lead_authority_id)


def subject_of(document: Document) -> str:
    """The subject of an audit line about the document: "document:12"."""
    return f"document:{document.id}"
