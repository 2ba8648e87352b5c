"""Queue the notices of the clock: what is owed by today and does not exist yet, however long nobody looked.

Every missed threshold gets its row; only the newest is sent, the older ones are superseded (DESIGN, idea 4).
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions._notices import queue_notices
from registry.actions._rules import load_rulebook
from registry.domain.instants import day_of
from registry.domain.notices import NoticeState, Threshold, notice_key, split
from registry.jobs._deadlines import Deadline, near_deadlines
from registry.jobs.office import JobReport, Office
from registry.storage.engine import transaction
from registry.storage.notices import Notice, nobody_holds
from registry.storage.people import User


def run(office: Office, now: datetime) -> JobReport:
    """Inserts what is missing, in one transaction; run again on the same day it finds nothing to do."""
    n_queued = n_superseded = 0
    with transaction(office.store) as session:
        for deadline in list(near_deadlines(session, load_rulebook(session), day_of(now))):
            newest, older = split(deadline.reached)
            people = _untold(session, deadline, newest) if newest else []
            if newest and people:
                n_superseded += _supersede(session, deadline, older, people, now)
                n_queued += _queue(session, deadline, newest, people, now, NoticeState.PENDING)
    sentence = f"新增{n_queued}条到期通知，{n_superseded}条较早的不再发送。"
    return JobReport({"n_queued": n_queued, "n_superseded": n_superseded}, sentence)


def _untold(session: Session, deadline: Deadline, newest: Threshold) -> list[User]:
    """The people whose newest notice does not exist; where it does, so do the older ones."""
    people = {_key(deadline, newest, person): person for person in deadline.people(session, newest.kind)}
    told = session.exec(select(Notice.key).where(col(Notice.key).in_(people))).all()
    return [person for key, person in people.items() if key not in told]


def _supersede(
    session: Session, deadline: Deadline, older: Sequence[Threshold], people: Sequence[User], now: datetime
) -> int:
    """Adds the rows of the thresholds that were missed, and withdraws those still waiting to be sent."""
    n_changed = 0
    ids = {person.id for person in people}
    for threshold in older:
        concerned = [one for one in deadline.people(session, threshold.kind) if one.id in ids]
        waiting = sa.update(Notice).where(
            col(Notice.key).in_([_key(deadline, threshold, person) for person in concerned]),
            col(Notice.state) == NoticeState.PENDING,
            nobody_holds(now),
        )
        withdrawn = waiting.values(state=NoticeState.SUPERSEDED).returning(col(Notice.id))
        n_changed += len(session.execute(withdrawn).all())
        n_changed += _queue(session, deadline, threshold, concerned, now, NoticeState.SUPERSEDED)
    return n_changed


def _queue(
    session: Session,
    deadline: Deadline,
    threshold: Threshold,
    people: Sequence[User],
    now: datetime,
    state: NoticeState,
) -> int:
    return queue_notices(
        session,
        threshold.kind,
        deadline.subject,
        deadline.subject_id,
        people,
        threshold=threshold.label,
        due_on=deadline.due_on,
        facts=deadline.facts,
        now=now,
        state=state,
    )


def _key(deadline: Deadline, threshold: Threshold, person: User) -> str:
    subject = f"{deadline.subject}-{deadline.subject_id}"
    return notice_key(threshold.kind, subject, deadline.due_on, threshold.label, str(person.id))
