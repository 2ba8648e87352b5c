"""`registry doubts`: what waits in the queue of doubts."""

from typing import Any

import click

from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.citations import citation
from registry.domain.documents import shown_title
from registry.domain.doubts import DOUBT_WORDS, MEANINGS, Doubt
from registry.domain.errors import Refusal
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.doubts.queue import QueueFilter, QueueRow, count_doubts, queue_keys, queue_rows
from registry.storage.engine import Store, reading


@click.command()
@click.option("--kind", "words", help="只列这一种，例如 no_published_on 或 缺公布日期。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def doubts(store: Store, words: str | None, as_json: bool) -> None:
    """待核疑点：各种的数目；指明一种的，逐件列出。"""
    wanted = _doubt(words) if words else None
    queued = QueueFilter(doubt=wanted)
    with reading(store) as session:
        counts = count_doubts(session, queued)
        keys = queue_keys(session, queued, counts, 0, counts.get(wanted, 0)) if wanted else []
        rows = [_row(row) for batch in batches(keys) for row in queue_rows(session, batch)]
    if as_json:
        emit({"counts": counts, "documents": rows} if wanted else {"counts": counts})
        return
    for doubt, n in counts.items():
        if wanted in (None, doubt):
            click.echo(f"{n}\t{DOUBT_WORDS[doubt]}\t{MEANINGS[doubt].why}")
    for row in rows:
        *values, twins = row.values()
        click.echo("\t".join([*map(str, values), *_twins_cell(twins)]))


def _doubt(words: str) -> Doubt:
    for doubt, word in DOUBT_WORDS.items():
        if words.strip() in {doubt.value, word}:
            return doubt
    allowed = "、".join(f"{doubt.value}（{word}）" for doubt, word in DOUBT_WORDS.items())
    raise Refusal(f"没有“{words}”这种疑点，请用：{allowed}。")


def _row(row: QueueRow) -> dict[str, Any]:
    twins = [_document(twin) for twin in row.twins]
    return {**_document(row.document), "authority": row.authority, "twins": twins}


def _document(document: Document) -> dict[str, Any]:
    return {"id": document.id, "doc_no": document.doc_no, "title": shown_title(document)}


def _twins_cell(twins: list[dict[str, Any]]) -> list[str]:
    """One cell that names the twins; no cell without twins."""
    names = [f"{citation(twin['title'], twin['doc_no'])}#{twin['id']}" for twin in twins]
    return ["与" + "、".join(names)] if names else []


COMMANDS = (doubts,)
