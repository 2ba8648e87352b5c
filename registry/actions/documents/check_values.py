"""Confirm values that were read from a file and saved unchecked: a person has compared them with it."""

from collections.abc import Collection
from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import issuer_ids, lock_documents, subject_of
from registry.storage.documents.unlooked import forget_unlooked, unlooked_of
from registry.storage.engine import Store, transaction


def check_values(
    store: Store, actor: Actor, document_id: int, fields: Collection[str], *, now: datetime
) -> int:
    """How many of the fields were unchecked until now. Raises Refusal when none was."""
    with transaction(store) as session:
        (document,) = lock_documents(session, [document_id])
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id)[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        checked = [row.field for row in unlooked_of(session, document_id) if row.field in fields]
        if not checked:
            raise Refusal("没有选中未核对的内容：请先勾选；已经核对的不再列出。")
        forget_unlooked(session, document_id, checked)
        looked = [READ_WORDS[field] for field in checked]
        audit.record(session, now, actor.name, "check_values", subject_of(document), looked=looked)
        changes.touch(session, [document_id], now)
        return len(checked)
