"""The clock of cleanups: who is told of the next periodic one, and what a released round ends."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from registry.domain.cleanups import RoundKind
from registry.domain.instants import day_of
from registry.domain.notices import NoticeState
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice
from registry.storage.office import set_setting
from tests.jobs.office_days import at, notices, queue, send

DRAFTER, CLERK, LEAD = 1, 3, 4
PENDING = NoticeState.PENDING


def add_released(store: Store, name: str, released_at: datetime, **fields: Any) -> int:
    """A released periodic round, the next one due two years later."""
    day = day_of(released_at)
    with transaction(store) as session:
        cleanup = CleanupRound(
            name=name,
            kind=RoundKind.PERIODIC,
            cut_off_on=day,
            opened_at=released_at - timedelta(60),
            released_at=released_at,
            published_on=day,
            next_due_on=day.replace(year=day.year + 2),
            **fields,
        )
        session.add(cleanup)
        session.flush()
        return cleanup.id or 0


def test_a_round_over_one_authority_leaves_the_overdue_notice_of_the_level(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01"))
    for own, name in ((None, "部分机关"), (2, "本局")):
        add_released(store, name, at("08-02"), authority_ids=[2], owner_id=own)
    send(store, at("08-03"))
    assert {notice.state for notice in notices(store) if notice.threshold == "late-30"} == {NoticeState.INBOX}


def test_a_notice_that_was_cancelled_for_a_round_over_some_is_queued_again(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01"))
    with transaction(store) as session:
        for notice in session.exec(select(Notice)):
            notice.state, notice.outcome = NoticeState.CANCELLED, "本期清理已完成，无需提醒。"
            session.add(notice)
    add_released(store, "部分机关", at("08-02"), authority_ids=[2])
    queue(store, at("08-03"))
    assert {(notice.threshold, notice.outcome) for notice in notices(store, PENDING)} == {("late-30", "")}


def test_the_whole_level_cleaned_up_cancels_it(store: Store) -> None:
    with transaction(store) as session:
        set_setting(session, "first_cleanup_due_on", "2026-06-30")
    queue(store, at("08-01", "19:00"))
    add_released(store, "全区", at("08-01", "20:00"))
    send(store, at("08-02"))
    assert {notice.state for notice in notices(store) if notice.threshold == "late-30"} == {
        NoticeState.CANCELLED
    }
