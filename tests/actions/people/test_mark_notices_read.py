"""Reading one's own notices."""

from datetime import datetime

from registry.actions.people.mark_notices_read import mark_notices_read
from registry.storage.engine import Store, reading
from registry.storage.notices import count_unread
from tests.building.filings import submitted_filing
from tests.cast import Cast


def test_one_or_all_are_read_and_the_others_inbox_is_left_alone(
    store: Store, cast: Cast, now: datetime
) -> None:
    submitted_filing(store, 1)
    submitted_filing(store, 2)
    assert mark_notices_read(store, cast.clerk, [1], now=now) == 1
    assert mark_notices_read(store, cast.clerk, [1, 2], now=now) == 0
    assert mark_notices_read(store, cast.clerk, now=now) == 1
    with reading(store) as session:
        assert count_unread(session, cast.clerk.user_id or 0) == 0
        assert count_unread(session, cast.lead.user_id or 0) == 2
