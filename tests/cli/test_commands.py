"""The group of all commands: it knows each by name and help, and loads it when it is called."""

import json
import pkgutil
import subprocess
import sys
from importlib import import_module

import click
import pytest

from registry import cli
from registry.cli import PLACES, main
from registry.cli.commands import Commands
from tests.cli.conftest import Run, printed

MODULES = [info.name for info in pkgutil.iter_modules(cli.__path__) if not info.name.startswith("_")]


def test_the_table_names_every_command_with_its_own_help() -> None:
    defined = {}
    for module in MODULES:
        named = vars(import_module(f"registry.cli.{module}")).values()
        commands = {value for value in named if isinstance(value, click.Command)}
        inner = {
            part for group in commands if isinstance(group, click.Group) for part in group.commands.values()
        }
        defined |= {command.name: (module, command.help) for command in commands - inner}
    assert defined == PLACES


@pytest.mark.parametrize("name", PLACES)
def test_a_command_is_found_under_its_name(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name


@pytest.mark.parametrize("words", [["--help"], ["doc-no", "示政规〔2019〕3号"]])
def test_what_needs_no_register_loads_no_library_for_it(words: list[str]) -> None:
    told = "import atexit, json, sys; atexit.register(lambda: print(json.dumps(list(sys.modules)), file=sys.stderr))"
    run = f"{told}; from registry.cli import main; main({words!r})"
    process = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert process.stdout
    loaded = {name.partition(".")[0] for name in json.loads(process.stderr.splitlines()[-1])}
    assert "click" in loaded
    assert not loaded & {
        "sqlalchemy",
        "sqlmodel",
        "pydantic",
        "pydantic_settings",
        "flask",
        "whoosh",
        "alembic",
    }


def test_help_lists_every_command_and_a_command_shows_its_own(run: Run) -> None:
    listed = run("--help").stdout
    assert [name for name in PLACES if f"\n  {name} " in listed] == list(PLACES)
    assert "--tracked-from" in run("init", "--help").stdout


def test_a_misspelt_command_is_answered_with_those_that_are_like_it(run: Run) -> None:
    result = run("serch")
    assert result.exit_code == 2
    assert "'search'" in result.stderr


def test_wrong_usage_exits_2(registry: Run) -> None:
    assert registry("due", "--on", "2026-13-01").exit_code == 2
    assert registry("nonsense").exit_code == 2
    assert registry("user", "add", "zhang", "--role", "king").exit_code == 2


def test_whatever_breaks_is_told_in_a_sentence_and_kept_for_who_mends_it(
    registry: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_group: Commands, _context: click.Context, _name: str) -> click.Command:
        raise ModuleNotFoundError("No module named 'whoosh'")

    monkeypatch.setattr(Commands, "get_command", broken)
    result = registry("search", "管理", "--json")
    assert result.exit_code == 1
    assert printed(result)["problem"].startswith("系统内部错误，操作没有完成。详情已写入")
    assert "Traceback" not in result.output
