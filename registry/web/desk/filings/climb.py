"""Who is told of a filing's running deadlines, and when: before the day, and as lateness climbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.domain.instants import day_of
from registry.domain.reminders import AUDIENCE_WORDS, Audience, Rung, RunningStep, running_steps
from registry.domain.roles import Role
from registry.domain.written_days import cn_date
from registry.storage.filings import Filing, deadline_of
from registry.storage.notices import Notice, notices_of_deadline
from registry.storage.people import User, active_users, authority_people
from registry.storage.recipients import clerks, heads, leads
from registry.storage.rulebook import Rulebook


@dataclass(frozen=True)
class ClimbStep:
    """A step of the climb: when (逾期7日), on which day, whom (分管负责人（王某）), and what came of it."""

    when: str
    on: date | None
    whom: str
    outcome: str
    tone: str  # done or ahead


@dataclass(frozen=True)
class Climb:
    """What is told of a deadline: of the task, by when, in steps."""

    task: str
    due_on: date
    steps: Sequence[ClimbStep]


def climbs_of(session: Session, book: Rulebook, filing: Filing, today: date) -> list[Climb]:
    """The climb of every deadline that runs; none for a filing that is concluded or waits for an upper reviewer."""
    due_on, _ = deadline_of(filing)
    profile = book.profile_for(filing.start_on or due_on or today)
    running = running_steps(filing.state, filing.direction, due_on, filing.correct_by, profile)
    climbs = []
    for step in running:
        kinds = (step.due, step.overdue)
        told = notices_of_deadline(session, kinds, "filing", filing.id or 0, step.due_on)
        steps = [_step(session, filing, step, rung, told, today) for rung in step.rungs]
        climbs.append(Climb(step.task, step.due_on, steps))
    return climbs


def _step(
    session: Session,
    filing: Filing,
    step: RunningStep,
    rung: Rung,
    told: Sequence[tuple[Notice, User]],
    today: date,
) -> ClimbStep:
    people = _people(session, filing, rung)
    mine = [(notice, person) for notice, person in told if notice.facts.get("audience") == rung.audience]
    names = [person.name for person in people]
    whom = AUDIENCE_WORDS[rung.audience] + (f"（{'、'.join(names)}）" if names else "")
    if rung.late_from is None:
        return _own(step, whom, names, mine)
    on = step.told_on(rung)
    when = f"逾期{rung.late_from}日"
    if mine:
        first, last = min(_days(mine)), max(_days(mine))
        to = "、".join(dict.fromkeys(person.name for _, person in mine))
        again = f"，最近一次{cn_date(last)}" if last > first else ""
        return ClimbStep(when, on, whom, f"已于{cn_date(first)}告知{to}{again}", "done")
    if not names:
        return ClimbStep(when, on, whom, "没有在用的人员，不另告知", "ahead")
    return ClimbStep(when, on, whom, "将告知" if on > today else "待告知", "ahead")


def _own(
    step: RunningStep, whom: str, names: Sequence[str], mine: Sequence[tuple[Notice, User]]
) -> ClimbStep:
    ahead = "、".join(f"前{days}日" if days else "当日" for days in sorted(step.reminders, reverse=True))
    when = f"期满{ahead}，逾期后每{step.late_every}日" if ahead else f"逾期后每{step.late_every}日"
    if mine:
        return ClimbStep(when, None, whom, f"最近一次{cn_date(max(_days(mine)))}提醒", "done")
    if not names:
        return ClimbStep(when, None, whom, "没有在用的人员，通知留存", "ahead")
    return ClimbStep(when, None, whom, "还没有提醒", "ahead")


def _days(told: Sequence[tuple[Notice, User]]) -> list[date]:
    return [day_of(notice.created_at) for notice, _ in told]


def _people(session: Session, filing: Filing, rung: Rung) -> list[User]:
    match rung.audience:
        case Audience.CONTACTS:
            return authority_people(session, filing.authority_id)
        case Audience.HEADS:
            return heads(active_users(session, [Role.CONTACT], filing.authority_id))
        case Audience.CLERKS:
            return clerks(session)
        case Audience.LEADS:
            return leads(session)
