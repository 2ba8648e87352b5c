"""From dates and events to gap-free spans of days: the status of a document on any date.

Sources: DOMAIN §5 (status on a date), §4 (valid_until is the last valid day), 国发〔2010〕33号 (validity periods).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from registry.domain.documents import RelationKind
from registry.domain.instants import day_of
from registry.domain.periods import Period

EVER, FOREVER = date(1, 1, 1), date(9999, 12, 31)


class Status(StrEnum):
    NOT_YET_PUBLISHED = "not_yet_published"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REPEALED = "repealed"
    LAPSED = "lapsed"
    DECLARED_LAPSED = "declared_lapsed"
    ANNULLED = "annulled"
    RECLASSIFIED = "reclassified"
    UNKNOWN = "unknown"


STATUS_WORDS: dict[Status, str] = {
    Status.NOT_YET_PUBLISHED: "尚未公布",
    Status.NOT_YET_EFFECTIVE: "尚未施行",
    Status.IN_FORCE: "继续有效",
    Status.SUSPENDED: "停止执行",
    Status.REPEALED: "废止",
    Status.LAPSED: "失效",
    Status.DECLARED_LAPSED: "宣布失效",
    Status.ANNULLED: "撤销",
    Status.RECLASSIFIED: "重新认定不属于",
    Status.UNKNOWN: "效力待核",
}


class EventKind(StrEnum):
    PUBLISHED = "published"
    REPEALED = "repealed"
    DECLARED_LAPSED = "declared_lapsed"
    ANNULLED = "annulled"
    RECLASSIFIED = "reclassified"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    REISSUED = "reissued"
    AMENDED = "amended"
    CONFIRMED = "confirmed"
    TO_AMEND = "to_amend"
    PARTLY_REPEALED = "partly_repealed"
    STATED = "stated"
    VOIDED = "voided"


EVENT_WORDS: dict[EventKind, str] = {
    EventKind.PUBLISHED: "公布",
    EventKind.REPEALED: "废止",
    EventKind.DECLARED_LAPSED: "宣布失效",
    EventKind.ANNULLED: "撤销",
    EventKind.RECLASSIFIED: "重新认定不属于行政规范性文件",
    EventKind.SUSPENDED: "停止执行",
    EventKind.RESUMED: "恢复执行",
    EventKind.EXTENDED: "延长有效期",
    EventKind.SHORTENED: "缩短有效期",
    EventKind.REISSUED: "重新公布",
    EventKind.AMENDED: "修改",
    EventKind.CONFIRMED: "确认继续有效",
    EventKind.TO_AMEND: "列入修改",
    EventKind.PARTLY_REPEALED: "部分废止",
    EventKind.STATED: "台账载明",
    EventKind.VOIDED: "更正（撤回一条记录）",
}

ENDINGS: dict[EventKind, Status] = {
    EventKind.REPEALED: Status.REPEALED,
    EventKind.DECLARED_LAPSED: Status.DECLARED_LAPSED,
    EventKind.ANNULLED: Status.ANNULLED,
    EventKind.RECLASSIFIED: Status.RECLASSIFIED,
}
EVENTS: dict[RelationKind, EventKind] = {
    RelationKind.AMENDS: EventKind.AMENDED,
    RelationKind.REPEALS: EventKind.REPEALED,
    RelationKind.REPLACES: EventKind.REPEALED,
    RelationKind.CONFIRMS: EventKind.CONFIRMED,
}  # the event that a relation is on the timeline of the other document
VALIDITY_CHANGES = frozenset({EventKind.EXTENDED, EventKind.SHORTENED, EventKind.REISSUED})
_CHANGING = ENDINGS.keys() | VALIDITY_CHANGES | {EventKind.SUSPENDED, EventKind.RESUMED}
_SETTLING = ENDINGS.keys() | VALIDITY_CHANGES | {EventKind.CONFIRMED}
_STATED_ENDINGS = frozenset(ENDINGS.values()) | {Status.LAPSED}
NOT_BEGUN = frozenset({Status.NOT_YET_PUBLISHED, Status.NOT_YET_EFFECTIVE})
ALIVE = NOT_BEGUN | {Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN}


@dataclass(frozen=True)
class Life:
    """The facts of a document that its status follows from. An unpublished document is not yet in force."""

    is_published: bool = True
    published_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    has_no_expiry: bool = False
    signed_on: date | None = None
    ends_when: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened to a document: takes effect on a day, was recorded at an instant, is never edited.

    `new_valid_until` belongs to extended, shortened and reissued; without it a reissue says `new_has_no_expiry`
    (长期有效), `new_ends_when` (as an extension may) or leaves the validity unstated. `articles` are those that an
    amendment names, `stated` is a ledger's word, `voids` the id of a mistaken event.
    """

    id: int
    kind: EventKind
    effective_on: date | None
    recorded_at: datetime
    source: str = ""
    new_valid_until: date | None = None
    stated: Status | None = None
    voids: int | None = None
    new_has_no_expiry: bool = False
    articles: str = ""
    new_ends_when: str = ""


@dataclass(frozen=True)
class Span:
    """A half-open run of days [from_on, until_on) with one status, and why."""

    from_on: date
    until_on: date
    status: Status
    why: str
    is_presumed: bool = False


def valid_events(events: Iterable[Event]) -> list[Event]:
    """The events that were not taken back, in the order in which they take effect."""
    recorded = sorted(events, key=lambda event: (event.recorded_at, event.id))
    voided: set[int] = set()
    for event in reversed(recorded):
        if event.kind is EventKind.VOIDED and event.id not in voided and event.voids is not None:
            voided.add(event.voids)
    kept = [event for event in recorded if event.id not in voided and event.kind is not EventKind.VOIDED]
    return sorted(kept, key=lambda event: (takes_effect(event), event.recorded_at, event.id))


def spans(life: Life, events: Iterable[Event]) -> list[Span]:
    """Gap-free spans from EVER to FOREVER: the status of a document on every day.

    The earliest ending wins (a tie goes to the one recorded first); a later one changes nothing. An extension
    that takes effect after the expiry leaves the gap. A ledger's undated 失效 ends with the known last valid day.
    """
    return _Walk(life, valid_events(events)).spans()


def validity_on(life: Life, events: Iterable[Event], day: date) -> Period:
    """The period as it stands on a day, after the acts that count by then."""
    walk = _Walk(life, [event for event in valid_events(events) if takes_effect(event) <= day])
    walk.spans()
    return walk.period


def status_on(timeline: Sequence[Span], day: date) -> Span:
    """The span that covers a day."""
    return next(span for span in timeline if span.from_on <= day < span.until_on)


def idle_events(life: Life, events: Iterable[Event]) -> set[int]:
    """The ids of endings, extensions and suspensions that change nothing, such as the repeal of what had lapsed."""
    kept = valid_events(events)
    timeline = spans(life, kept)
    return {
        event.id
        for event in kept
        if event.kind in _CHANGING
        and spans(life, [other for other in kept if other.id != event.id]) == timeline
    }


def takes_effect(event: Event) -> date:
    """Its day, or the day of its record where it has none."""
    return event.effective_on or day_of(event.recorded_at)


class _Walk:
    """A walk through the days of a life: every change of status appends a span that starts on that day."""

    def __init__(self, life: Life, events: list[Event]) -> None:
        self.life = life
        self.events = events
        self.period = Period(
            None if life.has_no_expiry or life.ends_when else life.valid_until,
            life.has_no_expiry,
            life.ends_when,
        )
        self.validity_since = EVER  # no act moves the last day before its own
        self.suspension: Event | None = None
        self.is_over = False  # an act has ended it, or was decided after it had lapsed: nothing revives it
        self.borne_out = [event for event in events if self._is_borne_out(event)]
        self.turns: list[Span] = []

    def spans(self) -> list[Span]:
        start = self.life.effective_on or self.life.published_on
        public_from = self.life.published_on or self.life.signed_on
        self._open(public_from, start)
        for event in self.events:
            on = takes_effect(event)
            self._come_to(on, public_from, start)
            self._lapse_before(on)
            self._apply(event, on)
        self._come_to(FOREVER, public_from, start)
        self._lapse_before(FOREVER)
        return self._closed()

    @property
    def status(self) -> Status:
        return self.turns[-1].status

    def _turn(self, on: date, status: Status, why: str, is_presumed: bool = False) -> None:
        self.turns.append(Span(on, FOREVER, status, why, is_presumed))

    def _open(self, public_from: date | None, start: date | None) -> None:
        """What holds before any of its days."""
        if not self.life.is_published:
            self._turn(EVER, Status.NOT_YET_PUBLISHED, "尚未公布。")
        elif public_from is not None:
            first = min(public_from, start or public_from)
            self._turn(EVER, Status.NOT_YET_PUBLISHED, f"{first}以前尚未公布。")
        elif start is not None:
            self._turn(EVER, Status.NOT_YET_EFFECTIVE, f"自{start}起施行。")
        else:
            self._turn(EVER, Status.UNKNOWN, _NO_DATES)

    def _come_to(self, day: date, public_from: date | None, start: date | None) -> None:
        """Its publication and its first day, once the walk has come to them and nothing ended it before."""
        if not self.life.is_published:
            return
        if self.status is Status.NOT_YET_PUBLISHED and public_from is not None and public_from <= day:
            if start is None:
                self._turn(public_from, Status.UNKNOWN, _NO_DATES)
            elif public_from < start:
                self._turn(public_from, Status.NOT_YET_EFFECTIVE, f"自{start}起施行。")
        if start is not None and start <= day and self.status in NOT_BEGUN:
            self._begin(start)

    def _begin(self, start: date) -> None:
        is_presumed = self.life.effective_on is None
        why = f"自{start}起施行" if not is_presumed else f"未载明施行日期，按公布日期{start}推定施行"
        endings = [event for event in self.events if _ending(event) and event not in self.borne_out]
        if unread := self._unread():
            why = f"{why}；台账载明的时效性看不出是否有效，请核对后登记{_cited(unread)}。"
            self._turn(start, Status.UNKNOWN, why, is_presumed)
        elif endings and all(_is_undated_ending(event) for event in endings):
            self._turn(start, Status.UNKNOWN, f"{why}；台账载明已终止，但终止日期不详，请补录。", is_presumed)
        elif self.suspension is not None:
            since = f"施行前已决定停止执行{_cited(self.suspension)}"
            self._turn(start, Status.SUSPENDED, f"{why}；{since}。", is_presumed)
        else:
            self._turn(start, Status.IN_FORCE, f"{why}；{self._validity()}。", is_presumed)

    def _unread(self) -> Event | None:
        """What a ledger says about the status that nobody could read, unless a later record settles it."""
        recorded = sorted(self.events, key=lambda event: (event.recorded_at, event.id))
        said = [event for event in recorded if event.stated is not None or event.kind in _SETTLING]
        return said[-1] if said and said[-1].stated is Status.UNKNOWN else None

    def _validity(self) -> str:
        if self.period.valid_until is not None:
            return f"有效期至{self.period.valid_until}"
        if self.period.ends_when:
            return f"有效期{self.period.words}，是否届至须核对"
        return self.period.words or "有效期未载"

    def _is_borne_out(self, event: Event) -> bool:
        """Whether a lapse that was stated without its day is the end of the validity period known by then."""
        if event.stated is not Status.LAPSED or not _is_undated_ending(event):
            return False
        stated_on = takes_effect(event)
        last = self.period.valid_until
        for act in self.events:
            if act.kind in VALIDITY_CHANGES and takes_effect(act) <= stated_on:
                last = act.new_valid_until
        return last is not None and last < stated_on

    def _lapse_before(self, day: date) -> None:
        last = self.period.valid_until
        if last is None or self.status not in {Status.IN_FORCE, Status.SUSPENDED, Status.UNKNOWN}:
            return
        lapse_on = max(last + timedelta(days=1), self.turns[-1].from_on, self.validity_since)
        if lapse_on <= day:
            sources = [_cited(event) for event in self.borne_out[-1:] if lapse_on <= takes_effect(event)]
            agreeing = "".join(f"，与台账载明相符{source}" for source in sources)
            self._turn(lapse_on, Status.LAPSED, f"有效期至{last}届满，自{lapse_on}起失效{agreeing}。")

    def _apply(self, event: Event, on: date) -> None:
        if self.is_over:
            return
        if (ending := _ending(event)) is not None:
            self._end(event, ending, on)
        elif event.kind in VALIDITY_CHANGES:
            self._change_validity(event, on)
        elif event.kind is EventKind.SUSPENDED:
            self.suspension = event
            if self.status is Status.IN_FORCE:
                self._turn(on, Status.SUSPENDED, f"自{on}起停止执行{_cited(event)}。")
        elif event.kind is EventKind.RESUMED:
            self.suspension = None
            if self.status is Status.SUSPENDED:
                self._turn(on, Status.IN_FORCE, f"自{on}起恢复执行{_cited(event)}；{self._validity()}。")
        elif event.stated is Status.IN_FORCE and self.status is Status.UNKNOWN:
            self._turn(on, Status.IN_FORCE, f"台账载明继续有效{_cited(event)}；日期待补录。", True)

    def _end(self, event: Event, ending: Status, on: date) -> None:
        """Ends it. What had lapsed before stays lapsed, but an act decided since is the last word on it."""
        self.is_over = ending is not Status.LAPSED or self.status is not Status.LAPSED
        if self.status not in ALIVE:
            return
        word = EVENT_WORDS[event.kind] if event.kind in ENDINGS else STATUS_WORDS[ending]
        why = f"自{on}起{word}{_cited(event)}。"
        if _is_undated_ending(event):
            why = f"台账载明{STATUS_WORDS[ending]}，日期不详，自登记之日{on}起显示{_cited(event)}。"
        self._turn(on, ending, why)

    def _change_validity(self, event: Event, on: date) -> None:
        """An extension lengthens, an act that shortens shortens, a reissue starts the period anew."""
        new = event.new_valid_until
        if event.kind is not EventKind.REISSUED and not self._moves(event.kind, new, event.new_ends_when):
            return
        self.validity_since, word = on, EVENT_WORDS[event.kind]
        self.period = Period(new, new is None and event.new_has_no_expiry, "" if new else event.new_ends_when)
        if self.status is Status.LAPSED and event.kind is not EventKind.SHORTENED:
            held = Status.SUSPENDED if self.suspension else Status.IN_FORCE
            still = f"仍停止执行{_cited(self.suspension)}；" if self.suspension else ""
            why = f"失效后自{on}起{word}{_cited(event)}，不溯及既往；{still}{self._validity()}。"
            self._turn(on, held, why)
        elif self.status is Status.IN_FORCE:
            self._turn(on, Status.IN_FORCE, f"自{on}起{word}{_cited(event)}；{self._validity()}。")

    def _moves(self, kind: EventKind, new: date | None, ends_when: str) -> bool:
        """Whether a new last day is later than the present one, or earlier for an act that shortens."""
        last = self.period.valid_until
        if kind is EventKind.EXTENDED:
            is_later = bool(ends_when) if new is None else last is None or new > last
            return is_later and not self.period.has_no_expiry
        return new is not None and self.status is not Status.LAPSED and (last is None or new < last)

    def _closed(self) -> list[Span]:
        ends = [turn.from_on for turn in self.turns[1:]] + [FOREVER]
        closed = [replace(turn, until_on=end) for turn, end in zip(self.turns, ends, strict=True)]
        return [span for span in closed if span.from_on < span.until_on]


_NO_DATES = "施行日期、公布日期均未载明，效力无法计算，请补录日期。"


def _ending(event: Event) -> Status | None:
    """The status in which an event ends a document; None where it ends nothing."""
    if event.kind in ENDINGS:
        return ENDINGS[event.kind]
    if event.kind is EventKind.STATED and event.stated in _STATED_ENDINGS:
        return event.stated
    return None


def _is_undated_ending(event: Event) -> bool:
    return event.kind is EventKind.STATED and event.effective_on is None and event.stated in _STATED_ENDINGS


def _cited(event: Event) -> str:
    return f"（{event.source}）" if event.source else ""
