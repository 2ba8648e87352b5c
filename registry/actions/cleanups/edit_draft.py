"""Edit the draft of a round before it is opened."""

from datetime import datetime

from registry.actions.cleanups._drafts import DraftFields, lock_draft, write_fields
from registry.actions.cleanups._opening import check_answers_day
from registry.actions.cleanups._rounds import subject_of
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.storage import audit
from registry.storage.engine import Store, transaction

__all__ = ["DraftFields", "edit_draft"]


def edit_draft(
    store: Store,
    actor: Actor,
    round_id: int,
    typed: DraftFields,
    *,
    version: int | None = None,
    now: datetime,
) -> bool:
    """Whether anything changed. Raises Refusal, also when the draft was opened or changed meanwhile."""
    with transaction(store) as session:
        cleanup = lock_draft(session, actor, round_id, version)
        check_answers_day(typed.answers_due_on, day_of(now))
        changes = write_fields(session, cleanup, typed)
        if changes:
            audit.record(session, now, actor.name, "edit_draft_round", subject_of(cleanup), changes=changes)
        return bool(changes)
