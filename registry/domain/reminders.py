"""Who is reminded of a step of a filing or of a reply, and from when: whose it is, then the heads, then the leads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from registry.domain.filings import (
    TO_BE_SUBMITTED,
    Direction,
    FilingState,
    Move,
    Party,
    party_of,
    task_word,
)
from registry.domain.notices import NoticeKind, Threshold
from registry.domain.review_proposals import TASKS, ProposalState
from registry.domain.rules import RuleProfile


class Audience(StrEnum):
    """A group of people whom a deadline is told."""

    CONTACTS = "contacts"
    HEADS = "heads"
    CLERKS = "clerks"
    LEADS = "leads"


AUDIENCE_WORDS: dict[Audience, str] = {
    Audience.CONTACTS: "联络员",
    Audience.HEADS: "分管负责人",
    Audience.CLERKS: "法制机构经办人",
    Audience.LEADS: "法制机构负责人",
}

CORRECTING = frozenset({FilingState.OPINION, FilingState.FEEDBACK})
"""The states in which the day of a correction runs."""
UNDER_EXAMINATION = frozenset({FilingState.REGISTERED, FilingState.UNDER_REVIEW})
"""The states of one step: the examination, on one clock."""
_OF_SUBMISSION = (NoticeKind.FILING_DUE, NoticeKind.FILING_OVERDUE)
_OF_CORRECTION = (NoticeKind.CORRECTION_DUE, NoticeKind.CORRECTION_OVERDUE)
_BEFORE_RETURN = (3, 0)
_CORRECTION = "改正"
_EXAMINATION = "审查"


class MoveLine(Protocol):
    """What is asked of a move here; `storage.filings.FilingMove` has it."""

    move: Move
    before: FilingState
    after: FilingState
    correct_by: date | None


Line = TypeVar("Line", bound=MoveLine)


@dataclass(frozen=True)
class Rung:
    """An audience and the days late of its first notice; None for those whose step it is, who are reminded before."""

    audience: Audience
    late_from: int | None


@dataclass(frozen=True)
class RunningStep:
    """A deadline that runs in the present state of a filing: what is to be done, by when, and who is told from when."""

    due: NoticeKind
    overdue: NoticeKind
    task: str
    due_on: date
    reminders: Collection[int]
    late_every: int
    rungs: tuple[Rung, ...]

    def thresholds(self, rung: Rung, today: date, since: date) -> list[Threshold]:
        """The thresholds of a rung that lie between `since` and `today`, oldest first."""
        n_late = (today - self.due_on).days
        first = self.late_every if rung.late_from is None else rung.late_from
        before = set(self.reminders) if rung.late_from is None else set()
        late = {first} | {
            days for days in range(self.late_every, n_late + 1, self.late_every) if days > first
        }
        reached = [
            *(Threshold(self.due, days, self.due_on - timedelta(days)) for days in before),
            *(Threshold(self.overdue, -days, self.due_on + timedelta(days)) for days in late),
        ]
        reached = [threshold for threshold in reached if since <= threshold.reached_on <= today]
        return sorted(reached, key=lambda threshold: threshold.reached_on)

    def told_on(self, rung: Rung) -> date:
        """The day on which a rung is first told."""
        first = self.late_every if rung.late_from is None else rung.late_from
        return self.due_on + timedelta(first)


def running_steps(
    state: FilingState,
    direction: Direction,
    deadline: date | None,
    correct_by: date | None,
    profile: RuleProfile,
) -> list[RunningStep]:
    """The deadlines that run in a state of a filing: that of its step, and that of a correction.

    Of what goes upward, the upper reviewer's steps are nobody's here.
    """
    steps = []
    submitting = state in TO_BE_SUBMITTED
    if deadline and (submitting or reminds_of(NoticeKind.STEP_DUE, state, direction)):
        steps.append(_step(state, direction, deadline, profile))
    if correct_by and state in CORRECTING:
        rungs = _rungs(Party.AUTHORITY, direction, profile, profile.step_late_every)
        reminders, every = profile.step_reminders, profile.step_late_every
        steps.append(RunningStep(*_OF_CORRECTION, _CORRECTION, correct_by, reminders, every, rungs))
    return steps


def reply_step(state: ProposalState, due_on: date, profile: RuleProfile) -> RunningStep | None:
    """The deadline of the reply to a citizen's 审查建议; None once it is concluded. A drafted reply is the leads'."""
    if state not in TASKS:
        return None
    leads = Rung(Audience.LEADS, profile.late_lead_days)
    is_drafted = state is ProposalState.EXAMINED
    rungs = (Rung(Audience.LEADS, None),) if is_drafted else (Rung(Audience.CLERKS, None), leads)
    kinds = NoticeKind.PROPOSAL_DUE, NoticeKind.PROPOSAL_OVERDUE
    reminders, every = profile.step_reminders, profile.step_late_every
    return RunningStep(*kinds, TASKS[state], due_on, reminders, every, rungs)


def return_step(opened_on: date, due_on: date, profile: RuleProfile, *, of_office: bool) -> RunningStep:
    """The deadline of an authority's answers in a cleanup round, reminded of at half of the period and at its end.

    `of_office`: the office answers for the government.
    """
    half = max((due_on - opened_on).days // 2, 0)
    own = Rung(Audience.CLERKS if of_office else Audience.CONTACTS, None)
    heads = () if of_office else (Rung(Audience.HEADS, profile.late_head_days),)
    rungs = (own, *heads, Rung(Audience.LEADS, profile.late_lead_days))
    kinds = NoticeKind.RETURN_DUE, NoticeKind.RETURN_OVERDUE
    reminders = {half, *_BEFORE_RETURN}
    return RunningStep(*kinds, "报送自查意见", due_on, reminders, profile.step_late_every, rungs)


def reminds_of(kind: NoticeKind, state: FilingState, direction: Direction) -> bool:
    """Whether what a kind of reminder is about runs in a state."""
    if kind in _OF_SUBMISSION:
        return state in TO_BE_SUBMITTED
    if kind in _OF_CORRECTION:
        return state in CORRECTING
    party = party_of(state)
    return (
        party is not None
        and state not in TO_BE_SUBMITTED
        and (party is Party.AUTHORITY or direction is Direction.INCOMING)
    )


def is_correction(kind: NoticeKind) -> bool:
    return kind in _OF_CORRECTION


def begun_by(state: FilingState, moves: Sequence[Line], *, correcting: bool = False) -> Line | None:
    """The move that began the present step, or set the correction that runs beside it; None while a filing is owed.

    The examination is one step: 开始审查 begins nothing, and neither does what leaves the state as it is.
    """
    if state is FilingState.OWED:
        return None
    if correcting:
        return next((move for move in reversed(moves) if move.correct_by), None)
    return next((move for move in reversed(moves) if _begins(move)), None)


def furthest_reminder(profiles: Iterable[RuleProfile]) -> int:
    """The most days before a deadline of a filing on which any of the profiles reminds."""
    days = {day for profile in profiles for day in (*profile.filing_reminders, *profile.step_reminders)}
    return max(days, default=0)


def _begins(move: MoveLine) -> bool:
    return move.before is not move.after and not {move.before, move.after} <= UNDER_EXAMINATION


def _step(state: FilingState, direction: Direction, deadline: date, profile: RuleProfile) -> RunningStep:
    # Clerks examine, although it is the lead who concludes.
    party = Party.CLERK if state in UNDER_EXAMINATION else party_of(state)
    assert party is not None
    if state in TO_BE_SUBMITTED:
        kinds, reminders, every = _OF_SUBMISSION, profile.filing_reminders, profile.filing_late_every
    else:
        kinds = (NoticeKind.STEP_DUE, NoticeKind.STEP_OVERDUE)
        reminders, every = profile.step_reminders, profile.step_late_every
    task = _EXAMINATION if state in UNDER_EXAMINATION else task_word(state)
    rungs = _rungs(party, direction, profile, every)
    return RunningStep(*kinds, task, deadline, reminders, every, rungs)


def _rungs(party: Party, direction: Direction, profile: RuleProfile, every: int) -> tuple[Rung, ...]:
    leads = Rung(Audience.LEADS, profile.late_lead_days)
    if party is Party.LEAD:
        return (Rung(Audience.LEADS, None),)
    if party is Party.CLERK or direction is Direction.OUTGOING:
        return (Rung(Audience.CLERKS, None), leads)
    return (
        Rung(Audience.CONTACTS, None),
        Rung(Audience.HEADS, profile.late_head_days),
        Rung(Audience.CLERKS, every),
        leads,
    )
