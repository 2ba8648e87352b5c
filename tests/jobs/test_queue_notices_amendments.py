"""Reminders of the amendments that a release asked for: before, late up the ladder, and none once it is done."""

from registry.actions.cleanups.settle_amendment import settle_amendment
from registry.domain.notices import NoticeState
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.actions.cleanups.test_settle_amendment import register_act
from tests.building.rounds import item_of, release_amendment
from tests.cast import Cast
from tests.jobs.office_days import at, notices, queue

DRAFTER, CLERK = 1, 3


def told(store: Store) -> list[tuple[str, str, int | None]]:
    return [(row.kind, row.threshold, row.user_id) for row in notices(store) if row.subject == "amendment"]


def test_it_reminds_until_the_amendment_is_confirmed(store: Store, cast: Cast) -> None:
    round_id, document_id = release_amendment(store)
    queue(store, at("09-20"))
    assert told(store) == []
    queue(store, at("09-30"))
    assert ("amend_due", "0", DRAFTER) in told(store)
    queue(store, at("10-07"))
    assert ("amend_overdue", "late-7", DRAFTER) in told(store)
    assert ("amend_overdue", "late-7", CLERK) in told(store), "the clerks hear of what is late"
    register_act(store)
    item_id = item_of(store, round_id, document_id).id or 0
    settle_amendment(store, OPERATOR, item_id, "示农〔2026〕8号", now=at("10-10"))
    queue(store, at("10-20"))
    assert not [row for row in notices(store, NoticeState.PENDING) if row.threshold == "late-14"]
