"""The command line on an instance of its own."""

import json
import shutil
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
def registry(run: Run, tmp_path: Path, _instances: dict[str, Path]) -> Run:
    """The same on an instance that tracks since 2024, made once per run and copied."""
    instance = tmp_path / "instance"
    if "made" in _instances:
        shutil.copytree(_instances["made"], instance)
        return run
    assert run("init", "--tracked-from", "2024-01-01").exit_code == 0
    _instances["made"] = shutil.copytree(instance, _instances["folder"] / "instance")
    return run


@pytest.fixture(scope="session")
def _instances(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {"folder": tmp_path_factory.mktemp("instances")}


def printed(result: Result) -> Any:
    """The JSON on standard output, which holds nothing else."""
    return json.loads(result.stdout)


def done(result: Result) -> Result:
    """The result of a command that succeeded; else the test fails with what it printed."""
    assert result.exit_code == 0, result.output
    return result
