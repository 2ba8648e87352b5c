"""Send a notice again by the channels that could not deliver it."""

from datetime import datetime

from registry.domain.deliveries import DeliveryState
from registry.domain.errors import Refusal
from registry.domain.notices import NoticeState
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.deliveries import deliveries_of, queue_again
from registry.storage.engine import Store, transaction
from registry.storage.notice_lists import TAKEN_BACK
from registry.storage.notices import Notice


def retry_notice(store: Store, actor: Actor, notice_id: int, *, now: datetime) -> None:
    """Queues the failed deliveries of the notice for now. Raises Refusal when it has none."""
    require(actor, Permission.RUN_JOB)
    with transaction(store) as session:
        notice = session.get(Notice, notice_id, with_for_update=True)
        deliveries = deliveries_of(session, [notice_id])
        failed = [delivery for delivery in deliveries if delivery.state is DeliveryState.FAILED]
        if notice is None or notice.state in TAKEN_BACK or not failed:
            raise Refusal("只有发送失败的通知可以重发；这一条可能已由他人重发，请刷新后查看。")
        for delivery in failed:
            queue_again(delivery, now)
            session.add(delivery)
        if notice.state == NoticeState.FAILED:
            notice.state = NoticeState.PENDING
            session.add(notice)
        audit.record(session, now, actor.name, "retry_notice", f"notice:{notice_id}", key=notice.key)
