"""Queue the reminders that are owed by today and do not exist yet, also after days on which nothing ran.

Every missed threshold gets its row; only the newest is sent, the older ones are superseded (DESIGN, idea 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.domain.instants import day_of
from registry.domain.notices import NoticeState, Threshold, split
from registry.jobs._deadlines import Deadline, near_deadlines
from registry.jobs.office import JobReport, Office
from registry.storage.engine import transaction
from registry.storage.notices import existing_keys, insert_notices, notice_row, supersede
from registry.storage.people import User
from registry.storage.rulebook import load_rulebook


@dataclass(frozen=True)
class _Reminder:
    """A threshold of a deadline with a person to remind."""

    deadline: Deadline
    threshold: Threshold
    person: User

    def row(self, now: datetime, state: NoticeState) -> dict[str, Any]:
        """The notice as the table takes it."""
        return notice_row(
            self.threshold.kind,
            self.deadline.subject,
            self.deadline.subject_id,
            self.person,
            threshold=self.threshold.label,
            due_on=self.deadline.due_on,
            facts=self.deadline.facts,
            now=now,
            state=state,
        )


def run(office: Office, now: datetime) -> JobReport:
    """Inserts the missing notices in one transaction; a second run on the same day inserts none."""
    with transaction(office.store) as session:
        deadlines = list(near_deadlines(session, load_rulebook(session), day_of(now)))
        untold = _untold(session, deadlines, now)
        older = [
            reminder.row(now, NoticeState.SUPERSEDED) for newest in untold for reminder in _older(newest)
        ]
        n_superseded = supersede(session, [row["key"] for row in older])
        n_superseded += insert_notices(session, older)
        n_queued = insert_notices(session, [newest.row(now, NoticeState.PENDING) for newest in untold])
    sentence = f"新增{n_queued}条到期通知，{n_superseded}条较早的不再发送。"
    return JobReport({"n_queued": n_queued, "n_superseded": n_superseded}, sentence)


def _untold(session: Session, deadlines: Sequence[Deadline], now: datetime) -> list[_Reminder]:
    """The newest threshold of each deadline for each person without a notice of it.

    A person with a notice of the newest threshold has those of the older ones too.
    """
    newest = {}
    for deadline in deadlines:
        threshold, _ = split(deadline.reached)
        assert threshold is not None
        for person in deadline.people(threshold.kind):
            reminder = _Reminder(deadline, threshold, person)
            newest[reminder.row(now, NoticeState.PENDING)["key"]] = reminder
    told = existing_keys(session, list(newest))
    return [reminder for key, reminder in newest.items() if key not in told]


def _older(newest: _Reminder) -> Iterator[_Reminder]:
    """The reminders of the same person at the earlier thresholds of the same deadline."""
    _, older = split(newest.deadline.reached)
    for threshold in older:
        if newest.person in newest.deadline.people(threshold.kind):
            yield _Reminder(newest.deadline, threshold, newest.person)
