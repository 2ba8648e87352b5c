"""Which notice is owed on a day, its one-time key, and when its mail may leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from registry.domain.rules import RuleProfile

CLEANUP_LATE_EVERY = 30
MAIL_FROM, MAIL_UNTIL = time(8, 30), time(18)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))


class NoticeKind(StrEnum):
    """What a notice says; each kind has its texts in templates/notices."""

    FILING_DUE = "filing_due"
    FILING_OVERDUE = "filing_overdue"
    EXPIRY_DUE = "expiry_due"
    CLEANUP_DUE = "cleanup_due"
    CLEANUP_OVERDUE = "cleanup_overdue"
    FILING_SUBMITTED = "filing_submitted"
    FILING_REGISTERED = "filing_registered"
    FILING_DEFERRED = "filing_deferred"
    FILING_REFUSED = "filing_refused"
    FILING_PASSED = "filing_passed"
    FILING_OPINION = "filing_opinion"
    FILING_FEEDBACK = "filing_feedback"
    FILING_CONCLUDED = "filing_concluded"
    FILING_WITHDRAWN = "filing_withdrawn"
    FILING_RECOMPUTED = "filing_recomputed"
    RELEASE_PUBLISHED = "release_published"
    JOB_FAILED = "job_failed"


LABELS: dict[NoticeKind, str] = {
    NoticeKind.FILING_DUE: "备案期限提醒",
    NoticeKind.FILING_OVERDUE: "备案逾期提醒",
    NoticeKind.EXPIRY_DUE: "有效期届满提醒",
    NoticeKind.CLEANUP_DUE: "定期清理提醒",
    NoticeKind.CLEANUP_OVERDUE: "定期清理逾期提醒",
    NoticeKind.FILING_SUBMITTED: "收到报送备案",
    NoticeKind.FILING_REGISTERED: "予以备案登记",
    NoticeKind.FILING_DEFERRED: "暂缓登记（补正）",
    NoticeKind.FILING_REFUSED: "不予备案登记",
    NoticeKind.FILING_PASSED: "准予备案",
    NoticeKind.FILING_OPINION: "审查意见",
    NoticeKind.FILING_FEEDBACK: "收到审查意见反馈",
    NoticeKind.FILING_CONCLUDED: "备案审查办结",
    NoticeKind.FILING_WITHDRAWN: "撤回备案",
    NoticeKind.FILING_RECOMPUTED: "备案期限变更",
    NoticeKind.RELEASE_PUBLISHED: "清理目录发布",
    NoticeKind.JOB_FAILED: "后台任务异常",
}

TELL_ONLY = frozenset(
    {
        NoticeKind.FILING_REGISTERED,
        NoticeKind.FILING_REFUSED,
        NoticeKind.FILING_PASSED,
        NoticeKind.FILING_CONCLUDED,
        NoticeKind.FILING_WITHDRAWN,
        NoticeKind.FILING_RECOMPUTED,
        NoticeKind.RELEASE_PUBLISHED,
    }
)
"""The notices that ask nobody to do anything."""

# The notices of the clock, with the reason that ends each one when its matter is closed.
_CLOSED: dict[NoticeKind, str] = {
    NoticeKind.FILING_DUE: "备案已报送或不再需要报送，无需提醒。",
    NoticeKind.FILING_OVERDUE: "备案已报送或不再需要报送，无需提醒。",
    NoticeKind.EXPIRY_DUE: "文件已不在有效状态，无需提醒。",
    NoticeKind.CLEANUP_DUE: "本期清理已完成，无需提醒。",
    NoticeKind.CLEANUP_OVERDUE: "本期清理已完成，无需提醒。",
}


class NoticeState(StrEnum):
    """What became of a notice."""

    PENDING = "pending"
    SENT = "sent"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class Threshold:
    """A day on which a notice of the clock falls due.

    `days` are days left before the date it speaks of, negative when that date has passed.
    """

    kind: NoticeKind
    days: int
    reached_on: date

    @property
    def label(self) -> str:
        """The threshold's name in a key: "5", "0", "late-7"."""
        return f"late{self.days}" if self.days < 0 else str(self.days)


def notice_key(kind: NoticeKind, subject: str, due_on: date | None, threshold: str, recipient: str) -> str:
    """The text "kind:subject:due_on:threshold:recipient": the same key is the same notice.

    `threshold` is the label of the clock, or what tells two acts on one subject apart.
    Raises ValueError when a part contains the colon that separates them.
    """
    parts = (kind.value, subject, due_on.isoformat() if due_on else "", threshold, recipient)
    if any(":" in part for part in parts):
        raise ValueError(f"a part of a notice key contains a colon: {parts}")
    return ":".join(parts)


def filing_thresholds(due_on: date, profile: RuleProfile, today: date, *, since: date) -> list[Threshold]:
    """What is reached by `today` for a filing owed since `since`, oldest first."""
    reminders = _before(NoticeKind.FILING_DUE, due_on, profile.filing_reminders)
    late = _after(NoticeKind.FILING_OVERDUE, due_on, profile.filing_late_every, today)
    return _reached([*reminders, *late], since, today)


def expiry_thresholds(
    valid_until: date, profile: RuleProfile, today: date, *, since: date
) -> list[Threshold]:
    """What is reached by `today` for a document that lapses after `valid_until`, oldest first.

    Once it has lapsed nothing is owed any more.
    """
    if today > valid_until:
        return []
    reminders = _before(NoticeKind.EXPIRY_DUE, valid_until, profile.expiry_reminders)
    return _reached(reminders, since, today)


def cleanup_thresholds(due_on: date, profile: RuleProfile, today: date, *, since: date) -> list[Threshold]:
    """What is reached by `today` for the cleanup due on `due_on`, oldest first."""
    reminders = _before(NoticeKind.CLEANUP_DUE, due_on, profile.cleanup_reminders)
    late = _after(NoticeKind.CLEANUP_OVERDUE, due_on, CLEANUP_LATE_EVERY, today)
    return _reached([*reminders, *late], since, today)


def split(thresholds: Sequence[Threshold]) -> tuple[Threshold | None, list[Threshold]]:
    """The newest threshold, which is sent, and the older ones, which it supersedes."""
    if not thresholds:
        return None, []
    *superseded, newest = sorted(thresholds, key=lambda threshold: threshold.reached_on)
    return newest, superseded


def is_reminder(kind: NoticeKind) -> bool:
    """Whether the clock owes it, so that it ends with its matter; any other tells what happened and stays true."""
    return kind in _CLOSED


def is_urgent(kind: NoticeKind, threshold: str) -> bool:
    """Whether the mail may leave at any hour.

    So when a job failed, and when a date is tomorrow, today or yesterday.
    """
    if kind is NoticeKind.JOB_FAILED:
        return True
    return is_reminder(kind) and threshold in ("1", "0", "late-1")


def may_leave(now_local: datetime, urgent: bool) -> bool:
    """Whether mail may leave at this hour of Asia/Shanghai: 08:30 to 18:00, or any if urgent."""
    return urgent or MAIL_FROM <= now_local.time() < MAIL_UNTIL


def next_opening(now_local: datetime) -> datetime:
    """The next 08:30 of Asia/Shanghai."""
    opening = now_local.replace(hour=MAIL_FROM.hour, minute=MAIL_FROM.minute, second=0, microsecond=0)
    return opening if now_local < opening else opening + timedelta(days=1)


def next_attempt(n_attempts: int, now: datetime) -> datetime:
    """When to try again after `n_attempts` failures (one or more): 1 minute, later up to 6 hours."""
    return now + DELAYS[min(n_attempts, len(DELAYS)) - 1]


def cancellation_reason(
    kind: NoticeKind, *, is_open: bool, due_on: date | None, notice_due_on: date | None
) -> str | None:
    """Why a pending notice is no longer owed, as a Chinese sentence; None while it is."""
    if not is_reminder(kind):
        return None
    if not is_open:
        return _CLOSED[kind]
    if due_on != notice_due_on:
        change = f"期限由{notice_due_on}改为{due_on}" if due_on else f"期限{notice_due_on}已取消"
        return f"{change}，原提醒作废。"
    return None


def _before(kind: NoticeKind, due_on: date, reminders: Iterable[int]) -> list[Threshold]:
    return [Threshold(kind, days, due_on - timedelta(days)) for days in set(reminders)]


def _after(kind: NoticeKind, due_on: date, every: int, today: date) -> list[Threshold]:
    n_late = (today - due_on).days
    return [Threshold(kind, -days, due_on + timedelta(days)) for days in range(every, n_late + 1, every)]


def _reached(thresholds: Iterable[Threshold], since: date, today: date) -> list[Threshold]:
    reached = [t for t in thresholds if since <= t.reached_on <= today]
    return sorted(reached, key=lambda threshold: threshold.reached_on)
