"""Acts that several people perform at once, and what must hold of the register afterwards."""

import random
import threading
import time
from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from registry.actions.office.verify_register import verify_register
from registry.domain.errors import Refusal
from registry.storage.audit import AuditEntry
from registry.storage.changes import Change
from registry.storage.engine import Store, reading
from tests.building.filings import Act

N_TIMES = 4


def perform_at_once(acts: Sequence[Act]) -> list[Any]:
    """The result of each act, the sentence for one that was refused. Any other error fails the test."""
    gate = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def perform(n: int) -> None:
        gate.wait()
        try:
            answers[n] = acts[n]()
        except Refusal as refusal:
            answers[n] = refusal.sentence
        except Exception as error:  # noqa: BLE001  a thread's error is brought to the test
            answers[n] = error

    threads = [threading.Thread(target=perform, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return answers


def check_sound(store: Store) -> None:
    """Checks that everything derived is right, and that neither the audit nor the change feed has a gap."""
    assert verify_register(store) == []
    with reading(store) as session:
        for numbers in (select(AuditEntry.seq), select(Change.seq)):
            given = sorted(session.exec(numbers).all())
            assert given == list(range(1, len(given) + 1))


def only_refusal(answers: Sequence[Any]) -> str:
    """The sentence of the only act that was refused."""
    (sentence,) = [answer for answer in answers if isinstance(answer, str)]
    return sentence


def n_performed(act: Act) -> int:
    """Tries an act N_TIMES, and returns how often it was not refused."""
    n_done = 0
    for _ in range(N_TIMES):
        try:
            act()
            n_done += 1
        except Refusal:
            continue
    return n_done


def pause_briefly(*_: Any) -> None:
    """Waits for up to 3 milliseconds after a statement, so that other acts come in between."""
    time.sleep(random.uniform(0, 0.003))
