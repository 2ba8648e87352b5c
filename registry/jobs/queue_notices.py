"""Queue the notices of the clock: what is owed by today and does not exist yet, however long nobody looked.

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
class _Owed:
    deadline: Deadline
    threshold: Threshold
    person: User

    def row(self, now: datetime, state: NoticeState) -> dict[str, Any]:
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
    """Inserts what is missing, in one transaction; run again on the same day it finds nothing to do."""
    with transaction(office.store) as session:
        deadlines = list(near_deadlines(session, load_rulebook(session), day_of(now)))
        untold = _untold(session, deadlines, now)
        older = [one.row(now, NoticeState.SUPERSEDED) for owed in untold for one in _older(owed)]
        n_superseded = supersede(session, [row["key"] for row in older], now)
        n_superseded += insert_notices(session, older)
        n_queued = insert_notices(session, [one.row(now, NoticeState.PENDING) for one in untold])
    sentence = f"新增{n_queued}条到期通知，{n_superseded}条较早的不再发送。"
    return JobReport({"n_queued": n_queued, "n_superseded": n_superseded}, sentence)


def _untold(session: Session, deadlines: Sequence[Deadline], now: datetime) -> list[_Owed]:
    """The newest threshold of each deadline with each person who has no notice of it; who has, has the older too."""
    newest = {}
    for deadline in deadlines:
        threshold, _ = split(deadline.reached)
        assert threshold is not None
        for person in deadline.people(threshold.kind):
            owed = _Owed(deadline, threshold, person)
            newest[owed.row(now, NoticeState.PENDING)["key"]] = owed
    told = existing_keys(session, list(newest))
    return [owed for key, owed in newest.items() if key not in told]


def _older(owed: _Owed) -> Iterator[_Owed]:
    """The thresholds before this one that concern the same person."""
    _, older = split(owed.deadline.reached)
    for threshold in older:
        if owed.person in owed.deadline.people(threshold.kind):
            yield _Owed(owed.deadline, threshold, owed.person)
