"""Keep the text that holds today of every document with amended texts, for search to look in."""

from datetime import datetime

from registry.actions.documents.writing import renew_text
from registry.domain.instants import day_of
from registry.storage import changes, counters
from registry.storage.documents.locks import lock_documents
from registry.storage.documents.versions import documents_to_look_at
from registry.storage.engine import Store, reading, transaction

_CHANGE, _DAY = "texts-change", "texts-day"  # the last change and the last day that were looked at


def renew_texts(store: Store, *, now: datetime) -> int:
    """How many documents have another text now than when this was last looked at.

    Only a changed document, a changed act, or an amendment whose day has come since then is looked at.
    """
    today = day_of(now)
    with reading(store) as session:
        last, seen = changes.last_change(session), counters.read(session, _CHANGE)
        seen_day = counters.read(session, _DAY)
        if (last, today.toordinal()) == (seen, seen_day):
            return 0
        due = documents_to_look_at(session, seen, seen_day, today)
    with transaction(store) as session:
        renewed = [
            document.id or 0
            for document in lock_documents(session, due)
            if renew_text(session, document, today)
        ]
        counters.set_at_least(session, _CHANGE, last)
        counters.set_at_least(session, _DAY, today.toordinal())
        changes.touch(session, renewed, now)
        return len(renewed)
