"""The shapes of the demonstration: what an invented district consists of, as plain frozen values."""

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
    """A name an authority had before `until_on`, with the organ code it numbered its papers by."""

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
        """The name and organ code it had on a day."""
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
    """A day counted back from the making of the demonstration; negative days lie later."""

    years: int
    days: int = 0


@dataclass(frozen=True)
class Season:
    """A fixed day of the year, so many years back."""

    years: int
    month: int
    day: int


When = date | Ago | Season


@dataclass(frozen=True)
class Deed:
    """What one document does to another: the event it causes there, and for how many years it prolongs."""

    kind: EventKind
    target: str
    years: int = 0


@dataclass(frozen=True)
class Draft:
    """One line of the tables: everything about a document that is not computed from the day of the making.

    `title` is the whole title, or with `is_printed` the name of the rules that a notice prints. `serial` is the
    number within 机关代字〔年〕 (0: follows from the day), or the whole number as written ({year} is filled in). `starts_in` counts days
    from publication; "month" is the first of a month at least 20 days away. `lasts` counts years.
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
    """A tie to another document by its slug, or in words when it is not in the register."""

    kind: RelationKind
    target: str | None
    text: str
    on: date | None
    clause: str = ""
    is_partial: bool = False


@dataclass(frozen=True)
class Event:
    """What happened to a document; `by` is the slug of the document that did it."""

    kind: EventKind
    effective_on: date
    recorded_on: date
    by: str
    source: str
    new_valid_until: date | None = None


@dataclass(frozen=True)
class Document:
    """`authorities` are codes, lead first, `names_as_issued` beside them. A secret stub has only its local serial."""

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
    """One move of a filing on its true day; `by` is the login of who made it."""

    move: Move
    on: date
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Filing:
    """The story of one filing; `state` is where its moves lead. `outer_no` is the upper reviewer's number."""

    document: str
    track: Track
    direction: Direction
    state: FilingState
    moves: tuple[Moved, ...] = ()
    outer_no: str = ""


@dataclass(frozen=True)
class Decided:
    """The outcome of one document in a round."""

    document: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Round:
    """A released round. Its outcomes cause events when it is released; Document.events does not repeat them."""

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
