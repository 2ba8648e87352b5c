"""A crash at any moment: nothing is half done, and the act succeeds when it is tried again."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from registry.actions.office.verify_register import verify_register
from registry.domain.filings import Direction
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from tests.building.filings import Act
from tests.building.writing_acts import ACTS

N_MOMENTS = 5  # of each act, in the quick test; the slow one takes every moment there is
N_KILLS = 10


class Crash(Exception):
    """What no code of ours catches."""


@contextmanager
def dying_at(store: Store, moment: float) -> Iterator[list[int]]:
    """Counts the statements, and crashes before the one of this number; the last moment is the commit itself."""
    seen = [0]

    def before_statement(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == moment:
            raise Crash

    def before_commit(_connection: Any) -> None:
        if moment > seen[0]:
            raise Crash

    sa.event.listen(store.engine, "before_cursor_execute", before_statement)
    sa.event.listen(store.engine, "commit", before_commit)
    try:
        yield seen
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", before_statement)
        sa.event.remove(store.engine, "commit", before_commit)


def contents(store: Store) -> dict[str, list[str]]:
    """Every row of every table, as the database gives it: understanding the values would take most of the time."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted(
                map(repr, connection.execute(sa.select(sa.text("*")).select_from(table)).all())
            )
            for table in SQLModel.metadata.sorted_tables
        }


def crash(store: Store, act: Act, moment: float) -> int:
    """How many statements the act had come to when it crashed."""
    with dying_at(store, moment) as seen, pytest.raises(Crash):
        act()
    return seen[0]


def check(store: Store, prepare: Callable[[Store], Act], n_moments: int | None) -> None:
    act = prepare(store)
    before = contents(store)
    n_statements = crash(store, act, float("inf"))
    assert contents(store) == before, "crashed at the commit"
    moments = list(range(1, n_statements + 1))
    for moment in moments[:: max(1, n_statements // n_moments)] if n_moments else moments:
        crash(store, act, moment)
        assert contents(store) == before, f"crashed before statement {moment} of {n_statements}"
    act()
    assert contents(store) != before
    assert verify_register(store) == []


@pytest.mark.parametrize("name", ACTS)
def test_a_crash_leaves_nothing_half_done(store: Store, name: str) -> None:
    check(store, ACTS[name], N_MOMENTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTS)
def test_a_crash_at_every_single_moment_leaves_nothing_half_done(store: Store, name: str) -> None:
    check(store, ACTS[name], None)


@pytest.mark.slow
def test_a_process_killed_while_it_registers_leaves_a_sound_register(
    store: Store, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(22)
    n_before = 0
    for _ in range(N_KILLS):
        _kill_at_work(store, request.config.rootpath, chance.uniform(0.0, 0.3))
        assert verify_register(store) == []
        numbers = _filing_numbers(store)
        assert numbers == [f"备〔2026〕{n}号" for n in range(1, len(numbers) + 1)]
        assert len(numbers) > n_before, "it had no time to work"
        n_before = len(numbers)


def _kill_at_work(store: Store, root: Path, after: float) -> None:
    """A clerk's process that registers filings without end is killed a moment after its first."""
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.building.registering_process", url, str(store.folder)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as clerk:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "registered\n"
        time.sleep(after)
        clerk.send_signal(signal.SIGKILL)
    assert clerk.returncode == -signal.SIGKILL


def _filing_numbers(store: Store) -> list[str | None]:
    query = select(Filing.filing_no, Filing.registered_on).where(Filing.direction == Direction.INCOMING)
    with reading(store) as session:
        given = [number for number, on in session.exec(query.order_by(Filing.id)) if on]  # type: ignore[arg-type]
    return given
