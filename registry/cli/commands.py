"""The group of all commands: it loads the module of a command when that command is called, and not before."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from registry.cli.printing import fail
from registry.domain.errors import Refusal


class Commands(click.Group):
    """A group whose commands load when called; it takes `--instance DIR` anywhere on the line.

    `places` maps the name of a command to the module of this folder that defines it and to the command's help, so that
    `--help` loads no command. A refusal becomes a sentence and exit 1, and so does any other failure.
    """

    def __init__(self, *, places: Mapping[str, tuple[str, str]], **options: Any) -> None:
        names = [click.Command(name, help=text) for name, (_, text) in places.items()]
        super().__init__(commands=names, **options)
        self.places = places

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, _ = self.places[cmd_name]
        return next(command for command in self._load(module).COMMANDS if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group(commands=self.commands).format_commands(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--instance" in args[:-1]:
            at = args.index("--instance")
            args = [*args[at : at + 2], *args[:at], *args[at + 2 :]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            fail(refusal.sentence)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  a traceback never reaches a person
            fail(self._load("failures").sentence_of(error, ctx.find_root().obj or {}))

    @staticmethod
    def _load(module: str) -> ModuleType:
        # The only import that waits for a call: a command pays for the libraries it uses (docs/decisions/020).
        return import_module(f"registry.cli.{module}")
