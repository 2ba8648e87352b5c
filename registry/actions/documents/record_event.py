"""Record an event of a document: that it was repealed, suspended, extended …, by what and from which day."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.documents._relation_events import write_relation
from registry.actions.documents.writing import add_event
from registry.domain.acts import Term, check_act
from registry.domain.amendments import check_articles
from registry.domain.conditions import check_condition
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind, Span, validity_on
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.documents.timelines import as_event, as_life, compute_spans, events_by_document
from registry.storage.engine import Store, transaction


def record_event(
    store: Store,
    actor: Actor,
    document_id: int,
    kind: EventKind,
    *,
    effective_on: date,
    source: str,
    by_document_id: int | None = None,
    new_valid_until: date | None = None,
    term: Term | None = None,
    articles: str = "",
    new_ends_when: str = "",
    now: datetime,
) -> int:
    """The id of the new event; the spans are refreshed in the same transaction. Raises Refusal.

    If a registered document caused it (`by_document_id`), the relation of that document is written or confirmed too.
    """
    event = make_event(
        actor,
        document_id,
        kind,
        effective_on=effective_on,
        source=source,
        by_document_id=by_document_id,
        new_valid_until=new_valid_until,
        term=term,
        articles=articles,
        new_ends_when=new_ends_when,
        now=now,
    )
    with transaction(store) as session:
        ids = write_act(session, actor, event, term)
        changes.touch(session, ids, now)
        assert event.id is not None
        return event.id


def write_act(session: Session, actor: Actor, event: DocumentEvent, term: Term | None = None) -> list[int]:
    """Writes an event within the caller's transaction, which touches the returned ids at its end. Raises Refusal."""
    require(actor, Permission.RECORD_EVENT)
    assert event.effective_on is not None
    ids = sorted({event.document_id} | ({event.by_document_id} if event.by_document_id else set()))
    documents = {locked_id: lock_document(session, locked_id) for locked_id in ids}
    document = documents[event.document_id]
    check_event(session, document, event, term)
    _check_is_new(session, event)
    if event.by_document_id is not None:
        write_relation(session, documents[event.by_document_id], event, document)
    add_event(session, document, event)
    session.flush()
    audit.record(
        session,
        event.recorded_at,
        actor.name,
        "record_event",
        subject_of(document),
        kind=event.kind.value,
        effective_on=event.effective_on.isoformat(),
        source=event.source,
        event_id=event.id,
    )
    return ids


def make_event(
    actor: Actor,
    document_id: int,
    kind: EventKind,
    *,
    effective_on: date,
    source: str,
    by_document_id: int | None = None,
    new_valid_until: date | None = None,
    term: Term | None = None,
    articles: str = "",
    new_ends_when: str = "",
    now: datetime,
) -> DocumentEvent:
    """The event as it would be written. Raises Refusal for articles that are none, and for too long a condition."""
    return DocumentEvent(
        document_id=document_id,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        recorded_by=actor.name,
        source=source.strip(),
        by_document_id=by_document_id,
        new_valid_until=new_valid_until,
        new_has_no_expiry=term is Term.NO_EXPIRY,
        articles=check_articles(kind, articles),
        new_ends_when=check_condition(new_ends_when, "new_ends_when"),
    )


def check_event(session: Session, document: Document, event: DocumentEvent, term: Term | None) -> None:
    """Raises Refusal for an event that lacks or contradicts what its kind needs, by the document's life so far."""
    assert event.effective_on is not None
    events = events_by_document(session, [event.document_id]).get(event.document_id, [])
    present = validity_on(as_life(document), [as_event(row) for row in events], event.effective_on)
    check_act(
        event.kind,
        effective_on=event.effective_on,
        source=event.source,
        new_valid_until=event.new_valid_until,
        term=term,
        new_ends_when=event.new_ends_when,
        present=present,
    )


def _check_is_new(session: Session, event: DocumentEvent) -> None:
    """Raises Refusal if the same event is on the timeline already, as after a second click."""
    recorded = events_by_document(session, [event.document_id]).get(event.document_id, [])
    voided = {other.voids for other in recorded}
    if any(_content(other) == _content(event) for other in recorded if other.id not in voided):
        raise Refusal(
            "同样的变动已经记录在沿革里，不必再记。先前那条记错了的，请在那一条旁点“更正”。", "kind"
        )


def _content(event: DocumentEvent) -> tuple[object, ...]:
    new = event.new_valid_until, event.new_has_no_expiry, event.new_ends_when, event.articles
    return event.kind, event.effective_on, event.source, event.by_document_id, *new


def spans_after(session: Session, document: Document, event: DocumentEvent) -> list[Span]:
    """The spans that this event, not written yet, would give the document; nothing is written."""
    assert document.id is not None
    events = events_by_document(session, [document.id]).get(document.id, [])
    event.id = 1 + max((event.id or 0 for event in events), default=0)
    return compute_spans(document, [*events, event])
