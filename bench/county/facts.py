"""What the county's people could write in a notebook: persons, papers, the passages of papers, the rules."""

from dataclasses import dataclass, field
from datetime import date

OFFICE_ROLES = ("clerk", "lead")
AWAITED = ("owed", "deferred")  # an authority has to send something in


@dataclass(frozen=True)
class Rules:
    """The periods of the county from a day of publication on; `serial` counts all that were ever made."""

    serial: int
    name: str
    version: int
    since: date
    filing_days: int = 15
    congress_days: int | None = 30
    rolls: bool = True
    check_worked_days: int = 5
    supplement_days: int = 15
    review_days: int = 30
    extension_days: int = 20
    answer_days: int = 30
    reminders: tuple[int, ...] = (5, 1, 0)
    late_every: int = 7
    step_reminders: tuple[int, ...] = (5, 1, 0)
    step_late_every: int = 7
    late_head_days: int = 7
    late_lead_days: int = 14
    expiry_reminders: tuple[int, ...] = (180, 60, 30, 7)
    cleanup_reminders: tuple[int, ...] = (90, 30)


@dataclass
class Person:
    id: int
    role: str
    authority: int | None
    has_mail: bool
    is_head: bool = False
    is_active: bool = True
    absent: tuple[date, date] | None = None  # both days included
    deputy: int | None = None

    def is_absent(self, day: date) -> bool:
        return self.absent is not None and self.absent[0] <= day <= self.absent[1]


@dataclass
class Act:
    """Something recorded about a paper that moves or ends its validity, from a day on."""

    kind: str
    on: date
    new_last_day: date | None = None


@dataclass
class Paper:
    """`kind` is that of its authority; `entered_on` the day somebody typed it in."""

    id: int
    authority: int
    entered_on: date
    published: date | None
    last_day: date | None
    acts: list[Act] = field(default_factory=list)

    def validity(self) -> tuple[date | None, date | None]:
        """(its last valid day, the day an act ended it before that); the acts count in the order of their days."""
        last = self.last_day
        for act in sorted(self.acts, key=lambda act: act.on):
            if act.kind == "extended":
                last = act.new_last_day
            else:
                return last, act.on if last is None or act.on <= last else None
        return last, None


@dataclass
class Step:
    """A move as made: its true day, the day on which it was typed in, and the states before and after."""

    move: str
    on: date
    typed_on: date
    before: str
    after: str
    correct_by: date | None = None


@dataclass
class Passage:
    """One passage of a paper; `due` is the day to send it in, `step_due` the day of the present step."""

    id: int
    paper: int
    authority: int
    goes_up: bool
    is_congress: bool
    state: str = "owed"
    due: date | None = None
    due_rules: Rules | None = None
    step_due: date | None = None
    step_rules: Rules | None = None
    review_rules: Rules | None = None
    correct_by: date | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def deadline(self) -> date | None:
        return self.due if self.state == "owed" else self.step_due


@dataclass
class Told:
    """A notice that somebody is owed: made on a day, and what has come of it.

    `owner` is whose it is, `person` who gets it: a deputy, or nobody while nobody is responsible. `begun_by` counts the
    move that began its step, `telling` the events that were told; `state_then` is its passage's state when it was made.
    """

    kind: str
    subject: str
    subject_id: int
    owner: str
    person: int | None
    due: date | None
    label: str
    made_on: date
    begun_by: int = 0
    telling: int = 0
    state_then: str = ""
    state: str = "waiting"  # or held; then told, superseded or cancelled
    why: str = ""
