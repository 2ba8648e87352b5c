"""Reopen a settled doubt: it is back in the queue if its facts still give rise to it."""

from datetime import datetime

from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.doubts.tables import SettledDoubt
from registry.storage.engine import Store, transaction


def reopen_doubt(store: Store, actor: Actor, document_id: int, doubt: Doubt, *, now: datetime) -> None:
    """Raises Refusal if the doubt is not settled, or was reopened meanwhile."""
    require(actor, Permission.SETTLE_DOUBT)
    with transaction(store) as session:
        document = lock_document(session, document_id)
        settled = session.get(SettledDoubt, (document_id, doubt.value))
        if settled is None or not settled.facts:
            raise Refusal(f"“{DOUBT_WORDS[doubt]}”没有核对结论，或已重新列入待核。")
        session.delete(settled)
        fields = {"doubt": DOUBT_WORDS[doubt]}
        audit.record(session, now, actor.name, "reopen_doubt", subject_of(document), **fields)
