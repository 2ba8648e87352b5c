"""Sending again what could not be delivered."""

from datetime import datetime

import pytest

from registry.actions.office.retry_notice import retry_notice
from registry.domain.deliveries import Channel, DeliveryState
from registry.domain.errors import Denied, Refusal
from registry.domain.notices import NoticeState
from registry.storage.deliveries import Delivery
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice
from tests.building.filings import submitted_filing
from tests.cast import Cast


@pytest.fixture
def failed(store: Store) -> int:
    submitted_filing(store)
    with transaction(store) as session:
        notice = session.get_one(Notice, 1)
        notice.state, notice.next_attempt_at = NoticeState.FAILED, None
        session.add(
            Delivery(
                notice_id=1,
                user_id=notice.user_id,
                channel=Channel.MAIL,
                state=DeliveryState.FAILED,
                outcome="拒收",
                n_attempts=7,
            )
        )
    return 1


def test_it_waits_to_be_sent_now(store: Store, cast: Cast, now: datetime, failed: int) -> None:
    retry_notice(store, cast.admin, failed, now=now)
    with reading(store) as session:
        notice, delivery = session.get_one(Notice, failed), session.get_one(Delivery, 1)
    assert (notice.state, delivery.state) == (NoticeState.PENDING, DeliveryState.PENDING)
    assert (delivery.next_attempt_at, delivery.n_attempts, delivery.outcome) == (now, 0, "")


def test_only_what_failed_and_only_once(store: Store, cast: Cast, now: datetime, failed: int) -> None:
    retry_notice(store, cast.admin, failed, now=now)
    for notice_id in (failed, 404):
        with pytest.raises(Refusal, match="只有发送失败"):
            retry_notice(store, cast.admin, notice_id, now=now)


def test_only_an_admin_may(store: Store, cast: Cast, now: datetime, failed: int) -> None:
    with pytest.raises(Denied):
        retry_notice(store, cast.clerk, failed, now=now)
