"""What befalls the machines: statements that fail, schedulers killed at work, two of them at once."""

import os
import random
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
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
    """The mail server of the county: the Message-IDs of all it took, in a file that outlives a kill."""

    def __init__(self, taken: Path) -> None:
        self.taken = taken
        self.taken.touch()

    def deliver(self, letter: EmailMessage) -> None:
        with self.taken.open("a", encoding="utf-8") as file:
            file.write(f"{letter['Message-ID']}\n")

    def counts(self) -> Counter[str]:
        """Message-ID → how often it was taken."""
        return Counter(self.taken.read_text("utf-8").split())


class Clock:
    """The jobs of one machine: run once, run twice at the same time, or killed and run again."""

    def __init__(self, store: Store, dice: random.Random) -> None:
        self.store = store
        self.dice = dice
        self.n_stumbles = self.n_kills = self.n_doubles = 0

    def tick(self, now: datetime) -> None:
        """The reminders are queued and the mail is sent, as the scheduler does minute after minute."""
        _work(Office(self.store, ADDRESS, SMTP), now)

    def send(self, now: datetime) -> None:
        """Only the mail is sent."""
        _send(Office(self.store, ADDRESS, SMTP), now)

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
            _work(Office(own, ADDRESS, SMTP), now)
        finally:
            os._exit(0)


@contextmanager
def posting(post: Post) -> Iterator[None]:
    """While it lasts, letters go to this post instead of the network."""

    class Connection:
        def __init__(self, *_: Any, **__: Any) -> None:
            pass

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


def _work(office: Office, now: datetime) -> None:
    queue_notices.run(office, now)
    _send(office, now)


def _send(office: Office, now: datetime) -> None:
    while any(send_notices.run(office, now).counts.values()):
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
