"""Posting over HTTP: to a checked place only, within a limit of time and size, and never along a redirect."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread, Timer

from registry.delivery.errors import DeliveryError
from registry.domain.errors import Refusal
from registry.domain.hook_addresses import Target, refuse_place, target_of

CONNECT_S = 4.0
WHOLE_S = 8.0
MOST_BYTES = 64 * 1024
_AGENT = "registry-notices/1"


@dataclass(frozen=True)
class Answer:
    """The status and the beginning of what a server answered."""

    status: int
    body: bytes


def post(address: str, body: bytes, headers: Mapping[str, str], *, may_be_private: bool) -> Answer:
    """The answer of a server that took the message, which is one of status 2xx. Raises DeliveryError."""
    try:
        target = target_of(address, may_be_private=may_be_private)
        place = _checked_place(target, may_be_private)
    except Refusal as refusal:
        raise DeliveryError(refusal.sentence, is_permanent=True) from refusal
    answer = _exchange(target, place, body, headers)
    if 300 <= answer.status < 400:
        raise DeliveryError(f"服务器要求转到其他地址（{answer.status}），系统不跟随，请改填最终的地址。")
    if not 200 <= answer.status < 300:
        raise DeliveryError(f"服务器答{answer.status}。")
    return answer


def _checked_place(target: Target, may_be_private: bool) -> str:
    """The IP address to connect to; the name is not resolved again. Raises Refusal when any of them is forbidden.

    IPv4 comes first: an office whose net has no IPv6 would wait for the others in vain.
    """
    places = sorted(_resolved(target), key=lambda place: ":" in place)
    for place in places:
        refuse_place(target.host, place, is_secure=target.is_secure, may_be_private=may_be_private)
    return places[0]


def _resolved(target: Target) -> list[str]:
    """The IP addresses of a host. A resolver knows no timeout, so it runs beside and may be left behind."""
    answers: Queue[list[str] | Exception] = Queue()

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.put([str(info[4][0]) for info in infos])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=CONNECT_S)
    except Empty:
        raise DeliveryError(f"{CONNECT_S:g}秒内查不到{target.host}的网络地址。") from None
    if isinstance(answer, Exception) or not answer:
        raise DeliveryError(f"查不到{target.host}的网络地址，请核对主机名。")
    return answer


def _exchange(target: Target, place: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = _connection(target, place)
    try:
        with _watched(connection) as is_over:
            try:
                connection.request(
                    "POST", target.path, body, {"User-Agent": _AGENT, "Connection": "close", **headers}
                )
                with connection.getresponse() as response:
                    if is_over.is_set():  # its heading was cut off
                        raise TimeoutError
                    return Answer(response.status, _beginning(response))
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise _failure(target, error, is_over.is_set()) from error
    finally:
        connection.close()


def _beginning(response: http.client.HTTPResponse) -> bytes:
    """As much of the body as is read; a server that took the message and breaks off has taken it."""
    try:
        return response.read(MOST_BYTES)
    except (OSError, http.client.HTTPException, ValueError):
        return b""


def _connection(target: Target, place: str) -> http.client.HTTPConnection:
    """A connection to the place that was checked, in the name of the host. Raises DeliveryError."""
    connection = http.client.HTTPConnection(target.authority, timeout=CONNECT_S)
    try:
        plain = socket.create_connection((place, target.port), timeout=CONNECT_S)
    except OSError as error:
        raise DeliveryError(f"连不上{target.authority}（{_reason(error)}）。") from error
    try:
        connection.sock = _secured(plain, target.host) if target.is_secure else plain
    except (OSError, ValueError) as error:
        plain.close()
        raise DeliveryError(f"与{target.authority}的加密连接没有建立（{_reason(error)}）。") from error
    return connection


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """The connection under TLS, with the host's certificate checked, within the limit of time."""
    giving_up = Timer(CONNECT_S, _shut, [plain])
    giving_up.start()
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    finally:
        giving_up.cancel()


@contextmanager
def _watched(connection: http.client.HTTPConnection) -> Iterator[Event]:
    """Cuts the connection after WHOLE_S, however slowly its server goes on talking; the event tells whether it did."""
    is_over = Event()
    watched = connection.sock

    def cut() -> None:
        is_over.set()
        _shut(watched)

    timer = Timer(WHOLE_S, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        connection.close()


def _failure(target: Target, error: Exception, is_over: bool) -> DeliveryError:
    if is_over or isinstance(error, TimeoutError):
        return DeliveryError(f"{target.authority}没有在限定的时间内答复，是否收到不明。")
    if isinstance(error, http.client.HTTPException | ValueError) and not isinstance(
        error, http.client.RemoteDisconnected
    ):
        return DeliveryError(f"{target.authority}答的不是HTTP，请核对地址。")
    return DeliveryError(f"与{target.authority}的连接中断（{_reason(error)}），是否收到不明。")


def _reason(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(reason)[:200]
