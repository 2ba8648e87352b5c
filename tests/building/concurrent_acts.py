"""Several people at once: how they act together, and what must hold of the register then."""

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
from tests.building.filing_acts import Act

N_TIMES = 4


def at_once(acts: Sequence[Act]) -> list[Any]:
    """What each answered, a refusal as its sentence; whatever else is raised fails the test."""
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
    assert [one for one in answers if isinstance(one, Exception)] == []
    return answers


def check_sound(store: Store) -> None:
    """Everything derived is right, and neither the audit nor the change feed has a gap."""
    assert verify_register(store) == []
    with reading(store) as session:
        for numbers in (select(AuditEntry.seq), select(Change.seq)):
            given = sorted(session.exec(numbers).all())
            assert given == list(range(1, len(given) + 1))


def the_refusal(answers: Sequence[Any]) -> str:
    """The one sentence, of the one person who came second."""
    (sentence,) = [one for one in answers if isinstance(one, str)]
    return sentence


def again_and_again(act: Act) -> int:
    """How many times it was not refused."""
    n_done = 0
    for _ in range(N_TIMES):
        try:
            act()
            n_done += 1
        except Refusal:
            continue
    return n_done


def dawdle(*_: Any) -> None:
    """Gives every other person the time to come in between two statements."""
    time.sleep(random.uniform(0, 0.003))
