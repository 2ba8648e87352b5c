"""The kinds of notices, which reminders are owed by a day, the key of a notice, and when its mail may leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from registry.domain.rules import RuleProfile
from registry.domain.written_days import cn_date

CLEANUP_LATE_EVERY = 30
CONDITION_EVERY = 365
MAIL_FROM, MAIL_UNTIL = time(8, 30), time(18)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
_NO_FILING = "备案已报送或不再需要报送，无需提醒。"
_CLEANED_UP = "本期清理已完成，无需提醒。"
_AMENDED = "文件已经修改或者不再需要修改，无需提醒。"
_RETURNED = "自查意见已经报齐，或者本轮清理已经发布，无需提醒。"
_STEP_DONE = "本步已经办理或不再需要办理，无需提醒。"
_PROPOSAL_DONE = "这件审查建议已经答复或者办结，无需提醒。"
_EVALUATED = "评估结论已经报送或不再需要评估，无需提醒。"
_CORRECTED = "改正情况已经确认或不再需要改正，无需提醒。"


class NoticeKind(StrEnum):
    """What a notice says, each kind named here alone; its texts are in templates/notices.

    `label` is its name on screen. `asks` is whether somebody has to do something. `closed` is the reason that ends a
    reminder of the clock when its matter is closed; "" for a notice of what happened, which stays true.
    """

    label: str
    asks: bool
    closed: str

    def __new__(cls, value: str, label: str = "", asks: bool = True, closed: str = "") -> "NoticeKind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label, kind.asks, kind.closed = label, asks, closed
        return kind

    FILING_DUE = "filing_due", "备案期限提醒", True, _NO_FILING
    FILING_OVERDUE = "filing_overdue", "备案逾期提醒", True, _NO_FILING
    STEP_DUE = "step_due", "办理期限提醒", True, _STEP_DONE
    STEP_OVERDUE = "step_overdue", "办理逾期提醒", True, _STEP_DONE
    CORRECTION_DUE = "correction_due", "改正期限提醒", True, _CORRECTED
    CORRECTION_OVERDUE = "correction_overdue", "改正逾期提醒", True, _CORRECTED
    EXPIRY_DUE = "expiry_due", "有效期届满提醒", True, "文件已不在有效状态，无需提醒。"
    CONDITION_DUE = (
        "condition_due",
        "有效期条件核对提醒",
        True,
        "文件已不在有效状态，或不再附这一条件，无需提醒。",
    )
    CLEANUP_DUE = "cleanup_due", "定期清理提醒", True, _CLEANED_UP
    CLEANUP_OVERDUE = "cleanup_overdue", "定期清理逾期提醒", True, _CLEANED_UP
    EVALUATION_DUE = "evaluation_due", "届满前评估提醒", True, _EVALUATED
    EVALUATION_OVERDUE = "evaluation_overdue", "届满前评估逾期提醒", True, _EVALUATED
    AMEND_DUE = "amend_due", "修改期限提醒", True, _AMENDED
    AMEND_OVERDUE = "amend_overdue", "修改逾期提醒", True, _AMENDED
    PROPOSAL_DUE = "proposal_due", "审查建议答复期限提醒", True, _PROPOSAL_DONE
    PROPOSAL_OVERDUE = "proposal_overdue", "审查建议逾期提醒", True, _PROPOSAL_DONE
    RETURN_DUE = "return_due", "自查意见报送提醒", True, _RETURNED
    RETURN_OVERDUE = "return_overdue", "自查意见逾期提醒", True, _RETURNED
    CLEANUP_OPENED = "cleanup_opened", "开展清理"
    DRAFT_HANDED_OVER = "draft_handed_over", "收到待公布的文件"
    DRAFT_RETURNED = "draft_returned", "退回待公布的文件"
    LEGALITY_TO_OFFICE = "legality_to_office", "合法性审核来件"
    LEGALITY_TO_DRAFTER = "legality_to_drafter", "合法性审核情况"
    FILING_OWED = "filing_owed", "应报送备案"
    FILING_SUBMITTED = "filing_submitted", "收到报送备案"
    FILING_REGISTERED = "filing_registered", "予以备案登记", False
    FILING_DEFERRED = "filing_deferred", "暂缓登记（补正）"
    FILING_REFUSED = "filing_refused", "不予备案登记", False
    FILING_PASSED = "filing_passed", "准予备案", False
    FILING_SUPPLEMENT_ASKED = "filing_supplement_asked", "要求补充材料"
    FILING_SUPPLEMENTED = "filing_supplemented", "收到补充材料"
    FILING_EXTENDED = "filing_extended", "延长审查期限", False
    WORKSHEET_HANDED_OVER = "worksheet_handed_over", "审查工作底稿待签发"
    WORKSHEET_RETURNED = "worksheet_returned", "退回审查工作底稿"
    FILING_OPINION = "filing_opinion", "审查意见"
    FILING_FEEDBACK = "filing_feedback", "收到审查意见反馈"
    FILING_CONCLUDED = "filing_concluded", "备案审查办结", False
    FILING_TAKEN_BACK = "filing_taken_back", "撤回报送", False
    FILING_WITHDRAWN = "filing_withdrawn", "终止备案", False
    FILING_URGED = "filing_urged", "催报"
    FILING_RECOMPUTED = "filing_recomputed", "备案期限变更", False
    PROPOSAL_RECEIVED = "proposal_received", "收到审查建议"
    PROPOSAL_EXAMINED = "proposal_examined", "审查建议答复稿待签发"
    PROPOSAL_RETURNED = "proposal_returned", "退回审查建议答复稿"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn", "撤回审查建议", False
    PROPOSAL_COMMENT_ASKED = "proposal_comment_asked", "征求对审查建议的意见"
    PROPOSAL_COMMENTED = "proposal_commented", "收到对审查建议的意见"
    EVALUATION_OPENED = "evaluation_opened", "届满前评估"
    ITEM_SENT_BACK = "item_sent_back", "退回清理意见"
    CLEANUP_URGED = "cleanup_urged", "催报清理意见"
    CONSULTATION_COMMENTED = "consultation_commented", "收到对征求意见稿的意见"
    RELEASE_PUBLISHED = "release_published", "清理目录发布", False
    JOB_FAILED = "job_failed", "后台任务异常"

    @property
    def is_reminder(self) -> bool:
        """Whether the clock owes it, so that it ends with its matter."""
        return bool(self.closed)


NOTICE_WORDS: dict[NoticeKind, str] = {kind: kind.label for kind in NoticeKind}
TELL_ONLY = frozenset(kind for kind in NoticeKind if not kind.asks)
"""The notices that ask nobody to do anything."""


class NoticeState(StrEnum):
    """Whether a notice still waits to be sent, or what came of it.

    While there is nobody to get it, it is `held`. `sent` is said of what a server took; what
    was to be read in the inbox alone is `inbox`.
    """

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    INBOX = "inbox"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class Threshold:
    """A day on which a reminder of the clock falls due.

    `days` are the days left until the deadline on that day, negative when the deadline has passed.
    """

    kind: NoticeKind
    days: int
    reached_on: date

    @property
    def label(self) -> str:
        """The threshold in a notice's key: "5", "0", "late-7"."""
        return f"late{self.days}" if self.days < 0 else str(self.days)


def notice_key(kind: NoticeKind, subject: str, due_on: date | None, threshold: str, recipient: str) -> str:
    """The text "kind:subject:due_on:threshold:recipient", by which a notice is created only once.

    `threshold` is the label of a reminder's threshold, or what tells two acts on the same subject apart.
    Raises ValueError when a part contains the colon that separates them.
    """
    parts = (kind.value, subject, due_on.isoformat() if due_on else "", threshold, recipient)
    if any(":" in part for part in parts):
        raise ValueError(f"a part of a notice key contains a colon: {parts}")
    return ":".join(parts)


def expiry_thresholds(
    valid_until: date, profile: RuleProfile, today: date, *, since: date
) -> list[Threshold]:
    """The thresholds of a document's last valid day that lie between `since` and `today`, oldest first.

    There are none once the document has lapsed.
    """
    if today > valid_until:
        return []
    reminders = _before(NoticeKind.EXPIRY_DUE, valid_until, profile.expiry_reminders)
    return _reached(reminders, since, today)


def condition_thresholds(ask_on: date, today: date, *, since: date) -> list[Threshold]:
    """The day on which to ask whether a document's task is done, and each year after it without an answer."""
    kind = NoticeKind.CONDITION_DUE
    return _reached(
        [*_before(kind, ask_on, (0,)), *_after(kind, ask_on, CONDITION_EVERY, today)], since, today
    )


def cleanup_thresholds(due_on: date, profile: RuleProfile, today: date, *, since: date) -> list[Threshold]:
    """The thresholds of the next cleanup's due date that lie between `since` and `today`, oldest first."""
    reminders = _before(NoticeKind.CLEANUP_DUE, due_on, profile.cleanup_reminders)
    late = _after(NoticeKind.CLEANUP_OVERDUE, due_on, CLEANUP_LATE_EVERY, today)
    return _reached([*reminders, *late], since, today)


def split(thresholds: Sequence[Threshold]) -> tuple[Threshold | None, list[Threshold]]:
    """The newest threshold, whose notice is sent, and the older ones, which it supersedes; None for no thresholds."""
    if not thresholds:
        return None, []
    *superseded, newest = sorted(thresholds, key=lambda threshold: threshold.reached_on)
    return newest, superseded


def is_urgent(kind: NoticeKind, threshold: str) -> bool:
    """Whether the mail may leave at any hour.

    A job failed, somebody urges, or the deadline is tomorrow, today or was yesterday.
    """
    if kind in (NoticeKind.JOB_FAILED, NoticeKind.FILING_URGED, NoticeKind.CLEANUP_URGED):
        return True
    return kind.is_reminder and threshold in ("1", "0", "late-1")


def may_leave(now_local: datetime, urgent: bool) -> bool:
    """Whether mail may leave at this hour of Asia/Shanghai: 08:30 to 18:00, or any if urgent."""
    return urgent or MAIL_FROM <= now_local.time() < MAIL_UNTIL


def next_opening(now_local: datetime) -> datetime:
    """The next 08:30 of Asia/Shanghai."""
    opening = now_local.replace(hour=MAIL_FROM.hour, minute=MAIL_FROM.minute, second=0, microsecond=0)
    return opening if now_local < opening else opening + timedelta(days=1)


def next_attempt(n_attempts: int, now: datetime) -> datetime:
    """When to try again after `n_attempts` failures, at least 1: a minute later, then ever later, up to 6 hours."""
    return now + DELAYS[min(n_attempts, len(DELAYS)) - 1]


def cancellation_reason(
    kind: NoticeKind, *, is_open: bool, due_on: date | None, notice_due_on: date | None
) -> str | None:
    """Why a pending notice is no longer owed, as a Chinese sentence; None while it is."""
    if not kind.is_reminder:
        return None
    if not is_open:
        return kind.closed
    if due_on != notice_due_on:
        before = cn_date(notice_due_on)
        change = f"期限由{before}改为{cn_date(due_on)}" if due_on else f"期限{before}已取消"
        return f"{change}，原提醒作废。"
    return None


def _before(kind: NoticeKind, due_on: date, reminders: Iterable[int]) -> list[Threshold]:
    return [Threshold(kind, days, due_on - timedelta(days)) for days in set(reminders)]


def _after(kind: NoticeKind, due_on: date, every: int, today: date) -> list[Threshold]:
    n_late = (today - due_on).days
    return [Threshold(kind, -days, due_on + timedelta(days)) for days in range(every, n_late + 1, every)]


def _reached(thresholds: Iterable[Threshold], since: date, today: date) -> list[Threshold]:
    reached = [threshold for threshold in thresholds if since <= threshold.reached_on <= today]
    return sorted(reached, key=lambda threshold: threshold.reached_on)
