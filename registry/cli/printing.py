"""How a command prints: JSON or sentences, and the sentence that it fails with."""

import json
import sys
from typing import Any, NoReturn

import click


def emit(data: Any) -> None:
    """Prints JSON on standard output: dates as ISO text, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def fail(sentence: str) -> NoReturn:
    """Prints the sentence on standard error, with `--json` as JSON on standard output too, and exits with 1."""
    if "--json" in sys.argv:
        emit({"problem": sentence})
    click.echo(sentence, err=True)
    sys.exit(1)
