"""Enter what a meeting decided on a round: its name and day, and only what it changed."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.actions.cleanups._meetings import keep_meeting
from registry.actions.cleanups._rounds import Decided, Decision, lock_round, write_outcomes
from registry.domain.cleanups import Stage
from registry.domain.roles import Actor, Permission, require
from registry.storage.engine import Store, transaction


def hold_meeting(
    store: Store,
    actor: Actor,
    round_id: int,
    decisions: Sequence[Decision],
    *,
    meeting: str,
    on: date,
    now: datetime,
) -> Decided:
    """What became of each decision; the meeting stays on the round for its release. Raises Refusal."""
    require(actor, Permission.RUN_CLEANUP)
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        name = keep_meeting(session, actor, cleanup, meeting, on, now)
        return write_outcomes(session, actor, cleanup, decisions, now, stage=Stage.MET, via=name)
