"""The parts of an invented district, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import Outcome, RoundKind
from registry.domain.documents import Dates, Disclosure, DocumentKind, RelationKind, Step
from registry.domain.filings import Direction, FilingState, Move, Track
from registry.domain.roles import Role
from registry.domain.validity import EventKind


@dataclass(frozen=True)
class FormerName:
    """A name that an authority had before `until_on`, with its organ code at that time."""

    name: str
    organ_code: str
    until_on: date


@dataclass(frozen=True)
class Authority:
    code: str
    name: str
    short_name: str
    organ_code: str
    kind: AuthorityKind
    email: str
    former_names: tuple[FormerName, ...] = ()
    merged_into: str = ""
    merged_on: date | None = None

    def name_on(self, day: date) -> tuple[str, str]:
        """The name and organ code of the authority on a day."""
        for former in self.former_names:
            if day < former.until_on:
                return former.name, former.organ_code
        return self.name, self.organ_code


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    role: Role
    email: str
    authority: str | None = None


@dataclass(frozen=True)
class Ago:
    """A day counted back from the day of the demonstration; negative days lie after it."""

    years: int
    days: int = 0


@dataclass(frozen=True)
class Season:
    """A day of the calendar, so many years back."""

    years: int
    month: int
    day: int


When = date | Ago | Season


@dataclass(frozen=True)
class Deed:
    """An effect of a document on another: the event it causes there, and the years by which it prolongs."""

    kind: EventKind
    target: str
    years: int = 0


@dataclass(frozen=True)
class Draft:
    """A row of the tables: the facts of a document that do not depend on the day of the demonstration.

    `title` is the whole title, or with `is_printed` the name of the rules that a notice prints. `serial` is the
    number within 机关代字〔年〕, 0 for one that follows from the day, or the whole number as text in which {year} is
    filled in. `starts_in` is the days from publication to the first day in force; "month" is the first of a month at
    least 20 days away. `lasts` is the validity in years.
    """

    slug: str
    title: str
    by: tuple[str, ...]
    serial: int | str
    when: When | None
    matter: str
    subject: str
    is_printed: bool = False
    text: str = ""
    starts_in: int | str = 0
    lasts: int = 0
    lasts_days: int = 0
    until_year_end: bool = False
    is_endless: bool = False
    disclosure: Disclosure = Disclosure.PUBLIC
    kind: DocumentKind | None = None
    deeds: tuple[Deed, ...] = ()
    ties: tuple[tuple[RelationKind, str], ...] = ()
    duplicate_reason: str = ""
    is_published_only: bool = False
    year: int = 0
    fill: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """A relation to another document, by its slug, or by `text` when it is not in the register."""

    kind: RelationKind
    target: str | None
    text: str
    on: date | None
    clause: str = ""
    is_partial: bool = False


@dataclass(frozen=True)
class Event:
    """An event of a document; `by` is the slug of the document that caused it."""

    kind: EventKind
    effective_on: date
    recorded_on: date
    by: str
    source: str
    new_valid_until: date | None = None


@dataclass(frozen=True)
class Document:
    """A document; `authorities` are codes, lead first, in the order of `names_as_issued`.

    A secret stub has its local serial in place of title and number.
    """

    slug: str
    title: str
    doc_no: str
    kind: DocumentKind
    authorities: tuple[str, ...]
    names_as_issued: tuple[str, ...]
    dates: Dates
    disclosure: Disclosure
    subject: str
    steps: tuple[Step, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    has_no_expiry: bool = False
    duplicate_reason: str = ""
    local_serial: str = ""
    year: int = 0
    text: str = ""


@dataclass(frozen=True)
class Moved:
    """A move of a filing on its true day; `by` is the login of the person who makes it."""

    move: Move
    on: date
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Filing:
    """A filing with its moves and the state they lead to. `outer_no` is the upper reviewer's number."""

    document: str
    track: Track
    direction: Direction
    state: FilingState
    moves: tuple[Moved, ...] = ()
    outer_no: str = ""


@dataclass(frozen=True)
class Decided:
    """The outcome of a document in a round."""

    document: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Round:
    """A released round. Its release writes the events of its outcomes, which Document.events does not contain."""

    name: str
    kind: RoundKind
    cut_off_on: date
    opened_on: date
    answers_due_on: date
    decided_on: date
    meeting: str
    published_on: date
    decision: str
    next_due_on: date
    items: tuple[Decided, ...]


@dataclass(frozen=True)
class District:
    name: str
    banner: str
    today: date
    tracked_from: date
    authorities: tuple[Authority, ...]
    people: tuple[Person, ...]
    documents: tuple[Document, ...]
    filings: tuple[Filing, ...]
    rounds: tuple[Round, ...]
