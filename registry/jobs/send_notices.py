"""Send the notices whose turn has come: claimed in one transaction, sent outside any, recorded in another.

After a process died in between, the next one sends again with the same Message-ID: at least once, visibly (DESIGN,
idea 4). The notice row is the inbox: a person without a mail address is told only there.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.clock import running_from
from registry.delivery.errors import DeliveryError
from registry.delivery.mail import Smtp, message_id, send
from registry.delivery.messages import render
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.notices import (
    NoticeKind,
    NoticeState,
    cancellation_reason,
    may_leave,
    next_attempt,
    next_opening,
)
from registry.jobs._deadlines import standing
from registry.jobs.office import JobReport, Office
from registry.storage.engine import Store, reading, transaction
from registry.storage.notices import Notice, claim, waiting_notices
from registry.storage.office import is_demonstration, setting
from registry.storage.people import User

BATCH = 50
MAX_ATTEMPTS = 10
SERVER_TROUBLE_LASTS = timedelta(seconds=30)  # less than a tick, so that every run shows the trouble
SENT, INBOX_ONLY, CANCELLED, POSTPONED, FAILED = (
    "n_sent", "n_inbox_only", "n_cancelled", "n_postponed", "n_failed",
)  # fmt: skip
_WORDS = {SENT: "发出邮件", INBOX_ONLY: "仅站内", CANCELLED: "取消", POSTPONED: "推迟", FAILED: "发送失败"}


@dataclass(frozen=True)
class _Letter:
    notice_id: int
    key: str
    kind: NoticeKind
    facts: dict[str, str]
    to: str
    n_attempts: int


def run(office: Office, now: datetime) -> JobReport:
    """Handles a batch of notices. While the mail server is in trouble, letters wait; the inbox still gets its own."""
    clock = running_from(now)
    with reading(office.store) as session:
        paused = setting(session, "sending_paused_because")
        smtp = None if is_demonstration(session) else office.smtp
        waiting = [] if paused else waiting_notices(session, now, BATCH)
    if paused:
        return JobReport(sentence=f"通知已暂停发送：{paused}")
    counts: Counter[str] = Counter()
    trouble = ""
    for notice_id in waiting:
        taken = _take(office.store, notice_id, smtp, trouble, clock())
        if isinstance(taken, _Letter) and smtp:
            taken, trouble = _post(office, smtp, taken, clock())
        if isinstance(taken, str):
            counts[taken] += 1
    sentence = "，".join(f"{word}{counts[name]}条" for name, word in _WORDS.items() if counts[name])
    return JobReport(dict(counts), trouble or sentence or "没有待发送的通知。", trouble)


def _take(
    store: Store, notice_id: int, smtp: Smtp | None, trouble: str, now: datetime
) -> _Letter | str | None:
    """The letter to send now, or the name of the count it belongs to, or None when another sender has it."""
    with transaction(store) as session:
        notice = claim(session, notice_id, now)
        if notice is None:
            return None
        person = session.get_one(User, notice.user_id)
        settled = _settle(session, notice, person, smtp is not None, trouble, now)
        session.add(notice)
        if settled:
            notice.claimed_at = None
            return settled
        notice.n_attempts += 1
        kind = NoticeKind(notice.kind)
        return _Letter(notice_id, notice.key, kind, notice.facts, person.email, notice.n_attempts)


def _settle(
    session: Session, notice: Notice, person: User, has_mail: bool, trouble: str, now: datetime
) -> str | None:
    """The count of a notice that needs no letter now, after writing its outcome; None when its letter may leave."""
    reason = _why_not(session, notice, person, day_of(now))
    if reason:
        notice.state, notice.outcome = NoticeState.CANCELLED, reason
        return CANCELLED
    if not has_mail or not person.email:
        notice.state, notice.sent_at, notice.outcome = NoticeState.SENT, now, "仅站内"
        return INBOX_ONLY
    local = now.astimezone(SHANGHAI)
    if not may_leave(local, notice.is_urgent):
        notice.next_attempt_at = next_opening(local).astimezone(UTC)
        return POSTPONED
    if trouble:
        notice.next_attempt_at, notice.outcome = now + SERVER_TROUBLE_LASTS, trouble
        return POSTPONED
    return None


def _why_not(session: Session, notice: Notice, person: User, today: date) -> str | None:
    """Why a waiting notice is cancelled, as a Chinese sentence; None when it is to be sent."""
    if not person.is_active:
        return "收件人的账号已停用。"
    kind = NoticeKind(notice.kind)
    if not kind.is_reminder:
        return None
    is_open, due_on = standing(session, notice, today)
    return cancellation_reason(kind, is_open=is_open, due_on=due_on, notice_due_on=notice.due_on)


def _post(office: Office, smtp: Smtp, letter: _Letter, now: datetime) -> tuple[str, str]:
    """The count of a letter after it was sent or failed, and the trouble of the mail server, "" for none."""
    try:
        message = render(letter.kind, letter.facts, office.public_url)
        send(smtp, letter.to, message, message_id(letter.key, office.public_url, smtp.sender), now)
    except DeliveryError as error:
        return _record_failure(office.store, letter, error, now)
    again = f"（第{letter.n_attempts}次发送）" if letter.n_attempts > 1 else ""
    outcome = f"已发送至{letter.to}{again}"
    _record(office.store, letter, state=NoticeState.SENT, sent_at=now, outcome=outcome)
    return SENT, ""


def _record_failure(store: Store, letter: _Letter, error: DeliveryError, now: datetime) -> tuple[str, str]:
    n = letter.n_attempts
    if error.is_of_server:  # not counted as an attempt: the letter is not at fault
        later = now + SERVER_TROUBLE_LASTS
        _record(store, letter, next_attempt_at=later, outcome=error.sentence, n_attempts=n - 1)
        return POSTPONED, error.sentence
    if error.is_permanent or n >= MAX_ATTEMPTS:
        tried = "" if error.is_permanent else f"已尝试{n}次，不再重发。"
        _record(store, letter, state=NoticeState.FAILED, outcome=f"{tried}{error.sentence}"[:500])
        return FAILED, ""
    _record(store, letter, next_attempt_at=next_attempt(n, now), outcome=f"{error.sentence}稍后重发。"[:500])
    return POSTPONED, ""


def _record(store: Store, letter: _Letter, **values: Any) -> None:
    with transaction(store) as session:
        mine = sa.update(Notice).where(
            col(Notice.id) == letter.notice_id, col(Notice.state) == NoticeState.PENDING
        )
        session.execute(mine.values(claimed_at=None, **values))
