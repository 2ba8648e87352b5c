"""What the extension of a kept document would do: the release writes it only where it keeps the document in force."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlmodel import Session

from registry.actions.cleanups._rounds import Pair
from registry.domain.cleanups import Outcome, extension_of
from registry.domain.listed import ListedDocument
from registry.domain.validity import ALIVE, Event, EventKind, idle_events, spans, status_on
from registry.domain.written_days import cn_date
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document, DocumentEvent, documents_by_id
from registry.storage.documents.timelines import as_event, as_life, events_by_document


def extension_problems(session: Session, pairs: Sequence[Pair], on: date) -> dict[int, str]:
    """document id → why the extension of its outcome would change nothing; "" where it is in force after it."""
    wanted = {
        item.document_id: (item, document)
        for item, document in pairs
        if item.outcome is Outcome.RETAIN and (item.extended_until or item.extension_act)
    }
    lives = documents_by_id(session, list(wanted))
    events = events_by_document(session, list(wanted))
    return {
        document_id: _extension_problem(item, document, lives[document_id], events.get(document_id, []), on)
        for document_id, (item, document) in wanted.items()
    }


def _extension_problem(
    item: CleanupItem, document: ListedDocument, life: Document, events: Sequence[DocumentEvent], on: date
) -> str:
    until = extension_of(item.decision, on)
    if until is None:
        return "没有写明据以延长的文件，或者延长后的有效期早于公布日期"
    known = [as_event(event) for event in events]
    at = max((event.recorded_at for event in known), default=datetime.combine(on, time(), UTC))
    extension = Event(
        1 + max((event.id for event in known), default=0), EventKind.EXTENDED, on, at, new_valid_until=until
    )
    known.append(extension)
    span = status_on(spans(as_life(life), known), on)
    if span.status not in ALIVE:
        return span.why.rstrip("。")
    if extension.id in idle_events(as_life(life), known):
        present = cn_date(document.valid_until) or document.valid_until_text
        return f"延长到{cn_date(until)}不晚于现在的有效期（{present}）"
    return ""
