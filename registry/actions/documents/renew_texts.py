"""Keep the text that holds today of every document with amended texts, for search to look in."""

from datetime import datetime

from registry.actions.documents.writing import renew_text
from registry.domain.instants import day_of
from registry.storage import changes
from registry.storage.documents.locks import lock_documents
from registry.storage.documents.tables import DocumentText, documents_by_id
from registry.storage.documents.versions import documents_with_versions, texts_of
from registry.storage.engine import Store, reading, transaction


def renew_texts(store: Store, *, now: datetime) -> int:
    """How many documents have another text now than when this was last looked at."""
    today = day_of(now)
    with reading(store) as session:
        documents = documents_by_id(session, documents_with_versions(session))
        due = [
            document_id
            for document_id, document in documents.items()
            if (row := session.get(DocumentText, document_id)) is not None
            and row.in_force != texts_of(session, document).amended_on(today)
        ]
    if not due:
        return 0
    with transaction(store) as session:
        renewed = [
            document.id or 0
            for document in lock_documents(session, sorted(due))
            if renew_text(session, document, today)
        ]
        changes.touch(session, renewed, now)
        return len(renewed)
