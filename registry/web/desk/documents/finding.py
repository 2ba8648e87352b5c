"""One document out of the register: by its id for whoever may see it, or by what a person calls it."""

from collections.abc import Iterable
from datetime import date

from flask import abort, request
from sqlmodel import Session, col, select

from registry.domain.catalog import is_public
from registry.domain.doc_numbers import parse
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.domain.validity import EVER
from registry.storage.documents.tables import Document, DocumentAuthority, documents_by_key, issuers_of
from registry.web.access import current_actor


def visible_document(session: Session, document_id: int) -> Document:
    """The document; 404 when there is none or it is another authority's."""
    document = session.get(Document, document_id)
    if document is None:
        abort(404)
    if not _is_issuer(session, document):
        abort(404)
    return document


def may_know(document: Document) -> bool:
    """Whether this person may be told of another document: its own authority's, or one the public knows."""
    is_own = current_actor().may_see([document.lead_authority_id])
    return is_own or is_public(document.disclosure, document.is_published)


def known_documents(session: Session, documents: Iterable[Document]) -> list[Document]:
    """Those of the documents that this person may be told of, what its authority co-issued included."""
    asked = list(documents)
    unsure = [one.id for one in asked if not may_know(one)]
    if not unsure:
        return asked
    issuers = select(DocumentAuthority).where(col(DocumentAuthority.document_id).in_(unsure))
    own = {row.document_id for row in session.exec(issuers) if current_actor().may_see([row.authority_id])}
    return [one for one in asked if one.id not in unsure or one.id in own]


def named_document(session: Session, called: str, field: str) -> int | None:
    """The id of the document a person names by number, by title, or as #12; None for an empty field.

    Raises Refusal when there is none that this person may know of, or more than one.
    """
    if not called:
        return None
    found = [one for one in _by_name(session, called) if may_know(one)]
    if not found:
        raise Refusal(f"没有找到“{called}”：请填写已登记文件的发文字号或完整标题。", field)
    if len(found) > 1:
        ways = "、".join(f"#{one.id}《{one.title}》" for one in found[:5])
        raise Refusal(f"有{len(found)}份文件都是“{called}”，请改填其中一个编号：{ways}", field)
    return found[0].id


def _by_name(session: Session, called: str) -> list[Document]:
    if called.startswith("#") and called[1:].isascii() and called[1:].isdigit() and len(called) < 11:
        one = session.get(Document, int(called[1:]))
        return [one] if one else []
    key = parse(called).key
    if key and (found := documents_by_key(session, key)):
        return found
    same = select(Document).where(Document.title_key == title_key(called)).order_by(col(Document.id))
    return list(session.exec(same.limit(6)).all())


def asked_day() -> date | None:
    """The day that `on` in the address names, within those a status has; None without one."""
    try:
        return min(max(date.fromisoformat(request.args.get("on", "")), EVER), date(9999, 12, 30))
    except ValueError:
        return None


def _is_issuer(session: Session, document: Document) -> bool:
    """Whether it is of this person's authority; the office sees all."""
    return current_actor().may_see([row.authority_id for row in issuers_of(session, document.id or 0)])
