"""Queueing reminders: to the right people, once, also after days without a run, at a cost that follows what is due."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from registry.actions.documents.record_event import record_event
from registry.actions.filings.move_filing import move_filing
from registry.actions.people.add_user import add_user
from registry.domain.filings import Move
from registry.domain.notices import NoticeState, expiry_thresholds
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.reminders import Audience, running_steps
from registry.domain.roles import OPERATOR, Role
from registry.domain.validity import EventKind
from registry.jobs._deadlines import near_lapses
from registry.storage.engine import Store, transaction
from registry.storage.office import set_setting
from registry.storage.running_filings import running_until
from tests.cast import PASSWORD, Cast
from tests.jobs.office_days import at, filing_of, notices, queue, register_published, told

DRAFTER, CLERK, LEAD = 1, 3, 4
NUMBERS = count(1)  # hypothesis runs its examples in one register
PENDING, SUPERSEDED = NoticeState.PENDING, NoticeState.SUPERSEDED


def test_nothing_is_owed_before_the_first_threshold(store: Store) -> None:
    register_published(store)
    assert queue(store, at("03-14", "23:59")).counts == {"n_queued": 0, "n_superseded": 0}
    assert not notices(store)


def test_a_day_begins_at_midnight_in_shanghai(store: Store) -> None:
    register_published(store)
    queue(store, at("03-14", "23:59"))
    assert not notices(store)
    queue(store, at("03-15", "00:00"))
    assert told(store) == [("filing_due", "5", DRAFTER)]


def test_only_the_authority_is_reminded_of_its_filing_until_it_is_late(store: Store) -> None:
    register_published(store)
    queue(store, at("03-20"))
    assert {notice.user_id for notice in notices(store)} == {DRAFTER}
    queue(store, at("03-27"))
    assert told(store, PENDING) == [("filing_overdue", "late-7", person) for person in (DRAFTER, CLERK)]
    queue(store, at("04-03"))
    assert told(store, PENDING) == [
        ("filing_overdue", "late-14", person) for person in (DRAFTER, CLERK, LEAD)
    ]


def test_the_clerks_are_reminded_of_a_filing_that_the_office_owes_itself(store: Store) -> None:
    register_published(store, authority_id=1)
    queue(store, at("03-15"))
    assert told(store) == [("filing_due", "5", CLERK)]


def test_a_deferred_filing_is_due_when_its_supplement_is(store: Store, cast: Cast) -> None:
    filing = filing_of(store, register_published(store))
    assert filing.id
    move_filing(store, cast.drafter, filing.id, Move.SUBMIT, on=date(2026, 3, 6), now=at("03-06"))
    move_filing(
        store, cast.clerk, filing.id, Move.DEFER, on=date(2026, 3, 6), reason="缺起草说明", now=at("03-06")
    )
    due_on = filing_of(store, filing.document_id).step_due_on
    assert due_on == date(2026, 3, 23)  # 15 days end on a Saturday
    queue(store, at("03-18"))
    (reminder,) = [notice for notice in notices(store) if notice.kind == "filing_due"]
    assert (reminder.due_on, reminder.facts["state"], reminder.facts["left"]) == (
        due_on,
        "deferred",
        "还剩5日",
    )


def test_an_expiry_concerns_the_authority_and_the_office(store: Store) -> None:
    register_published(store, published_on=date(2025, 6, 1), valid_until=date(2026, 9, 30), now=at("03-05"))
    queue(store, at("04-02"))
    assert not notices(store)
    queue(store, at("04-03"))  # 180 days before
    assert told(store) == [("expiry_due", "180", person) for person in (DRAFTER, CLERK, LEAD)]


def test_nobody_is_reminded_of_a_document_that_ended_or_was_extended(store: Store, cast: Cast) -> None:
    for kind, until in ((EventKind.REPEALED, None), (EventKind.EXTENDED, date(2028, 9, 30))):
        document_id = register_published(
            store, f"示范区{kind}办法", published_on=date(2025, 6, 1), valid_until=date(2026, 4, 30)
        )
        record_event(
            store,
            cast.lead,
            document_id,
            kind,
            effective_on=date(2026, 3, 10),
            source="示政〔2026〕1号",
            new_valid_until=until,
            now=at("03-10"),
        )
    queue(store, at("04-25"))
    assert not notices(store)


def test_the_next_cleanup_concerns_the_office(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("04-01"))
    assert told(store, PENDING) == [("cleanup_due", "90", CLERK), ("cleanup_due", "90", LEAD)]
    queue(store, at("08-01"))
    assert {notice.threshold for notice in notices(store, PENDING)} == {"late-30"}


def test_after_a_week_without_a_run_every_missed_threshold_has_its_row_and_the_newest_waits(
    store: Store,
) -> None:
    register_published(store)
    report = queue(store, at("03-22"))
    assert report.counts == {"n_queued": 1, "n_superseded": 2}
    assert told(store, SUPERSEDED) == [("filing_due", "1", DRAFTER), ("filing_due", "5", DRAFTER)]
    (newest,) = notices(store, PENDING)
    assert (newest.threshold, newest.facts["left"]) == ("0", "已逾期2日")


def test_a_reminder_nobody_could_send_gives_way_to_the_next(store: Store) -> None:
    register_published(store)
    queue(store, at("03-15"))
    queue(store, at("03-19"))
    assert [(notice.threshold, notice.state) for notice in notices(store)] == [
        ("5", SUPERSEDED),
        ("1", PENDING),
    ]


def test_the_same_day_twice_adds_nothing(store: Store) -> None:
    register_published(store)
    queue(store, at("03-27"))
    before = [notice.model_dump() for notice in notices(store)]
    assert queue(store, at("03-27", "17:00")).counts == {"n_queued": 0, "n_superseded": 0}
    assert [notice.model_dump() for notice in notices(store)] == before


def test_a_new_person_is_reminded_of_the_newest_threshold(store: Store) -> None:
    register_published(store)
    queue(store, at("03-19"))
    add_user(
        store,
        OPERATOR,
        login="newcomer",
        name="何新来",
        role=Role.CONTACT,
        password=PASSWORD,
        authority_id=2,
        now=at("03-19"),
    )
    queue(store, at("03-19", "10:00"))
    assert [(notice.threshold, notice.state) for notice in notices(store) if notice.user_id > LEAD] == [
        ("5", SUPERSEDED),
        ("1", PENDING),
    ]


def test_old_documents_entered_today_cause_no_reminders_of_past_thresholds(store: Store) -> None:
    register_published(store, published_on=date(2026, 1, 5), now=at("03-05"))
    register_published(
        store, "示范区旧办法", published_on=date(2021, 6, 1), valid_until=date(2026, 3, 20), now=at("03-05")
    )
    queue(store, at("03-05"))
    assert not [
        notice
        for notice in notices(store)
        if notice.due_on and notice.threshold in ("180", "60", "30", "5", "0")
    ]


def test_a_moved_date_is_another_notice(store: Store) -> None:
    document_id = register_published(store)
    queue(store, at("03-15"))
    filing = filing_of(store, document_id)
    with transaction(store) as session:
        filing.due_on = date(2026, 3, 23)
        session.add(filing)
    queue(store, at("03-18"))
    assert [(notice.threshold, notice.due_on) for notice in notices(store)] == [
        ("5", date(2026, 3, 20)),
        ("5", date(2026, 3, 23)),
    ]


def test_two_clocks_at_once_queue_each_notice_once(store: Store) -> None:
    for n in range(5):
        register_published(store, f"示范区第{n}号办法")
    barrier = Barrier(3)

    def tick() -> None:
        barrier.wait()
        queue(store, at("03-27"))

    threads = [Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notices(store, PENDING)) == 5 * 2
    assert len(notices(store, SUPERSEDED)) == 5 * 3


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days_up=st.sets(st.integers(0, 30), min_size=1))
def test_the_rows_follow_the_rules_on_whichever_days_the_job_runs(store: Store, days_up: set[int]) -> None:
    document_id = register_published(store, f"示范区第{next(NUMBERS)}号办法", valid_until=date(2026, 4, 10))
    filing = filing_of(store, document_id)
    assert filing.due_on
    first = date(2026, 3, 5)
    for day in sorted(days_up):
        queue(store, at("03-05") + timedelta(day))
    today = first + timedelta(max(days_up))
    (step,) = running_steps(filing.state, filing.direction, filing.due_on, None, DEFAULT_PROFILES[-1])
    filings = {rung.audience: step.thresholds(rung, today, first) for rung in step.rungs}
    expiries = expiry_thresholds(date(2026, 4, 10), DEFAULT_PROFILES[-1], today, since=first)
    audiences = {Audience.CONTACTS: DRAFTER, Audience.CLERKS: CLERK, Audience.LEADS: LEAD}
    expected = {
        (threshold.label, person) for audience, person in audiences.items() for threshold in filings[audience]
    }
    expected_expiries = {
        (threshold.label, person) for threshold in expiries for person in (DRAFTER, CLERK, LEAD)
    }
    rows = [
        notice for notice in notices(store) if (notice.subject, notice.subject_id) == ("filing", filing.id)
    ]
    lapses = [
        notice
        for notice in notices(store)
        if (notice.subject, notice.subject_id) == ("document", document_id)
    ]
    assert {(notice.threshold, notice.user_id) for notice in rows} == expected
    assert {(notice.threshold, notice.user_id) for notice in lapses} == expected_expiries
    for queued, reached in ((rows, filings[Audience.CONTACTS]), (lapses, expiries)):
        pending = {notice.threshold for notice in queued if notice.state == PENDING}
        assert pending == {threshold.label for threshold in reached[-1:]}


@pytest.mark.parametrize(
    "query", [running_until(date(2026, 3, 10)), near_lapses(date(2026, 3, 5), date(2026, 9, 1))]
)
def test_no_table_is_scanned_when_nothing_is_due(
    query: sa.Select[object], another_store: Callable[[str], Store]
) -> None:
    store = another_store("empty")
    text = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with store.engine.connect() as connection:
        plan = [row.detail for row in connection.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
    store.engine.dispose()
    assert plan
    assert not [step for step in plan if step.startswith("SCAN")], plan
