"""Finding a document that this person may see, by its id or by the name that a person typed."""

from collections.abc import Iterable
from datetime import date

from flask import abort, request
from sqlmodel import Session, col, select

from registry.domain.catalog import is_public
from registry.domain.citations import quoted
from registry.domain.doc_numbers import parse
from registry.domain.errors import Refusal
from registry.domain.normal import id_of, title_key
from registry.domain.validity import EVER
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentEvent,
    documents_by_id,
    documents_by_key,
    issuers_of,
)
from registry.web.access import current_actor


def visible_document(session: Session, document_id: int) -> Document:
    """The document. Aborts with 404 if there is none, or it is another authority's."""
    document = session.get(Document, document_id)
    if document is None:
        abort(404)
    if not _is_issuer(session, document):
        abort(404)
    return document


def may_know(document: Document) -> bool:
    """Whether this person may learn of the document: it is of their authority, or public."""
    is_own = current_actor().may_see([document.lead_authority_id])
    return is_own or is_public(document.disclosure, document.is_published)


def known_documents(session: Session, documents: Iterable[Document]) -> list[Document]:
    """The documents of which this person may learn, those that their authority co-issued included."""
    documents = list(documents)
    unsure = [document.id for document in documents if not may_know(document)]
    if not unsure:
        return documents
    issuers = select(DocumentAuthority).where(col(DocumentAuthority.document_id).in_(unsure))
    own = {row.document_id for row in session.exec(issuers) if current_actor().may_see([row.authority_id])}
    return [document for document in documents if document.id not in unsure or document.id in own]


def acts_behind(session: Session, events: Iterable[DocumentEvent]) -> dict[int, Document]:
    """event id → the document behind it, of those of which this person may learn."""
    by = {event.id or 0: event.by_document_id for event in events if event.by_document_id}
    acts = documents_by_id(session, by.values())
    return {event_id: acts[act_id] for event_id, act_id in by.items() if may_know(acts[act_id])}


def named_document(session: Session, name: str, field: str) -> int | None:
    """The id of the document with this number or title, or id as #12; None for an empty name.

    Raises Refusal if this person may learn of no such document, or of more than one.
    """
    if not name:
        return None
    documents = [document for document in _by_name(session, name) if may_know(document)]
    if not documents:
        raise Refusal(f"没有找到“{name}”：请填写已登记文件的发文字号或完整标题。", field)
    if len(documents) > 1:
        ways = "、".join(f"#{document.id}{quoted(document.title)}" for document in documents[:5])
        raise Refusal(f"有{len(documents)}份文件都是“{name}”，请改填其中一个编号：{ways}", field)
    return documents[0].id


def _by_name(session: Session, name: str) -> list[Document]:
    if name.startswith("#") and (document_id := id_of(name[1:])) is not None:
        document = session.get(Document, document_id)
        return [document] if document else []
    key = parse(name).key
    if key and (same_number := documents_by_key(session, key)):
        return same_number
    same = select(Document).where(Document.title_key == title_key(name)).order_by(col(Document.id))
    return list(session.exec(same.limit(6)).all())


def asked_day() -> date | None:
    """The day `on` of the address, moved into the range of days that have a status; None without a day."""
    try:
        return min(max(date.fromisoformat(request.args.get("on", "")), EVER), date(9999, 12, 30))
    except ValueError:
        return None


def _is_issuer(session: Session, document: Document) -> bool:
    """Whether this person's authority is an issuer; always for the office."""
    return current_actor().may_see([row.authority_id for row in issuers_of(session, document.id or 0)])
