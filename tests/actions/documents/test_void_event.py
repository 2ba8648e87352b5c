"""Taking a mistaken event back."""

from datetime import date, datetime

import pytest

from registry.actions.documents.record_event import record_event
from registry.actions.documents.void_event import void_event
from registry.domain.errors import Refusal
from registry.domain.validity import EventKind, Status
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast

DAY = date(2026, 3, 10)


def test_the_mistake_stays_on_record_and_the_status_returns(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    event = record_event(
        store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
    )
    void_event(store, cast.lead, event, reason="录错文件", now=now)
    with reading(store) as session:
        span = span_on(session, document_id, DAY)
        assert span
        assert span.status is Status.IN_FORCE
        assert {row.kind for row in events_of(session, document_id)} == {EventKind.REPEALED, EventKind.VOIDED}


def test_it_is_taken_back_once_and_for_a_reason(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    event = record_event(
        store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
    )
    with pytest.raises(Refusal, match="更正理由"):
        void_event(store, cast.clerk, event, reason=" ", now=now)
    void_event(store, cast.clerk, event, reason="录错文件", now=now)
    with pytest.raises(Refusal, match="已被更正"):
        void_event(store, cast.clerk, event, reason="再次", now=now)
