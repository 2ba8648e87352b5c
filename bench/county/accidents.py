"""What befalls the machines: statements that fail, schedulers killed at work, two of them at once."""

import hashlib
import os
import random
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from registry.delivery.mail import Smtp
from registry.jobs import Office, queue_notices, send_notices
from registry.storage.engine import Store, open_store

ADDRESS = "http://register.example.cn"
SMTP = Smtp(host="post.example.cn", port=25, sender="office@example.cn")
CLAIMS_END = timedelta(minutes=11)  # a dead sender's claim is over by then
_MOST_STATEMENTS = 30


class Stumbled(Exception):
    """A statement failed in the middle of a transaction."""


class Post:
    """The mail server of the county: the Message-IDs of all it took, in a file that outlives a kill.

    An unreliable one is away on some days, refuses some letters at first, and takes others without saying so.
    """

    def __init__(self, taken: Path, *, is_reliable: bool = True) -> None:
        self.is_reliable = is_reliable
        self.today = date.min
        self._taken, self._tried = taken, taken.with_suffix(".tried")
        self._taken.touch()
        self._tried.touch()

    @property
    def is_away(self) -> bool:
        """Whether nobody answers today."""
        return not self.is_reliable and _chance(self.today.isoformat()) < 0.1

    def deliver(self, letter: EmailMessage) -> None:
        """Takes a letter. Raises OSError or SMTPResponseException when the sender is to believe it did not."""
        number = str(letter["Message-ID"])
        fate = 1.0 if self.is_reliable else _chance(number)
        is_first = fate < 0.3 and number not in self._tried.read_text("utf-8")
        if is_first:
            _append(self._tried, number)
        if is_first and fate < 0.1:
            raise smtplib.SMTPResponseException(451, b"try again later")
        _append(self._taken, number)
        if is_first and fate < 0.2:
            raise ConnectionResetError("gone after DATA")

    def counts(self) -> Counter[str]:
        """Message-ID → how often it was taken."""
        return Counter(self._taken.read_text("utf-8").split())


class Clock:
    """The jobs of one machine: run once, run twice at the same time, or killed and run again."""

    def __init__(self, store: Store, post: Post, dice: random.Random) -> None:
        self.store = store
        self.post = post
        self.dice = dice
        self.n_stumbles = self.n_kills = self.n_doubles = 0

    def tick(self, now: datetime) -> None:
        """The reminders are queued and the mail is sent, as the scheduler does minute after minute."""
        _work(Office(self.store, ADDRESS, SMTP), self.post, now)

    def send(self, now: datetime) -> None:
        """Only the mail is sent."""
        _send(Office(self.store, ADDRESS, SMTP), self.post, now)

    def tick_twice(self, now: datetime) -> None:
        """Two schedulers at the same moment, each a process of its own."""
        self.n_doubles += 1
        child = self._fork(now)
        self.tick(now)
        os.waitpid(child, 0)

    def tick_killed(self, now: datetime) -> None:
        """A scheduler dies at work."""
        self.n_kills += 1
        child = self._fork(now)
        time.sleep(self.dice.uniform(0.002, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def tick_stumbling(self, now: datetime) -> None:
        """A statement fails while the jobs are at work."""
        self.n_stumbles += 1
        with suppress(Stumbled), _failing(self.store.engine, self.dice.randint(1, _MOST_STATEMENTS)):
            self.tick(now)

    def stumble(self, deed: Callable[[], Any]) -> Any:
        """A deed during which a statement fails, so that it has to be done again; what it returned in the end."""
        self.n_stumbles += 1
        with _failing(self.store.engine, self.dice.randint(1, _MOST_STATEMENTS)):
            try:
                return deed()
            except Stumbled:
                pass
        return deed()

    def _fork(self, now: datetime) -> int:
        """A child process with connections of its own that ticks; nothing of the parent's is open meanwhile."""
        url = self.store.engine.url
        self.store.engine.dispose()
        child = os.fork()
        if child:
            return child
        try:
            own = open_store(url.render_as_string(hide_password=False), self.store.folder)
            _work(Office(own, ADDRESS, SMTP), self.post, now)
        finally:
            os._exit(0)


@contextmanager
def posting(post: Post) -> Iterator[None]:
    """While it lasts, letters go to this post instead of the network."""

    class Connection:
        def __init__(self, *_: Any, **__: Any) -> None:
            if post.is_away:
                raise ConnectionRefusedError("nobody answers")

        def send_message(self, letter: EmailMessage) -> None:
            post.deliver(letter)

        def quit(self) -> None:
            pass

        close = quit

    real, smtplib.SMTP = smtplib.SMTP, Connection  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        smtplib.SMTP = real  # type: ignore[misc]


def _chance(words: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) / 16**8


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _work(office: Office, post: Post, now: datetime) -> None:
    queue_notices.run(office, now)
    _send(office, post, now)


def _send(office: Office, post: Post, now: datetime) -> None:
    """Until nothing is done any more; what failed is tried again two minutes later."""
    for later in [now] if post.is_reliable else [now, now + timedelta(minutes=2)]:
        while any(n for name, n in send_notices.run(office, later).counts.items() if name != "n_postponed"):
            continue


@contextmanager
def _failing(engine: Engine, at: int) -> Iterator[None]:
    """While it lasts, the statement with this number fails."""
    n_statements = 0

    def count(*_: Any) -> None:
        nonlocal n_statements
        n_statements += 1
        if n_statements == at:
            raise Stumbled

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)
