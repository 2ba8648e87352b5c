"""Addresses that messages may be posted to, and the many spellings of those that they may not."""

import pytest

from registry.domain.deliveries import Channel
from registry.domain.errors import Refusal
from registry.domain.hook_addresses import check_hook, refuse_place, target_of

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a1b2"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=a1b2"


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.WECOM, WECOM),
        (Channel.DINGTALK, DINGTALK),
        (Channel.WEBHOOK, "https://oa.example.gov.cn:8443/hooks/beian?id=7"),
        (Channel.WEBHOOK, "https://203.0.114.7/hook"),
    ],
)
def test_the_robots_and_a_server_of_the_public_net_are_kept_as_they_are(
    channel: Channel, address: str
) -> None:
    assert check_hook(channel, f" {address}\n", may_be_private=False) == address


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.WECOM, DINGTALK),
        (Channel.DINGTALK, WECOM),
        (Channel.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        (Channel.WECOM, "https://qyapi.weixin.qq.com.evil.example.com/cgi-bin/webhook/send?key=a"),
        (Channel.WECOM, "https://evil.example.com/cgi-bin/webhook/send?key=a"),
        (Channel.WECOM, "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=a"),
        (Channel.DINGTALK, "https://oapi.dingtalk.com/robot/send/../other?access_token=a"),
    ],
)
def test_a_robot_has_its_known_host_and_key(channel: Channel, address: str) -> None:
    with pytest.raises(Refusal, match=f"不是{channel.words}机器人") as refused:
        check_hook(channel, address, may_be_private=True)
    assert refused.value.field == f"{channel.value}_url"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "api.localhost",
        "oa.internal",
        "intranet",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fd00::1]",
        "[fec0::1]",
        "192.0.0.192",
        "168.63.129.16",
        "[64:ff9b::a00:1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_this_machine_and_its_net_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(Refusal, match="本机或内部网络"):
        check_hook(Channel.WEBHOOK, f"https://{host}/hook", may_be_private=False)
    assert check_hook(Channel.WEBHOOK, f"http://{host}/hook", may_be_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://oa.example.gov.cn/hook",
        "ftp://oa.example.gov.cn/hook",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "oa.example.gov.cn/hook",
        "https://",
        "https:///hook",
        "https://user:secret@oa.example.gov.cn/hook",
        "https://oa.example.gov.cn\\@127.0.0.1/",
        "https://oa.example.gov.cn/a b",
        "https://oa.example.gov.cn/hook\r\nX-Evil: 1",
        "https://oa.example.gov.cn:99999/hook",
        "https://[::1/hook",
        "https://[fe80::1%25eth0]/hook",
        "https://oa.example.gov.cn/#part",
        "https://oa.example.gov.cn/钩子",
        f"https://oa.example.gov.cn/{'a' * 600}",
    ],
)
def test_what_is_no_address_gets_a_sentence(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_hook(Channel.WEBHOOK, address, may_be_private=False)
    assert refused.value.field == "webhook_url"
    assert len(refused.value.sentence) > 8


@pytest.mark.parametrize("place", ["127.0.0.1", "10.0.0.9", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_a_name_may_not_resolve_to_this_machine_or_its_net(place: str) -> None:
    with pytest.raises(Refusal, match="本机或内部网络"):
        refuse_place("oa.example.gov.cn", place, is_secure=True, may_be_private=False)
    refuse_place("oa.example.gov.cn", place, is_secure=False, may_be_private=True)


def test_what_leaves_over_the_public_net_is_encrypted() -> None:
    refuse_place("oa.example.gov.cn", "203.0.114.7", is_secure=True, may_be_private=False)
    with pytest.raises(Refusal, match="https"):
        refuse_place("oa.example.gov.cn", "203.0.114.7", is_secure=False, may_be_private=True)


def test_an_address_is_taken_apart_as_a_request_needs_it() -> None:
    target = target_of("https://OA.example.gov.cn:8443/hook?id=7", may_be_private=False)
    assert (target.host, target.authority) == ("oa.example.gov.cn", "oa.example.gov.cn:8443")
    assert target.path == "/hook?id=7"
