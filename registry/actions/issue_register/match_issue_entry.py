"""Match a line of an issue register with a registered document by hand, or undo such a match."""

from datetime import datetime

from sqlmodel import Session, select

from registry.actions.issue_register._locks import lock_entries, lock_lists
from registry.domain.citations import quoted
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import issuer_ids
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.issue_register.entries import IssueEntry


def match_issue_entry(
    store: Store, actor: Actor, entry_id: int, document_id: int | None, *, now: datetime
) -> None:
    """Matches the line; None undoes the match. Raises Refusal when the document has another line of that authority."""
    require(actor, Permission.WRITE_DOCUMENT)
    with transaction(store) as session:
        lock_lists(session)
        entry = lock_entries(session, actor, Permission.WRITE_DOCUMENT, [entry_id])[0]
        title = "" if document_id is None else _title_of(session, actor, entry, document_id)
        entry.document_id = document_id
        entry.version += 1
        session.add(entry)
        audit.record(
            session,
            now,
            actor.name,
            "match_issue_entry",
            f"authority:{entry.authority_id}",
            title=entry.title,
            document=title,
        )


def _title_of(session: Session, actor: Actor, entry: IssueEntry, document_id: int) -> str:
    """The title of the chosen document. Raises Refusal when it cannot be matched with the line."""
    document = session.get(Document, document_id)
    if document is None:
        raise Refusal("该文件不在登记簿中，请重新选择。", "document")
    require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id))
    other = session.exec(
        select(IssueEntry).where(
            IssueEntry.document_id == document_id,
            IssueEntry.authority_id == entry.authority_id,
            IssueEntry.id != entry.id,
        )
    ).first()
    if other is not None:
        raise Refusal(f"该文件已对应发文登记簿中的{quoted(other.title)}，一件文件只对应一行。", "document")
    return shown_title(document)
