"""A real mail server for the tests: takes letters, or answers as it is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from registry.delivery.mail import Smtp


@dataclass
class MailServer:
    """`answers` maps an SMTP verb ("RCPT", "DATA", "MAIL") to what is answered instead of OK; "" hangs up.

    For DATA, "take and die" takes the letter and hangs up before it says so, "wait" says nothing for two seconds.
    """

    answers: dict[str, str] = field(default_factory=dict)
    letters: list[Message] = field(default_factory=list)
    port: int = 0

    @property
    def smtp(self) -> Smtp:
        return Smtp("127.0.0.1", self.port, "fazhi@example.gov.cn")

    def sent(self) -> list[tuple[str, str]]:
        """(to, Message-ID) of every letter taken, in order."""
        return [(str(letter["To"]), str(letter["Message-ID"])) for letter in self.letters]

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        answer = self._answer("RCPT", server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answers.get("DATA") == "wait":
            await asyncio.sleep(2)
            return "451 too late"
        is_dying = self.answers.get("DATA") == "take and die"
        answer = "250 OK" if is_dying else self._answer("DATA", server)
        if answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.letters.append(message_from_bytes(content, policy=default))
        if is_dying:
            server.transport.abort()
        return answer

    def _answer(self, verb: str, server: SMTP) -> str:
        answer = self.answers.get(verb, "250 OK")
        if not answer:
            server.transport.abort()
        return answer or "421 gone"


class _AnyPort(Controller):
    """Listens on a free port that the system picks."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    handler = MailServer(answers)
    controller = _AnyPort(handler, hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()
