"""Remove a file from a document, with a reason. Its name and hash stay in the audit."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import issuer_ids, lock_document, subject_of
from registry.storage.documents.versions import version_of_file
from registry.storage.engine import Store, transaction
from registry.storage.fair_reviews import FairReview
from registry.storage.files import Attachment


def remove_attachment(store: Store, actor: Actor, attachment_id: int, *, reason: str, now: datetime) -> int:
    """The id of the document. Raises Refusal without a reason, and for a file of a filing.

    A conclusion of 公平竞争审查 stands without its file.
    """
    if not reason.strip():
        raise Refusal("请写明移除理由。", "reason")
    with transaction(store) as session:
        attachment = session.get(Attachment, attachment_id, with_for_update=True)
        if attachment is None:
            raise Refusal("该文件已被移除。")
        document = lock_document(session, attachment.document_id)
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, attachment.document_id)[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        if attachment.filing_id is not None:
            raise Refusal("该文件是备案材料，不能从文件页面移除。")
        if version_of_file(session, attachment_id) is not None:
            raise Refusal("该文件是修改后的正文，随修改记录保存，不能移除；传错的请重新上传，以后一份为准。")
        session.execute(
            sa.update(FairReview)
            .where(col(FairReview.attachment_id) == attachment_id)
            .values(attachment_id=None)
        )
        session.delete(attachment)
        document.updated_at = now
        session.add(document)
        audit.record(
            session,
            now,
            actor.name,
            "remove_attachment",
            subject_of(document),
            name=attachment.name,
            sha256=attachment.sha256,
            reason=reason.strip(),
        )
        changes.touch(session, [attachment.document_id], now)
        return attachment.document_id
