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
    answer_days: int = 30
    reminders: tuple[int, ...] = (5, 1, 0)
    late_every: int = 7
    expiry_reminders: tuple[int, ...] = (180, 60, 30, 7)
    cleanup_reminders: tuple[int, ...] = (90, 30)


@dataclass
class Person:
    id: int
    role: str
    authority: int | None
    has_mail: bool
    is_active: bool = True


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
    """A move as made: its true day, and the day on which it was typed in."""

    move: str
    on: date
    typed_on: date


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
    steps: list[Step] = field(default_factory=list)

    @property
    def deadline(self) -> date | None:
        return self.due if self.state == "owed" else self.step_due


@dataclass
class Told:
    """A notice that somebody is owed: made on a day, and what has come of it."""

    kind: str
    subject: str
    subject_id: int
    person: int
    due: date | None
    label: str
    made_on: date
    state: str = "waiting"  # then told, superseded or cancelled
    why: str = ""
