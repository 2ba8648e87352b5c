"""Keep the text of a document as an act amended it, with the file that it was read from."""

import hashlib
from datetime import datetime

from sqlmodel import select

from registry.actions.documents.attaching import add_attachment
from registry.actions.documents.writing import renew_text
from registry.domain.amendments import AMENDING
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.documents.tables import DocumentEvent
from registry.storage.documents.versions import DocumentVersion
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile


def add_amended_text(
    store: Store, actor: Actor, event_id: int, file: KeptFile, *, text: str, now: datetime
) -> int:
    """The id of the new version; it replaces an earlier one of the same event. `text` was read from the file.

    Raises Refusal for an event that is no amendment or was taken back, and for a file without text.
    """
    require(actor, Permission.RECORD_EVENT)
    if not text.strip():
        raise Refusal(
            f"“{file.name}”没有读出文字，不能作为修改后的正文。请换成可以读取的文件再上传。", "file"
        )
    with transaction(store) as session:
        event = session.get(DocumentEvent, event_id)
        if event is None or event.kind not in AMENDING:
            raise Refusal("只有修改和部分废止的记录才有修改后的正文，请在文件页的沿革里选对应的记录。")
        document = lock_document(session, event.document_id)
        if session.exec(select(DocumentEvent.id).where(DocumentEvent.voids == event_id)).first() is not None:
            raise Refusal("这条修改记录已被更正，请在更正后的记录旁上传修改后的正文。")
        attachment = add_attachment(session, actor, document, file, now=now)
        session.flush()
        assert attachment.id is not None
        version = DocumentVersion(
            document_id=event.document_id,
            event_id=event_id,
            attachment_id=attachment.id,
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        session.add(version)
        renew_text(session, document, day_of(now))
        document.version += 1
        document.updated_at = now
        session.add(document)
        audit.record(
            session,
            now,
            actor.name,
            "add_amended_text",
            subject_of(document),
            event_id=event_id,
            name=attachment.name,
            sha256=file.sha256,
        )
        changes.touch(session, [event.document_id], now)
        session.flush()
        assert version.id is not None
        return version.id
