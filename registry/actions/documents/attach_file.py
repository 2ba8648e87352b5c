"""Attach a file to a document. A text file also gives its text to a document that has none."""

from datetime import datetime

from registry.actions.documents.attaching import add_attachment
from registry.actions.documents.writing import write_text
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import changes
from registry.storage.documents.locks import issuer_ids, lock_document
from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, transaction
from registry.storage.files import KeptFile
from registry.storage.filings import Filing


def attach_file(
    store: Store,
    actor: Actor,
    document_id: int,
    file: KeptFile,
    *,
    text: str = "",
    filing_id: int | None = None,
    now: datetime,
) -> int:
    """The id of the new attachment. `text` is the text read from the file. Raises Refusal."""
    with transaction(store) as session:
        document = lock_document(session, document_id)
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id)[:1])
        if document.is_published and filing_id is None:
            require(actor, Permission.PUBLISH_DOCUMENT)
        if filing_id is not None and session.get_one(Filing, filing_id).document_id != document_id:
            raise Refusal("该备案不属于这份文件，请刷新页面后重试。")
        attachment = add_attachment(session, actor, document, file, filing_id=filing_id, now=now)
        if text and file.role == "text" and not text_of(session, document_id):
            write_text(session, document, text)
            document.version += 1
        document.updated_at = now
        session.add(document)
        changes.touch(session, [document_id], now)
        assert attachment.id is not None
        return attachment.id
