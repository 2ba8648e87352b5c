"""What is posted to a robot or a webhook, signed as each of them asks, and whether its answer means that it was taken.

企业微信: {"msgtype": "markdown", "markdown": {"content": …}}, at most 4096 bytes; the key is in the address.
钉钉: {"msgtype": "markdown", "markdown": {"title": …, "text": …}}; with a secret, the address carries the milliseconds
and the base64 of HMAC-SHA256(secret, "milliseconds\\nsecret"). Both answer with status 200 and an errcode.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from registry.delivery.errors import DeliveryError
from registry.delivery.posting import Answer, post
from registry.domain.deliveries import Channel
from registry.domain.instants import SHANGHAI

MOST_WECOM_BYTES = 4096
MOST_DINGTALK_BYTES = 18_000
TOLD = (
    "title", "doc_no", "authority", "track", "direction", "state", "due_on", "working", "filing_no", "step_due_on",
    "step_working", "as_of", "left", "what", "round", "published_on", "n_documents", "before", "is_step", "term",
)  # fmt: skip
"""The facts that a webhook is told: not the words of a reason, an opinion or an answer, nor whatever comes later."""


@dataclass(frozen=True)
class Post:
    """A message of one notice to one hook. `delivery_id` is the same at every attempt."""

    delivery_id: str
    notice_id: int
    kind: str
    label: str
    subject: str
    brief: str
    url: str
    facts: Mapping[str, str]


def delivery_id(key: str, channel: Channel, public_url: str) -> str:
    """The id of the delivery of the notice with this key: the same at every attempt, and unlike any other office's."""
    return hashlib.sha256(f"{public_url} {channel.value} {key}".encode()).hexdigest()[:32]


def send_hook(
    channel: Channel, address: str, secret: str, message: Post, now: datetime, *, may_be_private: bool
) -> str:
    """What the server answered, in words; it has taken the message. Raises DeliveryError."""
    match channel:
        case Channel.WECOM:
            answer = _post_json(address, _wecom(message), {}, may_be_private)
        case Channel.DINGTALK:
            answer = _post_json(_signed(address, secret, now), _dingtalk(message), {}, may_be_private)
        case _:
            return _send_webhook(address, secret, message, now, may_be_private)
    return _judged(channel, answer)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a webhook's body: HMAC-SHA256 of "timestamp.body", in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _send_webhook(address: str, secret: str, message: Post, now: datetime, may_be_private: bool) -> str:
    content = {
        "id": message.delivery_id,
        "notice_id": message.notice_id,
        "kind": message.kind,
        "kind_words": message.label,
        "subject": message.subject,
        "url": message.url,
        "facts": {name: message.facts[name] for name in TOLD if name in message.facts},
        "sent_at": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Registry-Delivery": message.delivery_id,
        "X-Registry-Timestamp": timestamp,
        "X-Registry-Signature": f"sha256={signature(secret, timestamp, body)}",
    }
    answer = post(address, body, headers, may_be_private=may_be_private)
    return f"服务器答{answer.status}"


def _post_json(address: str, content: Any, headers: Mapping[str, str], may_be_private: bool) -> Answer:
    body = json.dumps(content, ensure_ascii=False).encode()
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return post(address, body, {**kind, **headers}, may_be_private=may_be_private)


def _wecom(message: Post) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": _cut(message.brief, MOST_WECOM_BYTES)}}


def _dingtalk(message: Post) -> dict[str, Any]:
    text = _cut(message.brief, MOST_DINGTALK_BYTES).replace("\n", "\n\n")  # a single break is a space there
    return {"msgtype": "markdown", "markdown": {"title": message.subject, "text": text}}


def _signed(address: str, secret: str, now: datetime) -> str:
    if not secret:
        return address
    milliseconds = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{address}&timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def _judged(channel: Channel, answer: Answer) -> str:
    """The words of a robot that took the message; a robot refuses with status 200 too."""
    try:
        content = json.loads(answer.body)
        code, words = content["errcode"], str(content.get("errmsg", ""))
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryError(f"{channel.words}的答复无法识别，是否收到不明。") from error
    if code != 0:
        raise DeliveryError(f"{channel.words}没有接收（{code}：{' '.join(words.split())[:200]}）。")
    return f"{channel.words}答{code} {words[:50]}".strip()


def _cut(text: str, most_bytes: int) -> str:
    """The text within so many bytes of UTF-8; what is cut off is marked."""
    content = text.encode()
    if len(content) <= most_bytes:
        return text
    return content[: most_bytes - 3].decode("utf-8", "ignore") + "…"
