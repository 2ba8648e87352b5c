"""The addresses that messages may be posted to: those of the known robots, and servers of the public net.

A person types the address and our server calls it: it must not become a way into the net our server stands in.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import parse_qs, urlsplit

from registry.domain.deliveries import Channel
from registry.domain.errors import Refusal

LONGEST = 500
_NAT64 = IPv6Network("64:ff9b::/96")
# Not public although Python calls them global: the protocol block with a cloud's metadata, and a cloud's host.
_CLOUD = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
_HERE = re.compile(r"localhost|.*\.(?:localhost|local|internal|lan|home\.arpa)|[^.]+")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\\]")


@dataclass(frozen=True)
class Robot:
    """Where the robots of a service listen, and the parameter that tells one from the other."""

    host: str
    path: str
    parameter: str
    example: str


ROBOTS: dict[Channel, Robot] = {
    Channel.WECOM: Robot(
        "qyapi.weixin.qq.com",
        "/cgi-bin/webhook/send",
        "key",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ),
    Channel.DINGTALK: Robot(
        "oapi.dingtalk.com",
        "/robot/send",
        "access_token",
        "https://oapi.dingtalk.com/robot/send?access_token=…",
    ),
}


@dataclass(frozen=True)
class Target:
    """An address taken apart; `path` has its query."""

    is_secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"


def check_hook(channel: Channel, address: str, *, may_be_private: bool) -> str:
    """The address as it is kept. Raises Refusal, at the field of the channel, for one that nothing is posted to."""
    field = f"{channel.value}_url"
    address = address.strip()
    target = target_of(address, may_be_private=may_be_private, field=field)
    if robot := ROBOTS.get(channel):
        parameters = parse_qs(target.path.partition("?")[2])
        is_robot = (target.is_secure, target.host, target.port) == (True, robot.host, 443)
        if not (is_robot and target.path.startswith(f"{robot.path}?") and parameters.get(robot.parameter)):
            raise Refusal(
                f"这不是{channel.words}机器人的地址。请从群机器人的设置中整条复制，形如{robot.example}", field
            )
    return address


def target_of(address: str, *, may_be_private: bool, field: str | None = None) -> Target:
    """The address taken apart. Raises Refusal when it is malformed, not https, or names this machine or its net.

    A name may still resolve to such a place: `refuse_place` looks at what it resolved to.
    """
    if len(address) > LONGEST:
        raise Refusal(f"地址最多{LONGEST}个字符。", field)
    if not address or _UNSAFE.search(address):
        raise Refusal("地址为空，或含有空格等不能用的字符，请重新复制完整的地址。", field)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower().rstrip(".")
        port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port
    except ValueError as error:
        raise Refusal("地址的写法不对，请核对主机名和端口后重新填写。", field) from error
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not may_be_private):
        raise Refusal("地址须以 https:// 开头，请改用加密的地址。", field)
    if not host or not port or "@" in parts.netloc or "%" in host or parts.fragment or not address.isascii():
        raise Refusal("地址须是“https://主机名/路径”的形式，不含用户名、密码和#后的部分。", field)
    literal = _literal(host)
    if not may_be_private and (
        (literal and not _is_public(literal)) or (not literal and _HERE.fullmatch(host))
    ):
        raise Refusal(_private(host), field)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, path)


def refuse_place(host: str, place: str, *, is_secure: bool, may_be_private: bool) -> None:
    """Raise Refusal when a host resolved to a place (an IP address) that nothing is posted to.

    Where private places are allowed, they alone are reached without encryption.
    """
    is_public = _is_public(ip_address(place.partition("%")[0]))
    if not is_public and not may_be_private:
        raise Refusal(_private(host))
    if is_public and not is_secure:
        raise Refusal(f"{host}在公共网络上，地址须以 https:// 开头，请改用加密的地址。")


def host_of(address: str) -> str:
    """The host of a kept address: what others than its owner are told of it."""
    return urlsplit(address).hostname or ""


def _private(host: str) -> str:
    return (
        f"{host}是本机或内部网络的地址，系统不向内部网络发送。确需发送的，请系统维护人员按运行手册开启"
        "REGISTRY_WEBHOOKS_MAY_BE_PRIVATE。"
    )


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host spells, also in the spellings that only a resolver takes: 127.1, 0x7f000001."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return ip_address(socket.inet_aton(host))
    except OSError:
        return None


def _is_public(place: IPv4Address | IPv6Address) -> bool:
    """Whether everybody's traffic leads there: not to this machine, its links or a private net, however embedded."""
    if isinstance(place, IPv6Address):
        embedded = place.ipv4_mapped or place.sixtofour or (place.teredo[1] if place.teredo else None)
        if place in _NAT64 or int(place) >> 32 == 0:
            embedded = IPv4Address(int(place) & 0xFFFFFFFF)
        if embedded is not None:
            return _is_public(embedded)
        if place.is_site_local:
            return False
    elif any(place in network for network in _CLOUD):
        return False
    return place.is_global and not place.is_multicast and not place.is_reserved
