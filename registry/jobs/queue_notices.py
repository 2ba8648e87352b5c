"""Queue the reminders that are owed by today and do not exist yet, also after days on which nothing ran.

Every missed threshold gets its row; only the newest is sent, the older ones are superseded (DESIGN, idea 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.domain.instants import day_of
from registry.domain.notices import NoticeState, Threshold, notice_key, split
from registry.jobs._deadlines import near_deadlines
from registry.jobs._held import settle_held
from registry.jobs._reminding import Deadline, Told
from registry.jobs.office import JobReport, Office
from registry.storage.engine import transaction
from registry.storage.notices import (
    insert_notices,
    merged,
    notice_row,
    states_of,
    subject_key,
    supersede,
)
from registry.storage.rulebook import load_rulebook

_ALWAYS = ("n_queued", "n_superseded")


@dataclass(frozen=True)
class _Reminder:
    """A threshold of a deadline with a recipient to remind."""

    deadline: Deadline
    told: Told
    threshold: Threshold

    def row(self, now: datetime, state: NoticeState) -> dict[str, Any]:
        """The notice as the table takes it."""
        return notice_row(
            self.threshold.kind,
            self.deadline.subject,
            self.deadline.subject_id,
            self.told.recipient,
            threshold=self.threshold.label,
            due_on=self.deadline.due_on,
            facts={**self.deadline.facts, **self.told.facts_at(self.threshold)},
            now=now,
            step=self.deadline.step,
            state=state,
        )

    @property
    def key(self) -> str:
        """The key of the row."""
        subject = subject_key(self.deadline.subject, self.deadline.subject_id, self.deadline.step)
        return notice_key(
            self.threshold.kind,
            subject,
            self.deadline.due_on,
            self.threshold.label,
            self.told.recipient.owner,
        )


def run(office: Office, now: datetime) -> JobReport:
    """Inserts the missing notices in one transaction; a second run on the same day inserts none."""
    with transaction(office.store) as session:
        n_delivered, n_settled = settle_held(session, now)
        deadlines = list(near_deadlines(session, load_rulebook(session), day_of(now)))
        untold = _untold(session, deadlines)
        older = [
            reminder.row(now, NoticeState.SUPERSEDED) for newest in untold for reminder in _older(newest)
        ]
        n_superseded = supersede(session, [row["key"] for row in older])
        n_superseded += insert_notices(session, older, revives=False)
        newest_rows = merged([newest.row(now, NoticeState.PENDING) for newest in untold])
        n_queued = insert_notices(session, newest_rows)
    counts = {
        "n_queued": n_queued,
        "n_superseded": n_superseded,
        "n_delivered": n_delivered,
        "n_settled": n_settled,
    }
    told = f"，{n_delivered}条原先无人接收的已转给现在的联系人" if n_delivered else ""
    settled = f"，{n_settled}条原先无人接收的不再需要" if n_settled else ""
    sentence = f"新增{n_queued}条到期通知，{n_superseded}条较早的不再发送{told}{settled}。"
    return JobReport({name: n for name, n in counts.items() if n or name in _ALWAYS}, sentence)


def _untold(session: Session, deadlines: Sequence[Deadline]) -> list[_Reminder]:
    """The newest threshold of each deadline for each recipient without a notice of it, or with a cancelled one.

    A recipient with a notice of the newest threshold has those of the older ones too.
    """
    newest = {}
    for deadline in deadlines:
        for told in deadline.told:
            threshold, _ = split(told.reached)
            assert threshold is not None
            reminder = _Reminder(deadline, told, threshold)
            newest[reminder.key] = reminder
    states = states_of(session, list(newest))
    gone = (None, NoticeState.CANCELLED)
    return [reminder for key, reminder in newest.items() if states.get(key) in gone]


def _older(newest: _Reminder) -> Iterator[_Reminder]:
    """The reminders of the same recipient at the earlier thresholds of the same deadline."""
    _, older = split(newest.told.reached)
    for threshold in older:
        yield _Reminder(newest.deadline, newest.told, threshold)
