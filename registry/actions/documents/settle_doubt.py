"""Settle a doubt of one or several documents: the facts are right, and the doubt leaves the queue with the reason.

It stays settled until it is reopened or its facts change. Values read by a machine are checked for good.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_documents, subject_of
from registry.storage.documents.unlooked import forget_all_unlooked
from registry.storage.doubts.deriving import digests
from registry.storage.doubts.queue import ids_in_doubt
from registry.storage.doubts.tables import SettledDoubt
from registry.storage.engine import Store, transaction

MAX_REASON = 500


def settle_doubt(
    store: Store, actor: Actor, document_ids: Collection[int], doubt: Doubt, reason: str, *, now: datetime
) -> int:
    """How many documents left the queue; those corrected or settled meanwhile are not counted. Raises Refusal."""
    require(actor, Permission.SETTLE_DOUBT)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Refusal(f"请写明核对的依据和结论，最多{MAX_REASON}个字。", "reason")
    with transaction(store) as session:
        documents = lock_documents(session, list(document_ids))
        standing = set(ids_in_doubt(session, doubt, list(document_ids)))
        if not standing:
            raise Refusal(f"所选文件的“{DOUBT_WORDS[doubt]}”已经处理，不在待核之列。请返回疑点列表。")
        if doubt is Doubt.UNLOOKED_VALUES:
            forget_all_unlooked(session, standing)
        else:
            _settle(session, actor, doubt, standing, reason, now)
        for document in documents:
            if document.id in standing:
                fields = {"doubt": DOUBT_WORDS[doubt], "reason": reason}
                audit.record(session, now, actor.name, "settle_doubt", subject_of(document), **fields)
        changes.touch(session, standing, now)  # a document whose facts changed meanwhile comes back
        return len(standing)


def _settle(
    session: Session, actor: Actor, doubt: Doubt, standing: Collection[int], reason: str, now: datetime
) -> None:
    for document_id, facts in digests(session, doubt, sorted(standing)).items():
        row = SettledDoubt(
            document_id=document_id, doubt=doubt, reason=reason, by=actor.name, at=now, facts=facts
        )
        session.merge(row)
