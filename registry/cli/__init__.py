"""The command line: `registry …`. Exit 0 done, 1 something was refused or found, 2 wrong usage."""

import click

from registry.cli import cleanups, documents, filings, intakes, issue_registers, lists, operations
from registry.cli.context import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--instance", type=click.Path(), help="实例目录（默认取 REGISTRY_INSTANCE，再默认 ./instance）。"
)
@click.pass_context
def main(context: click.Context, instance: str | None) -> None:
    """行政规范性文件备案与清理登记系统"""
    context.obj = {"instance": instance} if instance else {}


GROUPS = (documents, intakes, issue_registers, lists, filings, cleanups, operations)

for command in (command for group in GROUPS for command in group.COMMANDS):
    main.add_command(command)
