"""Posting to a real server that takes, refuses, hangs, drips, drops, never ends, redirects or is not there."""

import socket
import time
from typing import Any

import pytest

from registry.delivery import posting
from registry.delivery.errors import DeliveryError
from registry.delivery.posting import MOST_BYTES, post
from tests.hook_server import hook_server

BODY = b'{"a": 1}'


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "CONNECT_S", 0.5)
    monkeypatch.setattr(posting, "WHOLE_S", 0.5)


def test_a_message_arrives_as_it_was_posted() -> None:
    with hook_server() as server:
        answer = post(server.url("/hook?id=7"), BODY, {"X-Mine": "7"}, may_be_private=True)
        assert (answer.status, answer.body) == (200, b"taken")
        (message,) = server.taken
    assert message.body == BODY
    assert message.headers["X-Mine"] == "7"
    assert message.headers["Host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("500", "服务器答500"),
        ("hang", "没有在限定的时间内答复"),
        ("drip", "没有在限定的时间内答复|不是HTTP"),
        ("headers", "没有在限定的时间内答复|不是HTTP"),
        ("drop", "连接中断"),
        ("noise", "不是HTTP"),
        ("302 http://127.0.0.1:1/elsewhere", "转到其他地址（302），系统不跟随"),
    ],
)
def test_a_server_that_does_not_take_it_is_left_soon_with_a_sentence(mood: str, words: str) -> None:
    with hook_server(hook=mood) as server:
        began = time.monotonic()
        with pytest.raises(DeliveryError, match=words) as failed:
            post(server.url(), BODY, {}, may_be_private=True)
        assert time.monotonic() - began < 3
        assert not failed.value.is_permanent
        assert len(server.taken) == 1, "a redirect is not followed"


def test_an_answer_without_end_is_read_to_a_limit() -> None:
    with hook_server(hook="endless") as server:
        answer = post(server.url(), BODY, {}, may_be_private=True)
    assert answer.status == 200
    assert len(answer.body) <= MOST_BYTES


def test_a_server_that_is_not_there_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DeliveryError, match="连不上"):
            post(f"http://127.0.0.1:{taken.getsockname()[1]}/", BODY, {}, may_be_private=True)


def test_a_name_is_looked_up_at_the_moment_of_sending_and_every_answer_is_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rebound(_host: str, port: int, **_: Any) -> list[Any]:
        places = ("203.0.114.7", "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    with pytest.raises(DeliveryError, match="本机或内部网络") as failed:
        post("https://oa.example.gov.cn/hook", BODY, {}, may_be_private=False)
    assert failed.value.is_permanent


def test_the_place_that_was_checked_is_the_place_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to another place a moment later leads nowhere else."""
    asked: list[str] = []
    places: list[str] = []
    with hook_server() as server:

        def rebinding(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            if host == "oa.example.gov.cn":
                asked.append(host)
                host = "127.0.0.1" if len(asked) == 1 else "127.0.0.9"
            places.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        post(f"http://oa.example.gov.cn:{server.port}/hook", BODY, {}, may_be_private=True)
    assert asked == ["oa.example.gov.cn"]
    assert set(places) == {"127.0.0.1"}


def test_a_name_that_nobody_knows_and_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(DeliveryError, match=r"查不到oa\.example"):
        post("https://oa.example.gov.cn/hook", BODY, {}, may_be_private=False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2) or [])
    began = time.monotonic()
    with pytest.raises(DeliveryError, match="查不到"):
        post("https://oa.example.gov.cn/hook", BODY, {}, may_be_private=False)
    assert time.monotonic() - began < 1.5


def test_a_server_that_speaks_no_tls_is_told_apart() -> None:
    with hook_server() as server, pytest.raises(DeliveryError, match="加密连接没有建立"):
        post(f"https://127.0.0.1:{server.port}/hook", BODY, {}, may_be_private=True)
