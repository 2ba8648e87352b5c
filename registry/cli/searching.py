"""`registry search`: full text."""

from datetime import datetime

import click

from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain.validity import STATUS_WORDS, Status
from registry.search.find import MOST_HITS, Results, find
from registry.search.selection import OFFICE
from registry.search.walk import MOST_FOUND
from registry.storage.engine import Store


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, MOST_HITS), default=20, show_default=True)
@click.option("--status", type=click.Choice([status.value for status in Status]))
@click.option("--on", type=DAY, help="哪一天的效力（默认今天）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def search(
    store: Store, query: str, limit: int, status: str | None, on: datetime | None, as_json: bool
) -> None:
    """全文检索：词、引号中的短语、-排除词、任何括号写法的发文字号。"""
    results = find(
        store,
        query,
        audience=OFFICE,
        on=day_or_today(on),
        status=Status(status) if status else None,
        limit=limit,
    )
    if as_json:
        hits = [
            {
                "id": hit.id,
                "title": hit.title,
                "doc_no": hit.doc_no,
                "status": hit.status,
                "snippet": "".join(text for text, _ in hit.snippet),
            }
            for hit in results.hits
        ]
        emit({"total": results.total, "is_more": results.is_more, "hits": hits})
    else:
        _print(results)


def _print(results: Results) -> None:
    for hit in results.hits:
        text = "".join(piece for piece, _ in hit.snippet)
        click.echo(f"{STATUS_WORDS[hit.status]}\t{hit.doc_no}\t{hit.title}\n    {text}")
    more = "以上" if (results.looser or 0) >= MOST_FOUND else ""
    looser = f"；含任一词的有{results.looser}件{more}" if results.looser else ""
    total = f"{results.total}件以上" if results.is_more else f"共{results.total}件"
    click.echo(f"{total}{looser}。", err=True)


COMMANDS = (search,)
