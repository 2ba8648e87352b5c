"""What exports cost: a list against python-docx's add_row, and against the least that any writer could do; papers.

Run it from the checkout: python bench/exports.py
"""

import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import escape

import click
import papers
from docx import Document

from registry.domain.listed import ListRow
from registry.exports.status_list import render_status_list
from registry.exports.tables import render_csv, render_xlsx

N_COLUMNS = 8
NOW = datetime(2026, 11, 22, tzinfo=UTC)


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


def by_hand(rows: list[ListRow]) -> bytes:
    """The limit: the same cells in a table with nothing else around, by a template, straight into a zip."""
    out = io.BytesIO()
    styles = ("CellCentred", "Cell", *["CellCentred"] * 5, "Cell")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p></w:tc>'
        for style in styles
    )
    template = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as file,
    ):
        file.write(b"<w:document><w:body><w:tbl>")
        for start in range(0, len(rows), 50):
            few = rows[start : start + 50]
            file.write("".join([template % _cells(n, row) for n, row in enumerate(few, start + 1)]).encode())
        file.write(b"</w:tbl></w:body></w:document>")
    return out.getvalue()


def _cells(number: int, row: ListRow) -> tuple[object, ...]:
    days = (row.published_on, row.effective_on, row.valid_until)
    spelled = [f"{day.year}.{day.month}.{day.day}" if day else "—" for day in days]
    return number, escape(row.title), row.doc_no, row.authority, *spelled, row.reason


def listed(rows: list[ListRow]) -> bytes:
    """The paper as an office downloads it."""
    return render_status_list("继续有效行政规范性文件目录", NOW.date(), rows, NOW, "示范区司法局")


WRITERS = {"ours": listed, "by hand": by_hand}


def grown(name: str, n: int) -> float:
    """By how many MB a process of its own grows while it writes so many rows."""
    command = [sys.executable, __file__, "--grown", name, str(n)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measure_growth(name: str, n: int) -> None:
    rows, write = invented(n), WRITERS[name]
    write(rows[:3])
    before = _resident()
    write(rows)
    click.echo(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before:.0f}")


def _resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024 / 1024


def side_by_side(n: int) -> None:
    """CPU and memory of our writer beside the limit's; the runs take turns, the shortest of five counts."""
    rows = invented(n)
    times: dict[str, list[float]] = {name: [] for name in WRITERS}
    for _ in range(5):
        for name, write in WRITERS.items():
            start = time.process_time()
            write(rows)
            times[name].append(time.process_time() - start)
    ours, limit = (min(times[name]) for name in WRITERS)
    memory, least = (grown(name, n) for name in WRITERS)
    click.echo(
        f"{n:,} rows .docx: CPU {ours:.2f} s, by hand {limit:.2f} s, ratio {ours / limit:.2f} (at most 1.3); "
        f"+{memory:.0f} MB, by hand +{least:.0f} MB (at most 60)"
    )


def main() -> None:
    listed([])
    few, many = invented(500), invented(10_000)
    ours, theirs = seconds(lambda: listed(few)), seconds(lambda: with_add_row(few))
    click.echo(
        f"500 rows, whole paper: {ours:.3f} s; table.add_row: {theirs:.3f} s; ratio {theirs / ours:.1f}"
    )
    for n in (10_000, 50_000):
        side_by_side(n)
    headers = [str(at) for at in range(N_COLUMNS)]
    values = [_values(row) for row in many]
    click.echo(f"10,000 rows .xlsx: {seconds(lambda: render_xlsx(headers, values, '目录')):.2f} s")
    click.echo(f"10,000 rows .csv:  {seconds(lambda: render_csv(headers, values)):.2f} s")
    papers.main()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--grown"]:
        _measure_growth(sys.argv[2], int(sys.argv[3]))
    else:
        main()
