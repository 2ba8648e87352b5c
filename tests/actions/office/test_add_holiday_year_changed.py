"""A decree that changes a running year: open filings are computed anew, both workings stay, the told are told."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import HolidayYear
from registry.domain.filings import Move
from registry.domain.holiday_decrees import read_decree
from registry.domain.notices import NoticeKind, NoticeState
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import DueChange, Filing, due_changes_of
from registry.storage.notices import Notice
from registry.storage.people import User
from registry.storage.recipients import NO_OFFICE
from registry.storage.rulebook import decreed_year
from tests.building.documents import DATES, register
from tests.building.filings import filing_of, stored_filing
from tests.cast import Cast
from tests.jobs.office_days import queue

NOW = datetime(2026, 2, 12, 2, 0, tzinfo=UTC)
PUBLISHED = date(2026, 2, 9)  # the 15th day is Tuesday, 2026-02-24: the first one after the holiday
SOURCE = "国务院办公厅关于延长2026年春节假期的通知（国办发明电〔2026〕1号）"
WORDS = "延长2026年春节假期至3月1日（星期日），3月2日（星期一）起正常上班。"


def changed_decree(store: Store) -> HolidayYear:
    with reading(store) as session:
        return read_decree(WORDS, 2026, decreed_year(session, 2026))


def decree_change(store: Store, cast: Cast) -> int:
    return add_holiday_year(store, cast.admin, changed_decree(store), source=SOURCE, now=NOW)


def changes_of(store: Store, filing_id: int) -> list[DueChange]:
    with reading(store) as session:
        return due_changes_of(session, filing_id)


def told(store: Store) -> list[tuple[int, dict[str, str]]]:
    with reading(store) as session:
        query = select(Notice).where(Notice.kind == NoticeKind.FILING_RECOMPUTED).order_by(col(Notice.id))
        return [(notice.user_id, notice.facts) for notice in session.exec(query)]


@pytest.fixture
def owed(store: Store, cast: Cast) -> int:
    dates = replace(DATES, published_on=PUBLISHED, effective_on=PUBLISHED)
    return filing_of(store, register(store, cast.clerk, NOW, dates=dates))


def test_an_owed_filing_moves_and_keeps_both_workings(store: Store, cast: Cast, owed: int) -> None:
    before = stored_filing(store, owed)
    assert before.due_on == date(2026, 2, 24)
    assert decree_change(store, cast) == 1
    after = stored_filing(store, owed)
    assert (after.due_on, after.calendar_versions["2026"]) == (date(2026, 3, 2), 2)
    [change] = changes_of(store, owed)
    assert (change.is_step, change.before_on, change.after_on) == (False, date(2026, 2, 24), date(2026, 3, 2))
    assert (change.before_working, change.after_working) == (before.working, after.working)
    assert change.reason == f"2026年放假安排有调整：{SOURCE}"
    assert not verify_register(store)


def test_the_notice_says_the_old_and_the_new_day(store: Store, cast: Cast, owed: int) -> None:
    decree_change(store, cast)
    [(user_id, facts)] = told(store)
    assert user_id == cast.drafter.user_id
    assert (facts["before"], facts["due_on"], facts["is_step"]) == ("2026-02-24", "2026-03-02", "")


def test_whoever_was_reminded_of_the_old_day_is_told(store: Store, cast: Cast, owed: int) -> None:
    late = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)  # a week overdue: the office was reminded too
    queue(store, late)
    with reading(store) as session:
        query = select(Notice.user_id).where(Notice.due_on == date(2026, 2, 24), Notice.state == "pending")
        reminded = set(session.exec(query))
    assert reminded > {cast.drafter.user_id}
    decree_change(store, cast)
    assert {user_id for user_id, _ in told(store)} == reminded


def test_the_step_of_a_submitted_filing_moves_too(store: Store, cast: Cast, owed: int) -> None:
    move_filing(store, cast.drafter, owed, Move.SUBMIT, on=date(2026, 2, 12), now=NOW)
    before = stored_filing(store, owed)
    assert before.step_due_on == date(2026, 2, 26)  # 13, 14, 24, 25, 26
    assert decree_change(store, cast) == 1
    after = stored_filing(store, owed)
    assert after.step_due_on == date(2026, 3, 4)
    steps = [change for change in changes_of(store, owed) if change.is_step]
    assert [(step.before_on, step.after_on) for step in steps] == [(date(2026, 2, 26), date(2026, 3, 4))]
    assert steps[0].before_working == before.step_working
    office = {cast.clerk.user_id, cast.lead.user_id}
    assert {user_id for user_id, facts in told(store) if facts["is_step"]} == office
    assert not verify_register(store)


def test_a_step_begun_before_its_rules_were_kept_moves_too(store: Store, cast: Cast, owed: int) -> None:
    move_filing(store, cast.drafter, owed, Move.SUBMIT, on=date(2026, 2, 12), now=NOW)
    forget_rules(store, owed)
    assert not verify_register(store)
    decree_change(store, cast)
    assert stored_filing(store, owed).step_due_on == date(2026, 3, 4)
    assert not verify_register(store)


def test_a_review_that_goes_on_keeps_counting_from_its_registration(
    store: Store, cast: Cast, owed: int
) -> None:
    registered_on = date(2026, 1, 23)  # 30 days later is Sunday, 22 February: a holiday
    dates = replace(DATES, published_on=date(2026, 1, 20), effective_on=date(2026, 1, 20))
    filing_id = filing_of(
        store,
        register(store, cast.clerk, NOW, dates=dates, doc_no="示农〔2026〕8号", title="示范区渔船补贴办法"),
    )
    move_filing(store, cast.drafter, filing_id, Move.SUBMIT, on=date(2026, 1, 21), now=NOW)
    move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=registered_on, now=NOW)
    move_filing(store, cast.clerk, filing_id, Move.START_REVIEW, on=date(2026, 1, 26), now=NOW)
    assert stored_filing(store, filing_id).step_due_on == date(2026, 2, 24)
    assert not verify_register(store)
    decree_change(store, cast)
    assert stored_filing(store, filing_id).step_due_on == date(2026, 3, 2)
    assert not verify_register(store)


def test_a_concluded_filing_keeps_its_days(store: Store, cast: Cast, owed: int) -> None:
    move_filing(store, cast.clerk, owed, Move.WITHDRAW, on=date(2026, 2, 12), reason="仍须修改", now=NOW)
    assert decree_change(store, cast) == 0
    assert stored_filing(store, owed).due_on == date(2026, 2, 24)
    assert not told(store)
    assert not changes_of(store, owed)
    assert not verify_register(store)


def test_a_filing_of_another_time_of_the_year_stays(store: Store, cast: Cast) -> None:
    dates = replace(DATES, published_on=date(2026, 1, 5), effective_on=date(2026, 1, 5))
    filing_id = filing_of(store, register(store, cast.clerk, NOW, dates=dates))
    assert decree_change(store, cast) == 0
    assert not changes_of(store, filing_id)
    assert not verify_register(store)


def forget_rules(store: Store, filing_id: int) -> None:
    """Leaves the filing as a version wrote it that did not keep what a step was computed with."""
    with transaction(store) as session:
        filing = session.get_one(Filing, filing_id)
        filing.step_profile_id, filing.step_calendar_versions = None, {}
        session.add(filing)


def test_the_offices_own_step_waits_for_the_office_while_it_has_nobody(
    store: Store, cast: Cast, owed: int
) -> None:
    move_filing(store, cast.drafter, owed, Move.SUBMIT, on=date(2026, 2, 12), now=NOW)
    with transaction(store) as session:
        session.execute(sa.delete(Notice))
        office = sa.update(User).where(col(User.id).in_([cast.clerk.user_id, cast.lead.user_id]))
        session.execute(office.values(is_active=False))
    assert decree_change(store, cast) == 1
    with reading(store) as session:
        query = select(Notice).where(
            Notice.state == NoticeState.HELD, Notice.kind == NoticeKind.FILING_RECOMPUTED
        )
        steps = [notice for notice in session.exec(query) if notice.facts["is_step"]]
    assert [notice.key.rpartition(":")[2] for notice in steps] == [NO_OFFICE]
    queue(store, NOW)
    assert [user_id for user_id, facts in told(store) if facts["is_step"]] == [None]
