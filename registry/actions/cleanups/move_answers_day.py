"""Move the day by which the authorities answer in a round to a later one, with a reason that they are told."""

from datetime import date, datetime

from registry.actions.cleanups._opening import check_answers_day
from registry.actions.cleanups._rounds import lock_round, require_run, subject_of
from registry.actions.cleanups.asking import tell_answering
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.engine import Store, transaction

REASON_LENGTH = 500


def move_answers_day(
    store: Store,
    actor: Actor,
    round_id: int,
    day: date,
    reason: str,
    *,
    version: int | None = None,
    now: datetime,
) -> int:
    """How many notices of the new day were queued. Raises Refusal for a day that is past or not later."""
    reason = reason.strip()
    with transaction(store) as session:
        cleanup = lock_round(session, round_id, version)
        require_run(actor, cleanup)
        if not reason or len(reason) > REASON_LENGTH:
            raise Refusal(f"请写明改期的原因（不超过{REASON_LENGTH}字），将告知各制定机关。", "reason")
        check_answers_day(day, day_of(now))
        before = cleanup.answers_due_on
        if before is not None and day <= before:
            raise Refusal(f"新的期限应当晚于原来的{cn_date(before)}，期限只能延后。", "answers_due_on")
        cleanup.answers_due_on = day
        cleanup.version += 1
        session.add(cleanup)
        audit.record(
            session,
            now,
            actor.name,
            "move_answers_day",
            subject_of(cleanup),
            before=before.isoformat() if before else "",
            after=day.isoformat(),
            reason=reason,
        )
        return tell_answering(session, cleanup, now, before=before, reason=reason)
