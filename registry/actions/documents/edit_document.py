"""Correct a registered document. A corrected 公布日期 needs a reason and moves the due dates of its filings."""

from datetime import datetime

from registry.actions.documents._editing import check_version, write_edit
from registry.domain.documents import DocumentFacts
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import hold_identities, issuer_ids, lock_document, subject_of
from registry.storage.engine import Store, transaction
from registry.storage.rulebook import load_rulebook


def edit_document(
    store: Store,
    actor: Actor,
    document_id: int,
    facts: DocumentFacts,
    *,
    version: int,
    reason: str = "",
    now: datetime,
) -> dict[str, list[str]]:
    """The changed fields: field → [old, new]. Raises Refusal, also if the document was changed meanwhile."""
    with transaction(store) as session:
        hold_identities(session)
        document = lock_document(session, document_id)
        require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id)[:1])
        require(actor, Permission.WRITE_DOCUMENT, facts.authority_ids[:1])
        if document.is_published:
            require(actor, Permission.PUBLISH_DOCUMENT)
        check_version(session, document, version, actor)
        changed, linked = write_edit(session, actor, document, facts, load_rulebook(session), reason, now)
        audit.record(
            session, now, actor.name, "edit_document", subject_of(document), changes=changed, reason=reason
        )
        changes.touch(session, [document_id, *linked], now)
        return changed
