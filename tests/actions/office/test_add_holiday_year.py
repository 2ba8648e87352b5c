"""A decreed holiday year: what was 预计 becomes certain."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from registry.actions.filings.move_filing import move_filing
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.verify_register import verify_register
from registry.domain.calendars import HolidayYear
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.domain.notices import NoticeKind
from registry.storage.calendar import HolidayYearVersion
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.notices import Notice
from tests.building.documents import DATES, register
from tests.building.filings import filing_of
from tests.cast import Cast

LATER = datetime(2026, 12, 24, 2, 0, tzinfo=UTC)
PUBLISHED = date(2026, 12, 18)  # the 15th day is Saturday, 2027-01-02
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"
NEW_YEAR = {date(2027, 1, day): "元旦" for day in (1, 2, 3, 4)}
DECREE = HolidayYear(2027, 0, NEW_YEAR, {date(2027, 1, 9): "元旦"})


@pytest.fixture
def provisional(store: Store, cast: Cast) -> int:
    dates = replace(DATES, published_on=PUBLISHED, effective_on=PUBLISHED)
    return filing_of(store, register(store, cast.clerk, LATER, dates=dates))


def stored(store: Store, filing_id: int) -> Filing:
    with reading(store) as session:
        return session.get_one(Filing, filing_id)


def test_what_was_provisional_is_computed_anew_and_told(store: Store, cast: Cast, provisional: int) -> None:
    before = stored(store, provisional)
    assert (before.due_on, before.is_provisional) == (date(2027, 1, 4), True)
    assert add_holiday_year(store, cast.admin, DECREE, source=SOURCE, now=LATER) == 1
    after = stored(store, provisional)
    assert (after.due_on, after.is_provisional) == (date(2027, 1, 5), False)
    assert "预计" not in after.working
    with reading(store) as session:
        [notice] = session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_RECOMPUTED)).all()
    assert notice.user_id == cast.drafter.user_id
    assert notice.facts["due_on"] == "2027-01-05"
    assert notice.facts["before"] == "2027-01-04"
    assert notice.facts["reason"] == f"2027年放假安排已公布：{SOURCE}"
    assert not verify_register(store)


def test_a_date_that_stays_loses_its_mark_and_nobody_is_told(
    store: Store, cast: Cast, provisional: int
) -> None:
    decree = replace(DECREE, off={date(2027, 1, 1): "元旦"}, work={})
    assert add_holiday_year(store, cast.admin, decree, source=SOURCE, now=LATER) == 0
    assert not stored(store, provisional).is_provisional
    with reading(store) as session:
        assert not session.exec(select(Notice).where(Notice.kind == NoticeKind.FILING_RECOMPUTED)).all()


def test_what_is_concluded_keeps_the_date_it_was_measured_by(
    store: Store, cast: Cast, provisional: int
) -> None:
    move_filing(
        store, cast.clerk, provisional, Move.WITHDRAW, on=date(2026, 12, 22), reason="仍须修改", now=LATER
    )
    assert add_holiday_year(store, cast.admin, DECREE, source=SOURCE, now=LATER) == 0
    assert stored(store, provisional).due_on == date(2027, 1, 4)


def test_a_second_decree_of_a_year_is_a_new_version(store: Store, cast: Cast) -> None:
    for _ in range(2):
        add_holiday_year(store, cast.admin, DECREE, source=SOURCE, now=LATER)
    with reading(store) as session:
        versions = session.exec(
            select(HolidayYearVersion.version).where(HolidayYearVersion.year == 2027)
        ).all()
    assert sorted(versions) == [1, 2]


def test_a_decree_without_its_source_is_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="名称和文号"):
        add_holiday_year(store, cast.admin, DECREE, source=" ", now=LATER)


def test_only_an_admin_may(store: Store, cast: Cast) -> None:
    with pytest.raises(Denied):
        add_holiday_year(store, cast.lead, DECREE, source=SOURCE, now=LATER)
