"""What robots and webhooks are sent, how it is signed, and which answers mean that it was taken."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from registry.delivery import hooks
from registry.delivery.errors import DeliveryError
from registry.delivery.hooks import Post, delivery_id, send_hook, signature
from registry.delivery.posting import Answer
from registry.domain.deliveries import Channel
from tests.hook_server import hook_server

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a1"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=a1"
FACTS = {"title": "示范办法", "due_on": "2026-03-20", "reason": "第六条超越权限", "comes_later": "谁知道"}
MESSAGE = Post(
    "d" * 32,
    7,
    "filing_due",
    "备案期限提醒",
    "备案期限提醒：《示范办法》",
    "**备案期限提醒**\n请报送",
    "https://b.cn/7",
    FACTS,
)
TAKEN = b'{"errcode":0,"errmsg":"ok"}'


class Robot:
    """Stands in for the service, which no test may call; the posting itself has its own tests."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, body: bytes = TAKEN) -> None:
        self.body = body
        self.posts: list[tuple[str, Any]] = []
        monkeypatch.setattr(hooks, "post", self._post)

    def _post(self, address: str, body: bytes, headers: Mapping[str, str], **_: Any) -> Answer:
        assert headers["Content-Type"].startswith("application/json")
        self.posts.append((address, json.loads(body)))
        return Answer(200, self.body)


def send(channel: Channel, address: str, secret: str = "", message: Post = MESSAGE) -> str:
    return send_hook(channel, address, secret, message, NOW, may_be_private=True)


def test_wecom_gets_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    robot = Robot(monkeypatch)
    assert send(Channel.WECOM, WECOM) == "企业微信答0 ok"
    assert robot.posts == [(WECOM, {"msgtype": "markdown", "markdown": {"content": MESSAGE.brief}})]


def test_a_message_keeps_within_the_bytes_that_wecom_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    robot = Robot(monkeypatch)
    long = Post("d", 7, "k", "l", "s", "示" * 3000, "u", {})
    send(Channel.WECOM, WECOM, message=long)
    content = robot.posts[0][1]["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert content.endswith("示…")


def test_dingtalk_gets_markdown_under_a_signed_address(monkeypatch: pytest.MonkeyPatch) -> None:
    robot = Robot(monkeypatch)
    send(Channel.DINGTALK, DINGTALK, "SEC0123")
    ((address, content),) = robot.posts
    assert content == {
        "msgtype": "markdown",
        "markdown": {"title": MESSAGE.subject, "text": MESSAGE.brief.replace("\n", "\n\n")},
    }
    asked = parse_qs(urlsplit(address).query)
    milliseconds = str(int(NOW.timestamp()) * 1000)
    mac = hmac.new(b"SEC0123", f"{milliseconds}\nSEC0123".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": ["a1"],
        "timestamp": [milliseconds],
        "sign": [base64.b64encode(mac).decode()],
    }
    send(Channel.DINGTALK, DINGTALK)
    assert robot.posts[1][0] == DINGTALK, "a robot without a secret is not signed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"errcode":93000,"errmsg":"invalid webhook url"}', "没有接收（93000：invalid webhook url）"),
        (b'{"errcode":310000,"errmsg":"sign not match"}', "没有接收（310000：sign not match）"),
        (b'{"errcode":45009,"errmsg":"api freq out of limit"}', "45009"),
        (b'{"errcode":"0"}', "没有接收"),
        (b'{"ok":true}', "无法识别"),
        (b"[]", "无法识别"),
        (b"null", "无法识别"),
        (b"<html>", "无法识别"),
        (b"\xff\xfe", "无法识别"),
        (b"", "无法识别"),
    ],
)
def test_a_robot_is_judged_by_its_code_and_not_by_the_status_200(
    monkeypatch: pytest.MonkeyPatch, body: bytes, words: str
) -> None:
    Robot(monkeypatch, body)
    for channel, address in ((Channel.WECOM, WECOM), (Channel.DINGTALK, DINGTALK)):
        with pytest.raises(DeliveryError) as failed:
            send(channel, address)
        assert words in failed.value.sentence


def test_a_webhook_is_told_facts_and_no_reasons_and_can_verify_them() -> None:
    with hook_server() as server:
        assert send(Channel.WEBHOOK, server.url(), "geheim") == "服务器答200"
        (message,) = server.taken
    assert message.content == {
        "id": "d" * 32,
        "notice_id": 7,
        "kind": "filing_due",
        "kind_words": "备案期限提醒",
        "subject": "备案期限提醒：《示范办法》",
        "url": "https://b.cn/7",
        "facts": {"title": "示范办法", "due_on": "2026-03-20"},
        "sent_at": "2026-03-05T10:00:00+08:00",
    }
    timestamp = message.headers["X-Registry-Timestamp"]
    mac = hmac.new(b"geheim", timestamp.encode() + b"." + message.body, hashlib.sha256).hexdigest()
    assert message.headers["X-Registry-Signature"] == f"sha256={mac}"
    assert signature("geheim", timestamp, message.body) == mac
    assert signature("geheim", timestamp, message.body + b" ") != mac
    assert message.headers["X-Registry-Delivery"] == "d" * 32


def test_the_handbook_s_way_to_verify_a_message_works(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", HANDBOOK.read_text("utf-8"), re.DOTALL)
    shown: dict[str, Any] = {}
    exec(compile(example, str(HANDBOOK), "exec"), shown)
    with hook_server() as server, time_machine.travel(NOW, tick=False):
        send(Channel.WEBHOOK, server.url(), "geheim")
        (message,) = server.taken
        is_ours = shown["is_from_the_registry"]
        assert is_ours("geheim", message.headers, message.body)
        assert not is_ours("other", message.headers, message.body)
        assert not is_ours("geheim", message.headers, message.body + b" ")
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        assert not is_ours("geheim", message.headers, message.body), "too old"


def test_a_delivery_has_an_id_of_its_own_that_stays() -> None:
    ids = {
        delivery_id(key, channel, url)
        for key in ("filing_due:filing-7:2026-03-24:5:3", "filing_due:filing-7:2026-03-24:1:3")
        for channel in (Channel.WECOM, Channel.WEBHOOK)
        for url in ("https://a.cn", "https://b.cn")
    }
    assert len(ids) == 8
    assert delivery_id("k", Channel.WEBHOOK, "https://a.cn") == delivery_id(
        "k", Channel.WEBHOOK, "https://a.cn"
    )
