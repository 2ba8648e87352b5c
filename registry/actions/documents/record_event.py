"""Record an event of a document: that it was repealed, suspended, extended …, by what and from which day."""

from datetime import date, datetime

from sqlmodel import Session

from registry.actions.documents._relation_events import write_relation
from registry.actions.documents.writing import add_event
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.validity import EventKind, Span
from registry.storage import audit, changes
from registry.storage.documents.locks import lock_document, subject_of
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.engine import Store, transaction

_NEEDS_VALIDITY = frozenset({EventKind.EXTENDED})
_NOT_BY_HAND = frozenset({EventKind.PUBLISHED, EventKind.VOIDED, EventKind.STATED})
KINDS = tuple(kind for kind in EventKind if kind not in _NOT_BY_HAND)


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
    now: datetime,
) -> int:
    """The id of the new event; the spans are refreshed in the same transaction. Raises Refusal.

    If a registered document caused it (`by_document_id`), the relation of that document is written or confirmed too.
    """
    require(actor, Permission.RECORD_EVENT)
    check_event(kind, effective_on=effective_on, source=source, new_valid_until=new_valid_until)
    event = DocumentEvent(
        document_id=document_id,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        recorded_by=actor.name,
        source=source.strip(),
        by_document_id=by_document_id,
        new_valid_until=new_valid_until,
    )
    with transaction(store) as session:
        ids = sorted({document_id} | ({by_document_id} if by_document_id else set()))
        documents = {locked_id: lock_document(session, locked_id) for locked_id in ids}
        document = documents[document_id]
        _check_is_new(session, event)
        if by_document_id is not None:
            write_relation(session, documents[by_document_id], event, document)
        add_event(session, document, event)
        audit.record(
            session,
            now,
            actor.name,
            "record_event",
            subject_of(document),
            kind=kind.value,
            effective_on=effective_on.isoformat(),
            source=source.strip(),
            event_id=event.id,
        )
        changes.touch(session, ids, now)
        assert event.id is not None
        return event.id


def check_event(
    kind: EventKind, *, effective_on: date, source: str, new_valid_until: date | None = None
) -> None:
    """Raises Refusal for a kind that only the system records, and for an event without what its kind needs."""
    if kind in _NOT_BY_HAND:
        raise Refusal("这类记录由系统在办理相应事项时生成，不能手工添加。", "kind")
    if not source.strip():
        raise Refusal("请写明依据，例如作出决定的文件名称、文号或会议。", "source")
    if kind in _NEEDS_VALIDITY and new_valid_until is None:
        raise Refusal("延长有效期须填写新的有效期截止日。", "new_valid_until")
    if new_valid_until and new_valid_until < effective_on:
        raise Refusal("新的有效期截止日早于延长决定生效之日，请核对。", "new_valid_until")


def _check_is_new(session: Session, event: DocumentEvent) -> None:
    """Raises Refusal if the same event is on the timeline already, as after a second click."""
    recorded = events_by_document(session, [event.document_id]).get(event.document_id, [])
    voided = {other.voids for other in recorded}
    if any(_content(other) == _content(event) for other in recorded if other.id not in voided):
        raise Refusal(
            "同样的变动已经记录在沿革里，不必再记。先前那条记错了的，请在那一条旁点“更正”。", "kind"
        )


def _content(event: DocumentEvent) -> tuple[object, ...]:
    """The values in which two records of one event agree."""
    return event.kind, event.effective_on, event.source, event.by_document_id, event.new_valid_until


def spans_after(
    session: Session,
    document: Document,
    kind: EventKind,
    *,
    effective_on: date,
    source: str,
    new_valid_until: date | None = None,
    now: datetime,
) -> list[Span]:
    """The spans that the document would have with this event."""
    assert document.id is not None
    events = events_by_document(session, [document.id]).get(document.id, [])
    hypothetical = DocumentEvent(
        id=1 + max((event.id or 0 for event in events), default=0),
        document_id=document.id,
        kind=kind,
        effective_on=effective_on,
        recorded_at=now,
        source=source.strip(),
        new_valid_until=new_valid_until,
    )
    return compute_spans(document, [*events, hypothetical])
