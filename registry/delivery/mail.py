"""Mail: sends a letter, plain and as HTML, to one person over SMTP, and says in Chinese why a server refused it."""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime

from registry.delivery.errors import DeliveryError
from registry.delivery.messages import Message

TIMEOUT_S = 15


@dataclass(frozen=True)
class Smtp:
    """The mail server, and the sender's address."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False


def message_id(key: str, public_url: str, sender: str) -> str:
    """The Message-ID of the notice with this key: the same at every attempt, and unlike that of any other office."""
    digest = hashlib.sha256(f"{public_url} {key}".encode()).hexdigest()[:40]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def send(smtp: Smtp, to: str, message: Message, message_id: str, now: datetime) -> None:
    """Sends a letter. Raises DeliveryError."""
    letter = _letter(smtp.sender, to, message, message_id, now)
    with _connected(smtp) as server:
        try:
            server.send_message(letter)
        except smtplib.SMTPSenderRefused as error:
            reply = _reply(error.smtp_code, error.smtp_error)
            raise DeliveryError(
                f"邮件服务器不接受发件地址{smtp.sender}（{reply}），请管理员核对邮件设置。", is_of_server=True
            ) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(to, *error.recipients[to]) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(to, error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(
                f"邮件服务器不支持收件地址{to}中的非英文字符，请更换地址。", is_permanent=True
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"发送中与邮件服务器的连接中断（{error}），是否送达不明。") from error


def _letter(sender: str, to: str, message: Message, message_id: str, now: datetime) -> EmailMessage:
    letter = EmailMessage(policy=MAIL_POLICY)
    letter["From"] = sender
    letter["To"] = to
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text, cte="base64")
    if message.html:
        letter.add_alternative(message.html, subtype="html", cte="base64")
    return letter


@contextmanager
def _connected(smtp: Smtp) -> Iterator[smtplib.SMTP]:
    """A connection that is ready to send. Raises DeliveryError if the server cannot be reached or refuses the login."""
    try:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_S)
    except (smtplib.SMTPException, OSError) as error:
        raise _unusable(smtp, error) from error
    with closing(server):
        try:
            if smtp.starttls:
                server.starttls(context=ssl.create_default_context())
            if smtp.user:
                server.login(smtp.user, smtp.password)
        except (smtplib.SMTPException, OSError) as error:
            raise _unusable(smtp, error) from error
        yield server
        # The letter has been taken already: an error at the end of the connection changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _unusable(smtp: Smtp, error: Exception) -> DeliveryError:
    reason = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        reason = _reply(error.smtp_code, error.smtp_error)
    return DeliveryError(
        f"无法使用邮件服务器{smtp.host}:{smtp.port}（{reason}），请管理员核对邮件设置；恢复后会自动补发。",
        is_of_server=True,
    )


def _refused(to: str, code: int, words: bytes | str) -> DeliveryError:
    if code >= 500:
        return DeliveryError(
            f"邮件服务器拒收（{_reply(code, words)}），请核对收件地址{to}。", is_permanent=True
        )
    return DeliveryError(f"邮件服务器暂不接收（{_reply(code, words)}）。")


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())[:200]}"
