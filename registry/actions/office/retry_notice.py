"""Send a notice again after its mail could not be delivered."""

from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.notices import NoticeState
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.notices import Notice


def retry_notice(store: Store, actor: Actor, notice_id: int, *, now: datetime) -> None:
    """Queues the notice for now. Raises Refusal unless its delivery failed."""
    require(actor, Permission.RUN_JOB)
    with transaction(store) as session:
        notice = session.get(Notice, notice_id, with_for_update=True)
        if notice is None or notice.state != NoticeState.FAILED:
            raise Refusal("只有发送失败的通知可以重发；这一条可能已由他人重发，请刷新后查看。")
        notice.state = NoticeState.PENDING
        notice.next_attempt_at = now
        notice.claimed_at = None
        notice.n_attempts = 0
        notice.outcome = ""
        session.add(notice)
        audit.record(session, now, actor.name, "retry_notice", f"notice:{notice_id}", key=notice.key)
