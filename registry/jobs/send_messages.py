"""Post to robots and webhooks the notices whose turn has come, beside the mail and each hook beside the others.

A hook is tried a few times a tick and one message after the other: it stops at the first that fails, so that a server
that hangs costs its own tick a few seconds and nobody else's. A robot takes 20 messages a minute.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.clock import running_from
from registry.delivery.errors import DeliveryError
from registry.delivery.hooks import Post, delivery_id, send_hook
from registry.delivery.messages import render, render_brief
from registry.domain.deliveries import HOOKS, Channel, DeliveryState
from registry.domain.notices import NoticeKind
from registry.jobs._addressing import (
    CANCELLED,
    INBOX_ONLY,
    address_waiting,
    is_given_up,
    reach_now,
    waits_for_morning,
)
from registry.jobs._attempts import FAILED, POSTPONED, SENT, after_failure
from registry.jobs.office import JobReport, Office
from registry.storage.deliveries import claim_delivery, record_result, waiting_by_hook
from registry.storage.engine import reading, transaction
from registry.storage.notices import Notice
from registry.storage.office import setting
from registry.storage.people import User
from registry.storage.preferences import Hook, hooks_of

PER_HOOK, HOOKS_A_TICK, AT_ONCE = 5, 40, 8
_WORDS = {SENT: "发出", INBOX_ONLY: "仅站内", CANCELLED: "取消", POSTPONED: "推迟", FAILED: "发送失败"}


@dataclass(frozen=True)
class _Turn:
    """A claimed delivery: what is posted, and where."""

    id: int
    notice: Notice
    hook: Hook
    n_attempts: int


def run(office: Office, now: datetime) -> JobReport:
    """Addresses what waits and posts what waits for robots and webhooks, several hooks at a time."""
    clock = running_from(now)
    with reading(office.store) as session:
        paused = setting(session, "sending_paused_because")
    if paused:
        return JobReport(sentence=f"通知已暂停发送：{paused}")
    counts = address_waiting(office.store, office.smtp is not None, now)
    with reading(office.store) as session:
        queues = waiting_by_hook(session, HOOKS, now, PER_HOOK, HOOKS_A_TICK)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for result in [workers.submit(_work_off, office, queue, clock) for queue in queues]:
            counts += result.result()
    parts = [f"{word}{counts[name]}条" for name, word in _WORDS.items() if counts[name]]
    return JobReport(dict(counts), "，".join(parts) or "没有待发送的消息。")


def _work_off(office: Office, queue: Sequence[int], clock: Callable[[], datetime]) -> Counter[str]:
    """Posts the messages of one hook until one of them fails."""
    counts: Counter[str] = Counter()
    for waiting in queue:
        taken = _take(office, waiting, clock())
        result = _post(office, taken, clock()) if isinstance(taken, _Turn) else taken
        if result:
            counts[result] += 1
        if isinstance(taken, _Turn) and result != SENT:
            break
    return counts


def _take(office: Office, waiting: int, now: datetime) -> _Turn | str | None:
    """The delivery to make now, or the name of the count it belongs to, or None when another sender has it."""
    with transaction(office.store) as session:
        claimed = claim_delivery(session, waiting, now)
        if claimed is None:
            return None
        delivery, notice = claimed
        person = session.get_one(User, delivery.user_id)
        reach = reach_now(session, person, office.smtp is not None, now)
        if is_given_up(session, delivery, notice, person, reach, now):
            return CANCELLED
        if waits_for_morning(session, delivery, notice, now):
            return POSTPONED
        delivery.n_attempts += 1
        session.add(delivery)
        hook = hooks_of(session, delivery.user_id)[delivery.channel]
        return _Turn(waiting, notice, hook, delivery.n_attempts)


def _post(office: Office, turn: _Turn, now: datetime) -> str:
    """The count of a message after it was taken or failed."""
    hook, n = turn.hook, turn.n_attempts
    try:
        message = _message(turn.notice, hook.channel, office.public_url)
        answer = send_hook(
            hook.channel, hook.url, hook.secret, message, now, may_be_private=office.webhooks_may_be_private
        )
    except DeliveryError as error:
        count, values = after_failure(error, n, now)
        _record(office, turn, **values)
        return count
    again = f"（第{n}次发送，{answer}）" if n > 1 else ""
    _record(office, turn, state=DeliveryState.SENT, sent_at=now, outcome=again)
    return SENT


def _message(notice: Notice, channel: Channel, public_url: str) -> Post:
    kind = NoticeKind(notice.kind)
    brief = render_brief(kind, notice.facts, public_url)
    return Post(
        delivery_id(notice.key, channel, public_url),
        notice.id or 0,
        kind.value,
        kind.label,
        render(kind, notice.facts, public_url).subject,
        brief.text,
        public_url + notice.facts.get("path", ""),
        notice.facts,
    )


def _record(office: Office, turn: _Turn, **values: Any) -> None:
    with transaction(office.store) as session:
        record_result(session, turn.id, **values)
