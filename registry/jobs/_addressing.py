"""Addressing: by which channels a waiting notice leaves, or why it does not, decided when its turn has come."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlmodel import Session

from registry.domain.deliveries import Channel, DeliveryState, Reach
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.notices import NoticeKind, NoticeState, cancellation_reason, may_leave, next_opening
from registry.jobs._deadlines import standing
from registry.storage.deliveries import Delivery, address_notice, settle_notice
from registry.storage.engine import Store, reading, transaction
from registry.storage.notice_lists import TAKEN_BACK
from registry.storage.notices import Notice, count_unaddressed, waiting_notices
from registry.storage.office import is_demonstration
from registry.storage.people import User
from registry.storage.preferences import reach_of
from registry.storage.recipients import recipients

BATCH = 200
INBOX_ONLY, CANCELLED = "n_inbox_only", "n_cancelled"
ONLY_INBOX = "仅站内"
_REPLACED = "已由新提醒代替。"


def address_waiting(store: Store, has_mail_server: bool, now: datetime) -> Counter[str]:
    """How many of the waiting notices were cancelled or stay in the inbox; the others have their deliveries now.

    Every job that sends does this first, so that none of them waits for another.
    """
    counts: Counter[str] = Counter()
    with reading(store) as session:
        if not count_unaddressed(session, now):  # most ticks have nothing to write
            return counts
    with transaction(store) as session:
        reaches: dict[int, Reach] = {}
        for notice in waiting_notices(session, now, BATCH):
            person = session.get_one(User, notice.user_id)
            key = person.id or 0
            if key not in reaches:
                reaches[key] = reach_now(session, person, has_mail_server, now)
            counts.update(_address(session, notice, person, reaches[key], now))
    return counts


def reach_now(session: Session, person: User, has_mail_server: bool, now: datetime) -> Reach:
    """How a person can be reached: who is away behind a deputy gets no digest; in a demonstration nothing leaves."""
    if is_demonstration(session):
        return Reach()
    reach = reach_of(session, person, has_mail_server)
    return replace(reach, digest_hour=None) if is_away(session, person, day_of(now)) else reach


def is_away(session: Session, person: User, today: date) -> bool:
    """Whether a deputy gets the notices of this person today."""
    (recipient,) = recipients(session, [person], today)
    return bool(recipient.stands_for)


def is_given_up(
    session: Session, delivery: Delivery, notice: Notice, person: User, reach: Reach, now: datetime
) -> bool:
    """Whether a delivery whose turn has come is not to be made, after writing why.

    Its matter may be settled by now, or the person may have chosen another channel, which then gets the notice.
    """
    session.refresh(notice, with_for_update=True)  # another channel may be recording its own result
    reason = _why_not(session, notice, person, day_of(now))
    if reason and notice.state == NoticeState.PENDING:
        notice.state, notice.outcome = NoticeState.CANCELLED, reason
    wanted = reach.channels(is_urgent=notice.is_urgent)
    if not reason and delivery.channel not in wanted:
        reason = "收件人不再使用这一通知方式。"
        address_notice(session, notice, _instead(delivery.channel, wanted), now)
    if not reason:
        return False
    delivery.state, delivery.outcome, delivery.claimed_at = DeliveryState.CANCELLED, reason, None
    session.add_all([delivery, notice])
    settle_notice(session, notice)
    if notice.state == NoticeState.INBOX:
        notice.outcome = ONLY_INBOX
    return True


def waits_for_morning(session: Session, delivery: Delivery, notice: Notice, now: datetime) -> bool:
    """Whether a delivery has to wait for the hours of mail, after writing until when.

    People hear mail and robots ring; a program that a webhook calls does not.
    """
    local = now.astimezone(SHANGHAI)
    if delivery.channel is Channel.WEBHOOK or may_leave(local, notice.is_urgent):
        return False
    delivery.next_attempt_at, delivery.claimed_at = next_opening(local).astimezone(UTC), None
    session.add(delivery)
    return True


def _address(session: Session, notice: Notice, person: User, reach: Reach, now: datetime) -> list[str]:
    """The count that the notice belongs to, if any."""
    session.add(notice)
    notice.next_attempt_at = None
    notice.outcome = ""  # an earlier version wrote here what its mail server answered
    if reason := _why_not(session, notice, person, day_of(now)):
        notice.state, notice.outcome = NoticeState.CANCELLED, reason
        return [CANCELLED]
    channels = reach.channels(is_urgent=notice.is_urgent)
    if not channels:
        notice.state, notice.outcome = NoticeState.INBOX, ONLY_INBOX
        return [INBOX_ONLY]
    address_notice(session, notice, channels, now)
    return []


def _instead(channel: Channel, wanted: list[Channel]) -> list[Channel]:
    """What takes the place of mail is the digest, and the other way round; nothing takes that of another channel."""
    by_mail = (Channel.MAIL, Channel.DIGEST)
    return [other for other in wanted if other in by_mail and channel in by_mail]


def _why_not(session: Session, notice: Notice, person: User, today: date) -> str | None:
    """Why a notice is not to leave any more, as a Chinese sentence; None when it is."""
    if notice.state in TAKEN_BACK:
        return notice.outcome or _REPLACED
    if not person.is_active:
        return "收件人的账号已停用。"
    kind = NoticeKind(notice.kind)
    if not kind.is_reminder:
        return None
    is_open, due_on = standing(session, notice, today)
    return cancellation_reason(kind, is_open=is_open, due_on=due_on, notice_due_on=notice.due_on)
