"""Tying documents together."""

from datetime import date, datetime

import pytest

from registry.actions.documents.relate_documents import relate_documents
from registry.domain.documents import Dates, RelationKind
from registry.domain.errors import Denied, Refusal
from registry.domain.validity import EventKind, Status
from registry.storage.documents.tables import relations_of
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast


def _two(store: Store, cast: Cast, now: datetime) -> tuple[int, int]:
    new = register(store, cast.clerk, now)
    old = register(
        store, cast.clerk, now,
        title="旧办法", doc_no="示农〔2012〕1号", steps=(), dates=Dates(published_on=date(2012, 5, 1)),
    )  # fmt: skip
    return new, old


def test_a_repeal_is_written_on_the_other_s_timeline(store: Store, cast: Cast, now: datetime) -> None:
    new, old = _two(store, cast, now)
    relate_documents(store, cast.clerk, new, RelationKind.REPEALS, other_id=old, now=now)
    with reading(store) as session:
        span = span_on(session, old, date(2026, 3, 1))  # the day the new one takes effect
        assert span
        assert span.status is Status.REPEALED
        assert "示农〔2026〕3号" in span.why
        own, others = relations_of(session, old)
        assert (own, [relation.document_id for relation in others]) == ([], [new])


def test_a_partial_repeal_leaves_the_other_in_force(store: Store, cast: Cast, now: datetime) -> None:
    new, old = _two(store, cast, now)
    relate_documents(store, cast.clerk, new, RelationKind.REPEALS, other_id=old, is_partial=True, now=now)
    with reading(store) as session:
        assert [event.kind for event in events_of(session, old)] == [EventKind.PARTLY_REPEALED]
        span = span_on(session, old, date(2026, 3, 5))
        assert span
        assert span.status is Status.IN_FORCE


def test_the_other_end_may_be_words_and_must_be_something(store: Store, cast: Cast, now: datetime) -> None:
    new, _ = _two(store, cast, now)
    relate_documents(store, cast.clerk, new, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now)
    with pytest.raises(Refusal, match="请选择对方文件"):
        relate_documents(store, cast.clerk, new, RelationKind.BASED_ON, now=now)
    with pytest.raises(Refusal, match="已经登记"):
        relate_documents(
            store, cast.clerk, new, RelationKind.BASED_ON, other_text="农业机械化促进法", now=now
        )


def test_a_contact_ends_no_document_by_a_relation(store: Store, cast: Cast, now: datetime) -> None:
    new, old = _two(store, cast, now)
    with pytest.raises(Denied):
        relate_documents(store, cast.drafter, new, RelationKind.REPEALS, other_id=old, now=now)
    with reading(store) as session:
        assert relations_of(session, new) == ([], [])


def test_a_draft_repeals_nothing(store: Store, cast: Cast, now: datetime) -> None:
    old = register(store, cast.clerk, now)
    draft = register(store, cast.clerk, now, is_published=False, title="示范区新办法", doc_no="")
    with pytest.raises(Refusal, match="尚未公布"):
        relate_documents(store, cast.clerk, draft, RelationKind.REPEALS, other_id=old, now=now)
