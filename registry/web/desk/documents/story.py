"""The story of a document by day: its dates, events, relations, filings and status."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from flask import url_for
from sqlmodel import Session

from registry.domain.amendments import AMENDING
from registry.domain.citations import citation
from registry.domain.documents import RELATION_WORDS
from registry.domain.filings import MOVE_WORDS, TRACK_WORDS
from registry.domain.instants import day_of
from registry.domain.roles import Permission
from registry.domain.validity import EVENTS, EVER, EventKind, Status
from registry.storage.documents.tables import (
    Document,
    DocumentEvent,
    DocumentSpan,
    Relation,
    documents_by_id,
    relations_of,
)
from registry.storage.documents.timelines import events_of, idle_events_of
from registry.storage.filings import Filing, moves_of
from registry.storage.people import person_of
from registry.web.access import current_actor
from registry.web.desk.documents.finding import may_know
from registry.web.words import cn_instant, event_words

_DATES = {
    "signed_on": "成文",
    "issued_on": "印发",
    "published_on": "公布",
    "posted_on": "网站发布",
    "effective_on": "施行",
}
_IDLE = "记录保留，不改变时效性"


@dataclass(frozen=True)
class Tie:
    """A relation on the page of a document, with the other document if this person may learn of it."""

    relation: Relation
    other: Document | None
    is_own: bool


@dataclass(frozen=True)
class Deed:
    """Something that happened on a day. A voided event has its `correction`."""

    what: str
    source: str = ""
    by: Document | None = None
    recorded: str = ""
    correction: str = ""
    event_id: int | None = None
    is_amendment: bool = False
    path: str = ""


@dataclass
class Day:
    """The deeds of a day, and the span that begins with it."""

    on: date
    deeds: list[Deed] = field(default_factory=list)
    span: DocumentSpan | None = None


@dataclass(frozen=True)
class Story:
    """The days in order, the days on which amendments took effect, and the gaps between lapse and extension."""

    days: list[Day]
    amended_on: list[date]
    gaps: list[tuple[date, date]]

    def is_amended(self, on: date) -> bool:
        return any(day <= on for day in self.amended_on)


def ties_of(session: Session, document_id: int) -> list[Tie]:
    """The relations of the document to others, then those of others to it that this person may see."""
    own, others = relations_of(session, document_id)
    ids = [relation.other_id for relation in own if relation.other_id]
    ids += [relation.document_id for relation in others]
    documents = documents_by_id(session, ids)
    known = {document_id: other for document_id, other in documents.items() if may_know(other)}
    return [
        *(Tie(relation, known.get(relation.other_id or 0), True) for relation in own),
        *(
            Tie(relation, known[relation.document_id], False)
            for relation in others
            if relation.document_id in known
        ),
    ]


def story_of(
    session: Session,
    document: Document,
    spans: Sequence[DocumentSpan],
    ties: Iterable[Tie],
    filings: Iterable[Filing],
) -> Story:
    """The story of a document as this person may read it."""
    events = events_of(session, document.id or 0)
    voids = {event.voids: event for event in events if event.voids is not None}
    days: dict[date, Day] = {}
    for on, deed in [
        *_dated(document, events),
        *_events(session, document, events, voids),
        *_declared(document, ties, events),
        *_filed(session, filings),
    ]:
        days.setdefault(on, Day(on)).deeds.append(deed)
    for span in spans:
        if span.from_on > EVER:
            days.setdefault(span.from_on, Day(span.from_on)).span = span
    amended = [
        event.effective_on or EVER for event in events if event.kind in AMENDING and event.id not in voids
    ]
    return Story([days[on] for on in sorted(days)], amended, _gaps(spans))


def _gaps(spans: Sequence[DocumentSpan]) -> list[tuple[date, date]]:
    """(day of lapse, day of revival) of the lapses that were followed by an extension."""
    return [
        (span.from_on, span.until_on)
        for span, following in pairwise(spans)
        if (span.status, following.status) == (Status.LAPSED, Status.IN_FORCE)
    ]


def _dated(document: Document, events: Sequence[DocumentEvent]) -> Iterator[tuple[date, Deed]]:
    is_told = any(
        event.kind is EventKind.PUBLISHED and event.effective_on == document.published_on for event in events
    )
    for name, word in _DATES.items():
        on: date | None = getattr(document, name)
        if on and not (is_told and name == "published_on"):
            yield on, Deed(word)


def _events(
    session: Session,
    document: Document,
    events: Sequence[DocumentEvent],
    voids: Mapping[int, DocumentEvent],
) -> Iterator[tuple[date, Deed]]:
    known = documents_by_id(session, [event.by_document_id for event in events if event.by_document_id])
    idle = idle_events_of(session, document)
    may = current_actor().may(Permission.RECORD_EVENT)
    for event in events:
        if event.kind is EventKind.VOIDED:
            continue
        by, void = known.get(event.by_document_id or 0), voids.get(event.id or 0)
        is_fixed = event.kind is EventKind.PUBLISHED or void is not None
        yield (
            event.effective_on or day_of(event.recorded_at),
            Deed(
                _told(event) + (f"（{_IDLE}）" if event.id in idle else ""),
                event.source,
                by if by and may_know(by) else None,
                f"{person_of(event.recorded_by)}于{cn_instant(event.recorded_at)}记录",
                f"{void.source}（{person_of(void.recorded_by)}，{cn_instant(void.recorded_at)}）"
                if void
                else "",
                event.id if may and not is_fixed else None,
                event.kind in AMENDING,
            ),
        )


def _told(event: DocumentEvent) -> str:
    words = event_words(event)
    return words if event.effective_on else f"{words}（生效日期未载，按记录之日列出）"


def _declared(
    document: Document, ties: Iterable[Tie], events: Sequence[DocumentEvent]
) -> Iterator[tuple[date, Deed]]:
    """Confirmed relations, on their own day or that on which this document takes effect, unless an event tells them."""
    doers: dict[int | None, int] = defaultdict(int)
    for event in events:
        doers[event.by_document_id] += 1
    for tie in ties:
        relation, other = tie.relation, tie.other
        on = relation.on or (document.effective_on or document.published_on if tie.is_own else None)
        is_told = not tie.is_own and relation.kind in EVENTS and doers[relation.document_id] > 0
        if on is None or is_told or not relation.is_confirmed:
            continue
        named = citation(other.title, other.doc_no) if other else relation.other_text or "其他机关的文件"
        part = "（部分）" if relation.is_partial else ""
        yield (
            on,
            Deed(f"{RELATION_WORDS[relation.kind][0 if tie.is_own else 1]}{part}{named}", relation.clause),
        )


def _filed(session: Session, filings: Iterable[Filing]) -> Iterator[tuple[date, Deed]]:
    for filing in filings:
        moves, track = moves_of(session, filing.id or 0), TRACK_WORDS[filing.track]
        page = url_for("desk.filings.show", filing_id=filing.id)
        for move in moves:
            paper = "（代录）" if move.is_on_behalf else ""
            recorded = f"{person_of(move.by)}于{cn_instant(move.recorded_at)}记录{paper}"
            yield (
                move.on,
                Deed(f"{track}：{MOVE_WORDS[move.move]}", move.reason, recorded=recorded, path=page),
            )
        on = filing.registered_on or filing.submitted_on
        if filing.is_historic and not moves and on:
            number = f"，登记号{filing.filing_no}" if filing.filing_no else ""
            yield on, Deed(f"{track}（台账载明{number}）", path=page)
