"""Hand a draft over to the office for publication, or return it with a reason; the other side is told."""

from datetime import datetime

from sqlmodel import Session

from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.notices import NoticeKind
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import issuer_ids, lead_authority, lock_document, subject_of
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.notices import queue_notices
from registry.storage.people import authority_people, office_people
from registry.storage.recipients import NO_CONTACT, NO_OFFICE

LONGEST_REASON = 500


def hand_over_draft(store: Store, actor: Actor, document_id: int, *, now: datetime) -> None:
    """Raises Refusal unless it is a draft not handed over yet."""
    with transaction(store) as session:
        document = _draft(session, actor, document_id, Permission.WRITE_DOCUMENT)
        if document.handed_over_at is not None:
            raise Refusal("这份文件已经交给法制机构，正等待标记公布，不必再交。")
        document.handed_over_at, document.returned_because = now, ""
        session.add(document)
        _tell(session, NoticeKind.DRAFT_HANDED_OVER, document, "", now)
        subject = subject_of(document)
        audit.record(session, now, actor.name, "hand_over_draft", subject, title=shown_title(document))


def return_draft(store: Store, actor: Actor, document_id: int, *, reason: str, now: datetime) -> None:
    """Raises Refusal without a reason, and unless it is a draft that was handed over."""
    because = reason.strip()
    if not because:
        raise Refusal("请写明退回的理由，以及需要补正什么。", "reason")
    if len(because) > LONGEST_REASON:
        raise Refusal(f"退回的理由最多{LONGEST_REASON}个字。", "reason")
    with transaction(store) as session:
        document = _draft(session, actor, document_id, Permission.PUBLISH_DOCUMENT)
        if document.handed_over_at is None:
            raise Refusal("制定机关还没有交来这份文件，无需退回。")
        document.handed_over_at, document.returned_because = None, because
        session.add(document)
        _tell(session, NoticeKind.DRAFT_RETURNED, document, because, now)
        title = shown_title(document)
        audit.record(
            session, now, actor.name, "return_draft", subject_of(document), title=title, reason=because
        )


def _draft(session: Session, actor: Actor, document_id: int, permission: Permission) -> Document:
    document = lock_document(session, document_id)
    require(actor, permission, issuer_ids(session, document_id)[:1])
    if document.is_published:
        raise Refusal("该文件已标记为公布，请刷新页面。")
    return document


def _tell(session: Session, kind: NoticeKind, document: Document, reason: str, now: datetime) -> None:
    authority = lead_authority(session, document)
    to_office = kind is NoticeKind.DRAFT_HANDED_OVER
    people = office_people(session) if to_office else authority_people(session, authority.id or 0)
    facts = {
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "authority": authority.name,
        "path": f"/desk/documents/{document.id}",
        "reason": reason,
    }
    queue_notices(
        session,
        kind,
        "document",
        document.id or 0,
        people,
        threshold=f"{now:%Y%m%d%H%M%S}",
        due_on=None,
        facts=facts,
        now=now,
        nobody=NO_OFFICE if to_office else NO_CONTACT,
    )
