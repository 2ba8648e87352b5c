"""Recording what happened to a document."""

from datetime import date, datetime

import pytest

from registry.actions.documents.record_event import make_event, record_event, spans_after
from registry.actions.documents.void_event import void_event
from registry.domain.acts import Term
from registry.domain.documents import RelationKind
from registry.domain.doubts import Doubt
from registry.domain.errors import Denied, Refusal
from registry.domain.validity import EventKind, Status, status_on
from registry.storage.documents.tables import Document, relations_of
from registry.storage.documents.timelines import events_of, span_on
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.engine import Store, reading
from tests.building.documents import register
from tests.cast import Cast

DAY = date(2026, 3, 10)


def test_a_repeal_ends_the_document_from_its_day(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    with reading(store) as session:
        document = session.get_one(Document, document_id)
        event = make_event(
            cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
        )
        foreseen = spans_after(session, document, event)
    record_event(
        store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source=" 决定 ", now=now
    )
    with reading(store) as session:
        for day in (date(2026, 3, 9), DAY):
            span = span_on(session, document_id, day)
            assert span
            assert span.status is status_on(foreseen, day).status
        assert status_on(foreseen, DAY).status is Status.REPEALED
        (event,) = events_of(session, document_id)
        assert (event.source, event.recorded_by) == ("决定", cast.clerk.name)


def test_an_event_needs_its_source_and_an_extension_its_new_day(
    store: Store, cast: Cast, now: datetime
) -> None:
    document_id = register(store, cast.clerk, now)
    for kind, source, new_valid_until, field in (
        (EventKind.REPEALED, " ", None, "source"),
        (EventKind.EXTENDED, "决定", None, "new_valid_until"),
        (EventKind.EXTENDED, "决定", date(2026, 3, 1), "new_valid_until"),
        (EventKind.PUBLISHED, "决定", None, "kind"),
    ):
        with pytest.raises(Refusal) as caught:
            record_event(
                store, cast.clerk, document_id, kind,
                effective_on=DAY, source=source, new_valid_until=new_valid_until, now=now,
            )  # fmt: skip
        assert caught.value.field == field


def test_what_is_recorded_already_is_not_recorded_twice(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    first = record_event(
        store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
    )
    with pytest.raises(Refusal) as caught:
        record_event(
            store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定 ", now=now
        )
    assert caught.value.field == "kind"
    void_event(store, cast.clerk, first, reason="记错了文件", now=now)
    assert record_event(
        store, cast.clerk, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
    )


def test_a_contact_records_nothing(store: Store, cast: Cast, now: datetime) -> None:
    document_id = register(store, cast.clerk, now)
    with pytest.raises(Denied):
        record_event(
            store, cast.drafter, document_id, EventKind.REPEALED, effective_on=DAY, source="决定", now=now
        )


def test_what_a_registered_document_did_is_written_among_its_relations(
    store: Store, cast: Cast, now: datetime
) -> None:
    old = register(store, cast.clerk, now)
    by = register(store, cast.clerk, now, title="废止决定", doc_no="示农〔2026〕9号")
    record_event(
        store, cast.clerk, old, EventKind.PARTLY_REPEALED,
        effective_on=date(2026, 4, 1), source="废止决定", by_document_id=by, now=now,
    )  # fmt: skip
    with reading(store) as session:
        (relation,) = relations_of(session, by)[0]
        assert (relation.kind, relation.other_id, relation.on) == (
            RelationKind.REPEALS,
            old,
            date(2026, 4, 1),
        )
        assert relation.is_partial


def test_a_draft_ends_nothing(store: Store, cast: Cast, now: datetime) -> None:
    old = register(store, cast.clerk, now)
    draft = register(store, cast.clerk, now, is_published=False, title="废止决定", doc_no="")
    with pytest.raises(Refusal, match="尚未公布"):
        record_event(
            store, cast.clerk, old, EventKind.REPEALED,
            effective_on=date(2026, 4, 1), source="废止决定", by_document_id=draft, now=now,
        )  # fmt: skip


def test_an_act_must_move_the_last_day_the_way_it_says(store: Store, cast: Cast, now: datetime) -> None:
    one = register(store, cast.clerk, now)
    for kind, new_valid_until, term, field in (
        (EventKind.EXTENDED, date(2031, 2, 28), None, "new_valid_until"),
        (EventKind.SHORTENED, date(2031, 3, 1), None, "new_valid_until"),
        (EventKind.SHORTENED, None, None, "new_valid_until"),
        (EventKind.REISSUED, None, None, "new_valid_until"),
        (EventKind.REISSUED, date(2031, 3, 1), Term.NO_EXPIRY, "new_valid_until"),
    ):
        with pytest.raises(Refusal) as caught:
            record_event(
                store, cast.clerk, one, kind,
                effective_on=DAY, source="决定", new_valid_until=new_valid_until, term=term, now=now,
            )  # fmt: skip
        assert caught.value.field == field


def test_a_reissue_says_its_end_or_is_a_doubt(store: Store, cast: Cast, now: datetime) -> None:
    for doc_no, term, is_doubtful in (
        ("示农〔2026〕11号", Term.NO_EXPIRY, False),
        ("示农〔2026〕12号", Term.UNSTATED, True),
    ):
        one = register(store, cast.clerk, now, title=f"重新公布的办法{doc_no}", doc_no=doc_no)
        record_event(
            store, cast.clerk, one, EventKind.REISSUED,
            effective_on=DAY, source="公告", term=term, now=now,
        )  # fmt: skip
        with reading(store) as session:
            doubts = {doubt for _, doubt in kept_doubts(session, [one])}
            span = span_on(session, one, date(2040, 1, 1))
        assert (Doubt.NO_VALIDITY.value in doubts) is is_doubtful
        assert span
        assert span.status is Status.IN_FORCE
