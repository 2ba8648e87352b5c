"""Commands about lists: list, doubts."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from registry import clock
from registry.actions.office.export_list import export_list
from registry.cli.context import DAY, day_or_today, emit, with_store
from registry.domain.citations import citation
from registry.domain.documents import shown_title
from registry.domain.doubts import DOUBT_WORDS, MEANINGS, Doubt
from registry.domain.errors import Refusal
from registry.domain.validity import STATUS_WORDS, Status
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.doubts.queue import QueueFilter, QueueRow, count_doubts, queue_keys, queue_rows
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
    known = "、".join(f"{status.value}（{word}）" for status, word in STATUS_WORDS.items())
    raise Refusal(f"没有“{words}”这种时效性，请用：{known}。")


@click.command()
@click.option("--kind", help="只列这一种，例如 no_published_on 或 缺公布日期。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def doubts(store: Store, kind: str | None, as_json: bool) -> None:
    """待核疑点：各种的数目；指明一种的，逐件列出。"""
    doubt = _doubt(kind) if kind else None
    with reading(store) as session:
        counts = count_doubts(session, QueueFilter(doubt=doubt))
        keys = queue_keys(session, QueueFilter(doubt=doubt), counts, 0, counts.get(doubt, 0)) if doubt else []
        rows = [_named(row) for batch in batches(keys) for row in queue_rows(session, batch)]
    if as_json:
        emit({"counts": counts, "documents": rows} if doubt else {"counts": counts})
        return
    for one, n in counts.items():
        if doubt in (None, one):
            click.echo(f"{n}\t{DOUBT_WORDS[one]}\t{MEANINGS[one].why}")
    for row in rows:
        *values, twins = row.values()
        click.echo("\t".join([*map(str, values), *_in_words(twins)]))


def _named(row: QueueRow) -> dict[str, Any]:
    twins = [_told(twin) for twin in row.twins]
    return {**_told(row.document), "authority": row.authority, "twins": twins}


def _told(document: Document) -> dict[str, Any]:
    return {"id": document.id, "doc_no": document.doc_no, "title": shown_title(document)}


def _in_words(twins: list[dict[str, Any]]) -> list[str]:
    """One cell that names them, none without twins."""
    named = [f"{citation(twin['title'], twin['doc_no'])}#{twin['id']}" for twin in twins]
    return ["与" + "、".join(named)] if named else []


def _doubt(words: str) -> Doubt:
    for doubt, word in DOUBT_WORDS.items():
        if words.strip() in {doubt.value, word}:
            return doubt
    known = "、".join(f"{doubt.value}（{word}）" for doubt, word in DOUBT_WORDS.items())
    raise Refusal(f"没有“{words}”这种疑点，请用：{known}。")


COMMANDS = (list_documents, doubts)
