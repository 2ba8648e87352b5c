"""How long official papers take to write: rows as text against python-docx's add_row, and a list of 10,000 rows.

Run it from the checkout: python bench/exports.py
"""

import io
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import click
from docx import Document

from registry.domain.listed import ListRow
from registry.exports.status_list import render_status_list
from registry.exports.tables import render_csv, render_xlsx

N_COLUMNS = 8


def invented(n: int, per_authority: int = 200) -> list[ListRow]:
    """Rows of invented documents, in tables of a size that LibreOffice can lay out."""
    day = date(2010, 1, 1)
    return [
        ListRow(
            f"关于印发《示范区第{at}号事项管理暂行办法（试行）》的通知",
            f"示政规〔{2010 + at % 16}〕{at + 1}号",
            f"示范区第{at // per_authority + 1}局",
            "department",
            published_on=day + timedelta(days=at % 5000),
            effective_on=day + timedelta(days=at % 5000 + 30),
            valid_until=date(2030, 12, 31),
        )
        for at in range(n)
    ]


def seconds(work: Callable[[], object]) -> float:
    """The shortest of three runs, in seconds of wall time."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def with_add_row(rows: list[ListRow]) -> None:
    """The same table as python-docx's own interface makes it."""
    file = Document()
    table = file.add_table(1, N_COLUMNS)
    for row in rows:
        for cell, value in zip(table.add_row().cells, _values(row), strict=True):
            cell.text = str(value)
    file.save(io.BytesIO())


def _values(row: ListRow) -> list[str | date | None]:
    dates = [row.published_on, row.effective_on, row.valid_until]
    return ["1", row.title, row.doc_no, row.authority, *dates, row.reason]


def main() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)

    def listed(rows: list[ListRow]) -> bytes:
        return render_status_list("继续有效行政规范性文件目录", date(2026, 11, 22), rows, now)

    listed([])
    few, many = invented(500), invented(10_000)
    ours, theirs = seconds(lambda: listed(few)), seconds(lambda: with_add_row(few))
    click.echo(
        f"500 rows, whole paper: {ours:.3f} s; table.add_row: {theirs:.3f} s; ratio {theirs / ours:.1f}"
    )
    click.echo(f"10,000 rows .docx: {seconds(lambda: listed(many)):.2f} s, {len(listed(many)) / 1e6:.2f} MB")
    headers = [str(at) for at in range(N_COLUMNS)]
    values = [_values(row) for row in many]
    click.echo(f"10,000 rows .xlsx: {seconds(lambda: render_xlsx(headers, values, '目录')):.2f} s")
    click.echo(f"10,000 rows .csv:  {seconds(lambda: render_csv(headers, values)):.2f} s")


if __name__ == "__main__":
    main()
