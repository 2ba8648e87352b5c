"""The command line on an instance of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `registry …` on an empty instance; standard input is what `typed` says."""
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words: str, typed: str = "") -> Result:
        monkeypatch.setattr("sys.argv", ["registry", *words])
        return CliRunner().invoke(main, list(words), input=typed)

    return run


@pytest.fixture
def registry(run: Run) -> Run:
    """The same on an instance that tracks since 2024."""
    assert run("init", "--tracked-from", "2024-01-01").exit_code == 0
    return run


def printed(result: Result) -> Any:
    """The JSON on standard output, which holds nothing else."""
    return json.loads(result.stdout)


def done(result: Result) -> Result:
    """The result of a command that succeeded; else the test fails with what it printed."""
    assert result.exit_code == 0, result.output
    return result
