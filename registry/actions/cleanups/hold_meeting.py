"""Enter what a meeting decided on a round: its name and day, and only what it changed."""

from collections.abc import Sequence
from datetime import date, datetime

from registry.actions.cleanups._rounds import Decided, Decision, lock_round, subject_of, write_outcomes
from registry.domain.cleanups import Stage
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.engine import Store, transaction

_NAME_LENGTH = 200


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
    meeting = meeting.strip()
    if not meeting or len(meeting) > _NAME_LENGTH:
        raise Refusal(f"请填写会议名称，不超过{_NAME_LENGTH}字，例如“区政府第12次常务会议”。", "meeting")
    if on > day_of(now):
        raise Refusal(f"会议日期{cn_date(on)}晚于今天，请核对。", "met_on")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        if (cleanup.meeting, cleanup.met_on) != (meeting, on):
            cleanup.meeting, cleanup.met_on = meeting, on
            session.add(cleanup)
            audit.record(
                session,
                now,
                actor.name,
                "hold_meeting",
                subject_of(cleanup),
                name=meeting,
                on=on.isoformat(),
            )
        return write_outcomes(session, actor, cleanup, decisions, now, stage=Stage.MET, via=meeting)
