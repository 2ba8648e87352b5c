"""Open a prepared round: its scope is what the register holds now, and those who answer are told."""

from datetime import datetime

from registry.actions.cleanups._drafts import DraftFields, lock_draft, write_fields
from registry.actions.cleanups._opening import open_now
from registry.domain.roles import Actor
from registry.storage.engine import Store, transaction


def open_draft(
    store: Store,
    actor: Actor,
    round_id: int,
    typed: DraftFields | None = None,
    *,
    version: int | None = None,
    with_notice: bool = False,
    now: datetime,
) -> int:
    """How many documents the round covers, opened with what was typed. Raises Refusal when it was opened before."""
    with transaction(store) as session:
        cleanup = lock_draft(session, actor, round_id, version)
        if typed is not None:
            write_fields(session, cleanup, typed)
        cleanup.version += 1
        return open_now(session, actor, cleanup, None, "open_round", now, with_notice=with_notice)[1]
