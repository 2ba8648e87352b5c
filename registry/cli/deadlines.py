"""`registry due`: the filings owed on a day, late ones included."""

from datetime import datetime

import click

from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain.filings import TRACK_WORDS
from registry.domain.owed_filings import timeliness
from registry.domain.written_days import cn_date
from registry.storage.authorities import authority_names
from registry.storage.engine import Store, reading
from registry.storage.filings import owed_on


@click.command()
@click.option("--on", type=DAY, help="哪一天（默认今天）。")
@click.option("--limit", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True)
@with_store
def due(store: Store, on: datetime | None, limit: int | None, as_json: bool) -> None:
    """列出某日应报送而尚未报送的备案，含已逾期的。"""
    day = day_or_today(on)
    with reading(store) as session:
        owed = owed_on(session, day, limit)
        names = authority_names(session, [filing.authority_id for filing, _ in owed])
    rows = [
        {
            "doc_no": document.doc_no,
            "title": document.title,
            "authority": names[filing.authority_id],
            "track": filing.track,
            "published_on": filing.start_on,
            "raw_due_on": filing.raw_due_on,
            "due_on": filing.due_on,
            "working": filing.working,
            "provisional": filing.is_provisional,
            "days_left": (filing.due_on - day).days if filing.due_on else None,
        }
        for filing, document in owed
    ]
    if as_json:
        emit(rows)
        return
    for (filing, _), row in zip(owed, rows, strict=True):
        left = timeliness(filing.due_on, None, day).words(is_submitted=False)
        click.echo(
            f"{row['due_on'] or '待定'}\t{left}\t{TRACK_WORDS[filing.track]}\t{row['doc_no']}\t{row['title']}"
        )
    click.echo(f"{cn_date(day)}：应报送而未报送{len(rows)}件。", err=True)


COMMANDS = (due,)
