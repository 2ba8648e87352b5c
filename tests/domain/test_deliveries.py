"""By which channels a notice leaves, what is said of it, and how the result of a channel reads."""

from datetime import UTC, datetime

import pytest

from registry.domain.deliveries import HOOKS, Channel, DeliveryState, Reach, result_words, state_of
from registry.domain.notices import NoticeState

PENDING, SENT, FAILED, CANCELLED = DeliveryState
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # 10:00 in Asia/Shanghai


@pytest.mark.parametrize(
    ("reach", "usual", "urgent"),
    [
        (Reach(), [], []),
        (Reach(has_mail=True), [Channel.MAIL], [Channel.MAIL]),
        (Reach(has_mail=True, digest_hour=8), [Channel.DIGEST], [Channel.MAIL]),
        (Reach(digest_hour=8), [], []),
        (Reach(hooks=frozenset(HOOKS)), list(HOOKS), list(HOOKS)),
    ],
)
def test_an_urgent_notice_does_not_wait_for_the_digest(
    reach: Reach, usual: list[Channel], urgent: list[Channel]
) -> None:
    assert reach.channels(is_urgent=False) == usual
    assert reach.channels(is_urgent=True) == urgent


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], NoticeState.INBOX),
        ([CANCELLED], NoticeState.INBOX),
        ([PENDING, FAILED], NoticeState.PENDING),
        ([FAILED, CANCELLED], NoticeState.FAILED),
        ([FAILED, PENDING, SENT], NoticeState.SENT),
    ],
)
def test_a_notice_is_called_sent_only_when_a_server_took_it(
    states: list[DeliveryState], said: NoticeState
) -> None:
    assert state_of(states) is said


@pytest.mark.parametrize(
    ("state", "outcome", "n_attempts", "at", "words"),
    [
        (SENT, "", 1, NOW.replace(minute=2), "企业微信：已发送（10:02）"),
        (SENT, "", 1, NOW.replace(day=4), "企业微信：已发送（2026-03-04 10:00）"),
        (PENDING, "", 0, NOW, "企业微信：待发送"),
        (PENDING, "", 0, NOW.replace(hour=3), "企业微信：待发送（11:00）"),
        (
            PENDING,
            "服务器答500。",
            3,
            NOW.replace(hour=3, minute=30),
            "企业微信：第3次失败，服务器答500，11:30再试",
        ),
        (PENDING, "服务器不在。", 0, NOW.replace(minute=1), "企业微信：服务器不在，10:01再试"),
        (FAILED, "已尝试10次，不再重发。", 10, None, "企业微信：发送失败，已尝试10次，不再重发。"),
        (CANCELLED, "备案已报送。", 0, None, "企业微信：未发送，备案已报送。"),
    ],
)
def test_the_result_of_a_channel_reads_in_a_line(
    state: DeliveryState, outcome: str, n_attempts: int, at: datetime | None, words: str
) -> None:
    assert result_words(Channel.WECOM, state, outcome, n_attempts, at, NOW) == words


def test_what_a_digest_could_not_tell_waits_for_the_next() -> None:
    earlier = NOW.replace(day=3)
    words = result_words(Channel.DIGEST, PENDING, "服务器答450。", 0, earlier, NOW)
    assert words == "每日汇总：服务器答450，并入下一次汇总"
    assert result_words(Channel.DIGEST, PENDING, "", 0, earlier, NOW) == "每日汇总：待发送"
