"""Where a year's 备案登记号 begins."""

from datetime import datetime

import pytest

from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.start_number_series import start_number_series
from registry.domain.errors import Denied, Refusal
from registry.domain.filings import Move
from registry.storage.engine import Store
from tests.building.filings import TODAY, submitted_filing
from tests.cast import Cast


def test_the_system_goes_on_where_the_paper_register_ended(store: Store, cast: Cast, now: datetime) -> None:
    assert start_number_series(store, cast.admin, year=2026, last_serial=38, now=now) == "备〔2026〕39号"
    filing_id = submitted_filing(store)
    assert (
        move_filing(store, cast.clerk, filing_id, Move.REGISTER, on=TODAY, now=now).filing_no
        == "备〔2026〕39号"
    )


def test_once_it_has_numbered_the_start_stays(store: Store, cast: Cast, now: datetime) -> None:
    move_filing(store, cast.clerk, submitted_filing(store), Move.REGISTER, on=TODAY, now=now)
    with pytest.raises(Refusal, match="备〔2026〕1号，起始号不能再改"):
        start_number_series(store, cast.admin, year=2026, last_serial=38, now=now)


@pytest.mark.parametrize("last_serial", [-1, 100_000])
def test_an_impossible_serial_is_refused(store: Store, cast: Cast, now: datetime, last_serial: int) -> None:
    with pytest.raises(Refusal) as refused:
        start_number_series(store, cast.admin, year=2026, last_serial=last_serial, now=now)
    assert refused.value.field == "last_serial"


def test_only_an_admin_may(store: Store, cast: Cast, now: datetime) -> None:
    with pytest.raises(Denied):
        start_number_series(store, cast.lead, year=2026, last_serial=1, now=now)
