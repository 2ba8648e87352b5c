"""Send by mail the notices whose turn has come: claimed in one transaction, sent outside any, recorded in another.

After a process died in between, the next one sends again with the same Message-ID: at least once, visibly (DESIGN,
idea 4). The notice row is the inbox: a person who chose no other channel is told only there.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from registry.clock import running_from
from registry.delivery.errors import DeliveryError
from registry.delivery.mail import Smtp, message_id, send
from registry.delivery.messages import render_letter
from registry.domain.deliveries import Channel, DeliveryState
from registry.domain.notices import NoticeKind
from registry.jobs._addressing import (
    CANCELLED,
    INBOX_ONLY,
    address_waiting,
    is_given_up,
    reach_now,
    waits_for_morning,
)
from registry.jobs._attempts import FAILED, POSTPONED, SENT, SERVER_TROUBLE_LASTS, after_failure
from registry.jobs.office import JobReport, Office
from registry.storage.deliveries import claim_delivery, record_result, waiting_deliveries
from registry.storage.engine import Store, reading, transaction
from registry.storage.office import setting
from registry.storage.people import User

BATCH = 50
# Where a server hangs at every letter, what is new and urgent is not held longer.
RUN_LASTS = timedelta(minutes=3)
_WORDS = {SENT: "发出邮件", INBOX_ONLY: "仅站内", CANCELLED: "取消", POSTPONED: "推迟", FAILED: "发送失败"}


@dataclass(frozen=True)
class _Letter:
    delivery_id: int
    key: str
    kind: NoticeKind
    facts: dict[str, str]
    to: str
    n_attempts: int


def run(office: Office, now: datetime) -> JobReport:
    """Addresses what waits and mails a batch. While the mail server is in trouble, letters wait; the inbox does not."""
    clock = running_from(now)
    with reading(office.store) as session:
        paused = setting(session, "sending_paused_because")
    if paused:
        return JobReport(sentence=f"通知已暂停发送：{paused}")
    counts = address_waiting(office.store, office.smtp is not None, now)
    with reading(office.store) as session:
        waiting = waiting_deliveries(session, [Channel.MAIL], now, BATCH)
    trouble = ""
    for delivery_id in waiting:
        if clock() - now > RUN_LASTS:
            break
        taken = _take(office, delivery_id, trouble, clock())
        if isinstance(taken, _Letter) and office.smtp:
            taken, trouble = _post(office, office.smtp, taken, clock())
        if isinstance(taken, str):
            counts[taken] += 1
    return JobReport(dict(counts), trouble or _sentence(counts), trouble)


def _sentence(counts: Counter[str]) -> str:
    parts = [f"{word}{counts[name]}条" for name, word in _WORDS.items() if counts[name]]
    return "，".join(parts) or "没有待发送的通知。"


def _take(office: Office, delivery_id: int, trouble: str, now: datetime) -> _Letter | str | None:
    """The letter to send now, or the name of the count it belongs to, or None when another sender has it."""
    with transaction(office.store) as session:
        claimed = claim_delivery(session, delivery_id, now)
        if claimed is None:
            return None
        delivery, notice = claimed
        person = session.get_one(User, delivery.user_id)
        reach = reach_now(session, person, office.smtp is not None, now)
        if is_given_up(session, delivery, notice, person, reach, now):
            return CANCELLED
        if waits_for_morning(session, delivery, notice, now):
            return POSTPONED
        if trouble:
            delivery.next_attempt_at, delivery.outcome = now + SERVER_TROUBLE_LASTS, trouble
            delivery.claimed_at = None
            session.add(delivery)
            return POSTPONED
        delivery.n_attempts += 1
        session.add(delivery)
        kind = NoticeKind(notice.kind)
        return _Letter(delivery_id, notice.key, kind, notice.facts, person.email, delivery.n_attempts)


def _post(office: Office, smtp: Smtp, letter: _Letter, now: datetime) -> tuple[str, str]:
    """The count of a letter after it was sent or failed, and the trouble of the mail server, "" for none."""
    try:
        message = render_letter(letter.kind, letter.facts, office.public_url)
        send(smtp, letter.to, message, message_id(letter.key, office.public_url, smtp.sender), now)
    except DeliveryError as error:
        return _record_failure(office.store, letter, error, now)
    again = f"（第{letter.n_attempts}次发送）" if letter.n_attempts > 1 else ""
    outcome = f"至{letter.to}{again}"
    _record(office.store, letter, state=DeliveryState.SENT, sent_at=now, outcome=outcome)
    return SENT, ""


def _record_failure(store: Store, letter: _Letter, error: DeliveryError, now: datetime) -> tuple[str, str]:
    count, values = after_failure(error, letter.n_attempts, now)
    _record(store, letter, **values)
    return count, error.sentence if error.is_of_server else ""


def _record(store: Store, letter: _Letter, **values: Any) -> None:
    with transaction(store) as session:
        record_result(session, letter.delivery_id, **values)
