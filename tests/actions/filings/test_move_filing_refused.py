"""The moves of a filing that are refused: wrong state, wrong day, wrong person, no reason, a stale page."""

from datetime import date, datetime

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.filings import FilingState, Move
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import moves_of
from tests.building.documents import register
from tests.building.filings import TODAY, filing_of, make_move, stored_filing
from tests.building.prepared_registers import Prepare
from tests.cast import Cast

S = FilingState
PUBLISHED, DUE = date(2026, 2, 2), date(2026, 2, 24)


@pytest.fixture
def owed(store: Store, prepared: Prepare, cast: Cast, now: datetime) -> int:
    """A filing of the drafter's authority, due on 2026-02-24."""
    return filing_of(store, prepared(register, cast.clerk, now))


@pytest.mark.parametrize("name", sorted(set(Move) - {Move.SUBMIT, Move.WITHDRAW}))
def test_a_move_that_the_table_does_not_have_changes_nothing(
    store: Store, cast: Cast, now: datetime, owed: int, name: str
) -> None:
    with pytest.raises(Refusal, match="当前为“待报送”，等待制定机关报送备案"):
        make_move(store, cast.lead, owed, name, now)
    assert stored_filing(store, owed).version == 1
    with reading(store) as session:
        assert not moves_of(session, owed)


def test_no_number_is_given_while_numbering_is_paused(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    make_move(store, cast.clerk, owed, "submit", now)
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "从备份恢复")
    with pytest.raises(Refusal, match="暂停编发"):
        make_move(store, cast.clerk, owed, "register", now)


def test_a_stale_page_is_refused(store: Store, cast: Cast, now: datetime, owed: int) -> None:
    move_filing(store, cast.drafter, owed, Move.SUBMIT, on=TODAY, version=1, now=now)
    with pytest.raises(
        Refusal, match="最近一次是周起草（drafter）于2026年3月5日 10:00“报送备案”，当前为“已报送”"
    ):
        move_filing(store, cast.clerk, owed, Move.REGISTER, on=TODAY, version=1, now=now)
    assert stored_filing(store, owed).state is S.SUBMITTED


def test_a_person_without_permission_is_denied_and_a_stranger_is_told_nothing(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    with pytest.raises(Hidden):
        make_move(store, cast.stranger, owed, "submit", now)
    for actor, name in ((cast.auditor, "submit"), (cast.admin, "submit"), (cast.visitor, "submit")):
        with pytest.raises(Denied):
            make_move(store, actor, owed, name, now)
    make_move(store, cast.drafter, owed, "submit", now)
    with pytest.raises(Denied):
        make_move(store, cast.drafter, owed, "register", now)
    make_move(store, cast.clerk, owed, "register", now)
    make_move(store, cast.clerk, owed, "start_review", now)
    with pytest.raises(Denied):
        make_move(store, cast.clerk, owed, "pass", now)


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2026, 3, 6), "晚于今天"), (date(2026, 2, 1), "早于公布日期")]
)
def test_an_impossible_day_is_refused_at_its_field(
    store: Store, cast: Cast, now: datetime, owed: int, on: date, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        make_move(store, cast.drafter, owed, "submit", now, on)
    assert refused.value.field == "on"


def test_a_move_is_not_dated_before_the_previous_one(
    store: Store, cast: Cast, now: datetime, owed: int
) -> None:
    make_move(store, cast.drafter, owed, "submit", now, DUE)
    with pytest.raises(Refusal, match="早于上一步"):
        make_move(store, cast.clerk, owed, "register", now, date(2026, 2, 23))


@pytest.mark.parametrize("name", [Move.DEFER, Move.REFUSE])
def test_a_move_that_needs_a_reason_is_refused_without_one(
    store: Store, cast: Cast, now: datetime, owed: int, name: Move
) -> None:
    before = make_move(store, cast.drafter, owed, "submit", now).version
    with pytest.raises(Refusal, match="须写明理由") as refused:
        move_filing(store, cast.clerk, owed, name, on=TODAY, now=now, reason="  ")
    assert refused.value.field == "reason"
    assert stored_filing(store, owed).version == before


def test_a_filing_that_does_not_exist_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal, match="不存在"):
        move_filing(store, cast.clerk, 404, Move.SUBMIT, on=TODAY, now=now)
