"""`registry list`: the documents of one status on a day, as a file."""

from datetime import datetime
from pathlib import Path

import click

from registry import clock
from registry.actions.office.export_list import export_list
from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.validity import STATUS_WORDS, Status
from registry.storage.engine import Store, reading


@click.command("list")
@click.option("--status", "words", required=True, help="时效性，例如 in_force 或 继续有效。")
@click.option("--on", type=DAY, help="哪一天的效力（默认今天）。")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_documents(store: Store, words: str, on: datetime | None, output: Path, as_json: bool) -> None:
    """把某日某种时效性的文件目录写成 .docx、.xlsx 或 .csv。"""
    status, day = _status(words), day_or_today(on)
    with reading(store) as session:
        content, n_documents = export_list(session, status, day, output.suffix.lower(), now=clock.now())
    output.write_bytes(content)
    if as_json:
        emit({"status": status, "on": day, "n_documents": n_documents, "file": str(output)})
    else:
        click.echo(f"{day}{STATUS_WORDS[status]}的文件共{n_documents}件，已写入{output}。", err=True)


def _status(words: str) -> Status:
    for status, word in STATUS_WORDS.items():
        if words.strip() in {status.value, word}:
            return status
    choices = "、".join(f"{status.value}（{word}）" for status, word in STATUS_WORDS.items())
    raise Refusal(f"没有“{words}”这种时效性，请用：{choices}。")


COMMANDS = (list_documents,)
