"""The meeting of a round inside a transaction: its name and day, kept for the release."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.cleanups._rounds import subject_of
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor
from registry.domain.written_days import cn_date
from registry.storage import audit
from registry.storage.cleanups.tables import CleanupRound

_NAME_LENGTH = 200


def keep_meeting(
    session: Session, actor: Actor, cleanup: CleanupRound, meeting: str, on: date, now: datetime
) -> str:
    """The name of the meeting, kept on the round with its day. Raises Refusal without one, or for a day to come."""
    meeting = meeting.strip()
    if not meeting or len(meeting) > _NAME_LENGTH:
        raise Refusal(f"请填写会议名称，不超过{_NAME_LENGTH}字，例如“区政府第12次常务会议”。", "meeting")
    if on > day_of(now):
        raise Refusal(f"会议日期{cn_date(on)}晚于今天，请核对。", "met_on")
    if (cleanup.meeting, cleanup.met_on) != (meeting, on):
        cleanup.meeting, cleanup.met_on = meeting, on
        session.add(cleanup)
        audit.record(
            session, now, actor.name, "hold_meeting", subject_of(cleanup), name=meeting, on=on.isoformat()
        )
    return meeting
