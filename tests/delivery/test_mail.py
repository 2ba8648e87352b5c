"""Mail against a real server that takes, refuses, hesitates, hangs up or is not there."""

import socket
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from registry.delivery import mail
from registry.delivery.errors import DeliveryError
from registry.delivery.mail import Smtp, message_id, send
from registry.delivery.messages import Message
from tests.mail_server import mail_server

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
MESSAGE = Message("备案期限提醒：《示范区秸秆综合利用管理办法》", "您好：\n\n下一步：请报送备案。\n")
KEY = "filing_due:filing-7:2026-03-24:5:3"
ID = message_id(KEY, "https://beian.example.gov.cn", "fazhi@example.gov.cn")
TO = "zhou@example.gov.cn"


def test_a_letter_arrives_as_it_was_written() -> None:
    with mail_server() as server:
        send(server.smtp, TO, MESSAGE, ID, NOW)
    (letter,) = server.letters
    assert letter["Subject"] == MESSAGE.subject
    assert letter["From"] == "fazhi@example.gov.cn"
    assert letter["To"] == TO
    assert letter["Message-ID"] == ID
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]) == NOW
    assert letter.get_content().replace("\r\n", "\n") == MESSAGE.text


def test_a_letter_with_html_has_the_plain_text_first_and_the_same_id() -> None:
    message = Message(MESSAGE.subject, MESSAGE.text, "<!doctype html><p>您好</p>\n")
    with mail_server() as server:
        send(server.smtp, TO, message, ID, NOW)
    (letter,) = server.letters
    assert (letter.get_content_type(), letter["Message-ID"]) == ("multipart/alternative", ID)
    plain, page = letter.iter_parts()
    assert [plain.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    assert plain.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert "您好" in page.get_content()
    assert plain.get_content_charset() == page.get_content_charset() == "utf-8"


@pytest.mark.parametrize(("mood", "n_taken"), [("wait", 0), ("take and die", 1)])
def test_a_server_that_delays_or_dies_after_the_letter_leaves_it_unknown(
    monkeypatch: pytest.MonkeyPatch, mood: str, n_taken: int
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.5)
    with mail_server(DATA=mood) as server:
        with pytest.raises(DeliveryError, match="是否送达不明") as caught:
            send(server.smtp, TO, MESSAGE, ID, NOW)
        assert (caught.value.is_permanent, caught.value.is_of_server) == (False, False)
        assert len(server.letters) == n_taken


def test_the_same_notice_has_the_same_id_at_every_attempt_and_no_other_has() -> None:
    url, sender = "https://beian.example.gov.cn", "fazhi@example.gov.cn"
    assert message_id(KEY, url, sender) == ID
    assert message_id(KEY + "1", url, sender) != ID
    assert message_id(KEY, "https://other.example.gov.cn", sender) != ID
    assert ID.endswith("@example.gov.cn>")


@pytest.mark.parametrize(
    ("answers", "is_permanent", "is_of_server", "words"),
    [
        ({"RCPT": "550 no such user"}, True, False, "拒收（550 no such user），请核对收件地址zhou@"),
        ({"RCPT": "450 greylisted"}, False, False, "暂不接收（450 greylisted）"),
        ({"DATA": "554 looks like spam"}, True, False, "拒收（554 looks like spam）"),
        ({"DATA": "451 try later"}, False, False, "暂不接收（451 try later）"),
        ({"MAIL": "553 not your address"}, False, True, "不接受发件地址fazhi@example.gov.cn（553"),
        ({"DATA": ""}, False, False, "连接中断"),
        ({"RCPT": ""}, False, False, "连接中断"),
    ],
)
def test_a_refusal_says_whether_the_letter_or_the_server_is_at_fault(
    answers: dict[str, str], is_permanent: bool, is_of_server: bool, words: str
) -> None:
    with mail_server(**answers) as server, pytest.raises(DeliveryError) as caught:
        send(server.smtp, TO, MESSAGE, ID, NOW)
    assert words in caught.value.sentence
    assert (caught.value.is_permanent, caught.value.is_of_server) == (is_permanent, is_of_server)
    assert not server.letters


def test_a_server_that_cannot_be_reached_is_at_fault() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        smtp = Smtp("127.0.0.1", taken.getsockname()[1], "fazhi@example.gov.cn")
        with pytest.raises(DeliveryError, match="无法使用邮件服务器127") as caught:
            send(smtp, TO, MESSAGE, ID, NOW)
    assert caught.value.is_of_server
    assert not caught.value.is_permanent


@pytest.mark.parametrize("extra", [{"starttls": True}, {"user": "fazhi", "password": "geheim"}])
def test_a_server_that_cannot_do_what_the_settings_ask_gets_no_letter(extra: dict[str, object]) -> None:
    with mail_server() as server:
        smtp = Smtp("127.0.0.1", server.port, "fazhi@example.gov.cn", **extra)  # type: ignore[arg-type]
        with pytest.raises(DeliveryError, match="请管理员核对邮件设置") as caught:
            send(smtp, TO, MESSAGE, ID, NOW)
    assert caught.value.is_of_server
    assert "geheim" not in caught.value.sentence + repr(smtp)
    assert not server.letters


def test_an_address_the_server_cannot_write_is_refused_for_good() -> None:
    with mail_server() as server, pytest.raises(DeliveryError, match="非英文字符") as caught:
        send(server.smtp, "周@example.gov.cn", MESSAGE, ID, NOW)
    assert caught.value.is_permanent
