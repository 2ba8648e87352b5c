"""The process that reads uploaded files, kept from one test to the next: starting it costs more than most readings."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest

from registry.domain.errors import Refusal
from registry.readers import sandbox
from registry.readers.sandbox import Worker

Idle = list[tuple[subprocess.Popen[bytes], IO[bytes]]]


@contextmanager
def reading_processes_kept() -> Iterator[None]:
    """A worker that ends in good health leaves its process to the next one."""
    idle: Idle = []
    start, end, command = Worker._running, Worker.__exit__, sandbox._COMMAND

    def running(worker: Worker) -> subprocess.Popen[bytes]:
        if worker._process is None and worker._errors is None and sandbox._COMMAND is command and idle:
            worker._process, worker._errors = idle.pop()
        return start(worker)

    def leave(worker: Worker, *raised: Any) -> None:
        process, errors = worker._process, worker._errors
        is_idle = raised[0] is None or issubclass(
            raised[0], Refusal
        )  # nothing was asked that is not yet answered
        if process and errors and is_idle and sandbox._COMMAND is command and not sandbox._has_ended(process):
            idle.append((process, errors))
            worker._process = worker._errors = None
        end(worker, *raised)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "_running", running)
        patch.setattr(Worker, "__exit__", leave)
        yield
    for process, errors in idle:
        worker = Worker()
        worker._process, worker._errors = process, errors
        worker.__exit__(None, None, None)


@contextmanager
def a_process_for_each_worker() -> Iterator[None]:
    """The product's own way, for tests that are about the process itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "_COMMAND", [*sandbox._COMMAND])
        yield
