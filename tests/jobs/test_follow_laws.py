"""Laws that end with the days: at midnight, after a week off, and those that ship with a newer program."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.actions.laws import follow_laws as following
from registry.actions.laws.load_laws import load_laws
from registry.actions.office.verify_register import verify_register
from registry.domain.documents import Dates
from registry.domain.doubts import Doubt
from registry.domain.law_tables import LawLine
from registry.domain.laws import Law, LawStatus, Origin
from registry.jobs import run_job
from registry.storage.doubts.deriving import kept_doubts
from registry.storage.engine import Store, reading
from registry.storage.laws import present_laws
from tests.building.bases import LAW, register_based
from tests.cast import Cast
from tests.jobs.office_days import office

MIDNIGHT = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)  # 2026-03-10, 00:00 in Asia/Shanghai
ENDS_ON = date(2026, 3, 10)


def run(store: Store, at: datetime) -> int:
    report = run_job(office(store), "follow_laws", at)
    assert report.error == ""
    return report.counts["n_documents"]


def is_doubted(store: Store, document_id: int) -> bool:
    with reading(store) as session:
        return (document_id, Doubt.BASIS_GONE.value) in kept_doubts(session, [document_id])


@pytest.fixture
def document_id(store: Store, cast: Cast, now: datetime) -> int:
    """A document whose basis ends on 2026-03-10."""
    law = Law(LAW.strip("《》"), LawStatus.REPEALED, ENDS_ON)
    load_laws(store, cast.clerk, [LawLine("第2行", law)], name="法规.xlsx", now=now)
    return register_based(store, "示范区补贴办法")


def test_a_law_ends_at_midnight_in_china(store: Store, document_id: int) -> None:
    assert run(store, MIDNIGHT - timedelta(seconds=1)) == 0
    assert not is_doubted(store, document_id)
    assert run(store, MIDNIGHT) == 1
    assert is_doubted(store, document_id)
    assert run(store, MIDNIGHT + timedelta(minutes=1)) == 0
    assert verify_register(store) == []


def test_a_week_off_is_caught_up(store: Store, document_id: int) -> None:
    assert run(store, MIDNIGHT + timedelta(days=7)) == 1
    assert is_doubted(store, document_id)


def test_a_clock_set_back_counts_nothing_back(store: Store, document_id: int) -> None:
    run(store, MIDNIGHT)
    assert run(store, MIDNIGHT - timedelta(days=3)) == 0
    assert is_doubted(store, document_id)


def test_a_document_that_lapses_leaves_the_doubt(store: Store, cast: Cast, now: datetime) -> None:
    law = Law(LAW.strip("《》"), LawStatus.REPEALED, date(2022, 1, 1))
    load_laws(store, cast.clerk, [LawLine("第2行", law)], name="法规.xlsx", now=now)
    day = date(2020, 5, 1)
    dates = Dates(published_on=day, effective_on=day, valid_until=date(2026, 3, 9))
    document_id = register_based(store, "示范区补贴办法", dates=dates)
    assert is_doubted(store, document_id)
    run(store, MIDNIGHT)
    assert not is_doubted(store, document_id)
    assert verify_register(store) == []


def test_laws_of_a_newer_program_are_taken_in_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = register_based(store, "示范区补贴办法")
    new = Law(LAW.strip("《》"), LawStatus.REPEALED, date(2022, 1, 1), origin=Origin.SHIPPED, source="示例")
    monkeypatch.setattr(following, "SHIPPED_LAWS", (*following.SHIPPED_LAWS, new))
    monkeypatch.setattr(following, "SHIPPED_VERSION", following.SHIPPED_VERSION + 1)
    assert run(store, MIDNIGHT) == 1
    assert is_doubted(store, document_id)
    with reading(store) as session:
        n_laws = len(present_laws(session))
    assert run(store, MIDNIGHT + timedelta(days=1)) == 0
    with reading(store) as session:
        assert len(present_laws(session)) == n_laws
