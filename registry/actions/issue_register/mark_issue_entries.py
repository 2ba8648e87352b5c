"""Mark lines of an issue register as not normative, with the reason, or remove the mark."""

from collections.abc import Collection
from datetime import datetime

from registry.actions.issue_register._locks import lock_entries
from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction

_LONGEST = 500


def mark_issue_entries(
    store: Store, actor: Actor, entry_ids: Collection[int], *, reason: str, now: datetime
) -> int:
    """The number of lines marked: they no longer count in the rates. Raises Refusal without a reason or lines."""
    reason = tidy(reason)
    if not reason:
        raise Refusal("请写明为什么不属于规范性文件。", "reason")
    if len(reason) > _LONGEST:
        raise Refusal(f"理由超过{_LONGEST}字，请精简。", "reason")
    return _mark(store, actor, entry_ids, reason, now)


def unmark_issue_entries(store: Store, actor: Actor, entry_ids: Collection[int], *, now: datetime) -> int:
    """The number of lines that count in the rates again. Raises Refusal without lines."""
    return _mark(store, actor, entry_ids, "", now)


def _mark(store: Store, actor: Actor, entry_ids: Collection[int], reason: str, now: datetime) -> int:
    require(actor, Permission.EXAMINE_FILING)
    with transaction(store) as session:
        entries = lock_entries(session, actor, Permission.EXAMINE_FILING, entry_ids)
        for entry in entries:
            entry.not_normative_because = reason
            entry.version += 1
            session.add(entry)
        audit.record(
            session,
            now,
            actor.name,
            "mark_issue_entries",
            "issue_register",
            titles=[entry.title for entry in entries],
            reason=reason,
        )
    return len(entries)
