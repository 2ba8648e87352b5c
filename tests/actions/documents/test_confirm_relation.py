"""Confirming a relation that was read from a text."""

from datetime import date, datetime

import pytest

from registry.actions.documents.confirm_relation import confirm_relation
from registry.actions.documents.other_ends import write_read_relations
from registry.actions.documents.record_event import record_event
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.documents.remove_relation import remove_relation
from registry.domain.documents import Dates, RelationKind
from registry.domain.errors import Denied, Refusal
from registry.domain.validity import EventKind, Status
from registry.readers.documents.facts import RelationFound
from registry.storage.audit import entries_about
from registry.storage.documents.tables import Relation, relations_of
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register
from tests.cast import Cast

_FOUND = RelationFound("repeals", "旧办法", "示农〔2012〕1号", "旧办法同时废止。")


def _two(store: Store, cast: Cast, now: datetime, *, is_published: bool = True) -> tuple[int, int, int]:
    new = register(store, cast.clerk, now, is_published=is_published)
    old = register(
        store, cast.clerk, now,
        title="旧办法", doc_no="示农〔2012〕1号", steps=(), dates=Dates(published_on=date(2012, 5, 1)),
    )  # fmt: skip
    with transaction(store) as session:
        write_read_relations(session, {new: [_FOUND]})
    with reading(store) as session:
        return new, old, relations_of(session, new)[0][0].id or 0


def test_confirming_a_repeal_repeals_on_the_day_the_new_one_takes_effect(
    store: Store, cast: Cast, now: datetime
) -> None:
    new, old, relation = _two(store, cast, now)
    confirm_relation(store, cast.clerk, relation, now=now)
    with reading(store) as session:
        before, after = span_on(session, old, date(2026, 2, 28)), span_on(session, old, date(2026, 3, 1))
        assert before
        assert after
        assert [before.status, after.status] == [Status.IN_FORCE, Status.REPEALED]
        assert relations_of(session, new)[0][0].is_confirmed
        entry = entries_about(session, f"document:{new}")[0]
        assert (entry.act, entry.fields["other"]) == ("confirm_relation", "《旧办法》（示农〔2012〕1号）")


def test_confirming_twice_or_recording_it_from_the_other_side_writes_one_event(
    store: Store, cast: Cast, now: datetime
) -> None:
    new, old, relation = _two(store, cast, now)
    day = date(2026, 4, 1)
    record_event(
        store, cast.clerk, old, EventKind.REPEALED,
        effective_on=day, source="新办法", by_document_id=new, now=now,
    )  # fmt: skip
    confirm_relation(store, cast.clerk, relation, now=now)
    with reading(store) as session:
        (tie,) = relations_of(session, new)[0]
        assert (tie.is_confirmed, tie.on, len(events_of(session, old))) == (True, day, 1)
    with pytest.raises(Refusal, match="已经登记"):
        relate_documents(store, cast.clerk, new, RelationKind.REPEALS, other_id=old, now=now)
    with pytest.raises(Refusal, match="已经记录"):
        record_event(
            store, cast.clerk, old, EventKind.REPEALED,
            effective_on=day, source="新办法", by_document_id=new, now=now,
        )  # fmt: skip


def test_who_confirms_it_otherwise_than_somebody_just_did_is_told(
    store: Store, cast: Cast, now: datetime
) -> None:
    _, old, relation = _two(store, cast, now)
    for _ in range(2):
        confirm_relation(store, cast.clerk, relation, now=now)
    with pytest.raises(Refusal, match="刚被他人确认"):
        confirm_relation(store, cast.clerk, relation, is_partial=True, now=now)
    with reading(store) as session:
        assert [event.kind for event in events_of(session, old)] == [EventKind.REPEALED]


def test_a_part_that_is_repealed_leaves_the_rest_in_force(store: Store, cast: Cast, now: datetime) -> None:
    _, old, relation = _two(store, cast, now)
    confirm_relation(store, cast.clerk, relation, is_partial=True, on=date(2026, 3, 2), now=now)
    with reading(store) as session:
        assert [(event.kind, event.effective_on) for event in events_of(session, old)] == [
            (EventKind.PARTLY_REPEALED, date(2026, 3, 2))
        ]


def test_a_draft_repeals_nothing_and_a_contact_neither(store: Store, cast: Cast, now: datetime) -> None:
    _, old, relation = _two(store, cast, now, is_published=False)
    with pytest.raises(Refusal, match="尚未公布"):
        confirm_relation(store, cast.clerk, relation, now=now)
    with pytest.raises(Refusal, match="属于其他制定机关"):
        confirm_relation(store, cast.stranger, relation, now=now)
    with pytest.raises(Denied):
        confirm_relation(store, cast.auditor, relation, now=now)
    with reading(store) as session:
        assert not events_of(session, old)


def test_saying_no_to_what_was_read_takes_no_event_back(store: Store, cast: Cast, now: datetime) -> None:
    new, old, relation = _two(store, cast, now)
    remove_relation(store, cast.clerk, relation, now=now)
    with reading(store) as session:
        assert session.get(Relation, relation) is None
        assert not events_of(session, old)
    with pytest.raises(Refusal, match="已被撤下"):
        confirm_relation(store, cast.clerk, relation, now=now)
    assert new
