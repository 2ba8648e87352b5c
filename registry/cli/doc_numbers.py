"""`registry doc-no`: reads document numbers without any register."""

from dataclasses import asdict

import click

from registry.cli.printing import emit
from registry.domain.doc_numbers import parse


@click.command("doc-no")
@click.argument("texts", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
def doc_no(texts: tuple[str, ...], as_json: bool) -> None:
    """解析发文字号：写法、比对键、机关代字、年份、序号。"""
    numbers = [parse(text) for text in texts]
    if as_json:
        emit([asdict(number) for number in numbers])
    else:
        for number in numbers:
            click.echo(f"{number.raw}\t{number.spelled or number.problem}")
    if any(number.problem for number in numbers):
        raise SystemExit(1)


COMMANDS = (doc_no,)
