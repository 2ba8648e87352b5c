"""The channels by which a notice leaves the system, which of them a person chose, and what came of a notice."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from registry.domain.instants import SHANGHAI
from registry.domain.notices import NoticeState


class Channel(StrEnum):
    """A way to a person besides the inbox. `words` name it on screen."""

    words: str

    def __new__(cls, value: str, words: str = "") -> "Channel":
        channel = str.__new__(cls, value)
        channel._value_ = value
        channel.words = words
        return channel

    MAIL = "mail", "邮件"
    DIGEST = "digest", "每日汇总"
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    WEBHOOK = "webhook", "网络钩子"


HOOKS = (Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK)
"""The channels with an address of their own, to which messages are posted over HTTP."""


class DeliveryState(StrEnum):
    """Whether a delivery still waits for its turn, or what came of it."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Reach:
    """How a person can be reached now: what the person chose, as far as this deployment can do it.

    `has_mail`: an address, a mail server, and the person wants mail. `digest_hour` puts a daily digest in the place
    of single mails.
    """

    has_mail: bool = False
    digest_hour: int | None = None
    hooks: frozenset[Channel] = field(default_factory=frozenset)

    def channels(self, *, is_urgent: bool) -> list[Channel]:
        """The channels of a notice, in the order of their names; an urgent one never waits for the digest."""
        mail = Channel.MAIL if is_urgent or self.digest_hour is None else Channel.DIGEST
        return [*([mail] if self.has_mail else []), *(hook for hook in HOOKS if hook in self.hooks)]


def state_of(states: Collection[DeliveryState]) -> NoticeState:
    """What is said of a notice with these deliveries: sent, as soon as a server took one of them.

    A notice of which nothing is to leave any more was told in the inbox only.
    """
    if DeliveryState.SENT in states:
        return NoticeState.SENT
    if DeliveryState.PENDING in states:
        return NoticeState.PENDING
    return NoticeState.FAILED if DeliveryState.FAILED in states else NoticeState.INBOX


def result_words(
    channel: Channel, state: DeliveryState, outcome: str, n_attempts: int, at: datetime | None, now: datetime
) -> str:
    """What came of a delivery, as a person reads it: "企业微信：已发送（10:02）".

    `at` is when it was sent, or when it is tried next; its day is told when it is another than today's.
    """
    time = _time(at, now)
    if state is DeliveryState.SENT:
        return f"{channel.words}：已发送（{time}）{outcome}"
    if state is DeliveryState.CANCELLED:
        return f"{channel.words}：未发送，{outcome}"
    if state is DeliveryState.FAILED:
        return f"{channel.words}：发送失败，{outcome}"
    if not outcome:
        return f"{channel.words}：待发送" + (f"（{time}）" if at and at > now else "")
    if channel is Channel.DIGEST:
        return f"{channel.words}：{outcome.rstrip('。')}，并入下一次汇总"
    again = f"第{n_attempts}次失败，" if n_attempts else ""
    return f"{channel.words}：{again}{outcome.rstrip('。')}，{time}再试"


def _time(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "时间未记录"
    local = at.astimezone(SHANGHAI)
    is_today = local.date() == now.astimezone(SHANGHAI).date()
    return f"{local:%H:%M}" if is_today else f"{local:%Y-%m-%d %H:%M}"
