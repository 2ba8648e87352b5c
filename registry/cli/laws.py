"""Commands about the table of laws: law load, list, resting."""

from pathlib import Path
from typing import Any

import click

from registry import clock
from registry.actions.laws.load_laws import LawLoad, load_laws, preview_laws
from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.citations import citation
from registry.domain.errors import Refusal
from registry.domain.gone_bases import TIMING_WORDS
from registry.domain.law_tables import VERDICT_WORDS, JudgedLine, LawVerdict
from registry.domain.laws import LAW_WORDS, ORIGIN_WORDS, LawStatus, law_status
from registry.domain.roles import OPERATOR
from registry.domain.validity import STATUS_WORDS
from registry.readers.sandbox import read_laws
from registry.storage.engine import Store, reading
from registry.storage.law_lists import LAW_SORTS, documents_on_gone, laws_query


@click.group()
def law() -> None:
    """法规表：导入、列出、依据已经废止的文件。"""


@law.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="未通过的行写入这个 .xlsx 文件，改好可再导入。",
)
@click.option("--json", "as_json", is_flag=True)
@with_store
def load(store: Store, path: Path, dry_run: bool, refused: Path | None, as_json: bool) -> None:
    """导入法规表（.xlsx、.xls、.csv）：新增、更新；未通过的行逐行说明，其余照样写入。"""
    read = read_laws(path, path.name)
    result = (
        preview_laws(store, OPERATOR, read.lines)
        if dry_run
        else load_laws(store, OPERATOR, read.lines, name=path.name, now=clock.now())
    )
    if refused and result.of(LawVerdict.REFUSED):
        refused.write_bytes(result.refused_workbook)
    if as_json:
        counts = {f"n_{verdict}": n for verdict, n in result.counts.items()}
        emit(
            {**counts, "notes": read.notes, "lines": [_line(line) for line in result.lines if _is_told(line)]}
        )
    else:
        _print(result, read.notes, dry_run=dry_run)
    if result.of(LawVerdict.REFUSED):
        raise SystemExit(1)


@law.command("list")
@click.option("--status", "words", help="只列这一种，例如 repealed 或 废止。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_command(store: Store, words: str | None, as_json: bool) -> None:
    """列出法规表：名称、状态、自何日起、替代法规、依据、录入方式。"""
    status = _status(words) if words else None
    with reading(store) as session:
        rows = session.execute(laws_query(status=status).order_by(LAW_SORTS["title"])).scalars().all()
    if as_json:
        names = ("title", "doc_no", "status", "since", "successor", "source", "origin", "recorded_by")
        emit([{name: getattr(row, name) for name in names} for row in rows])
        return
    for row in rows:
        cells = (
            citation(row.title, row.doc_no),
            LAW_WORDS[row.status],
            row.since or "日期未载",
            row.successor,
        )
        click.echo("\t".join(map(str, (*cells, row.source, ORIGIN_WORDS[row.origin]))))
    click.echo(f"共{len(rows)}部。", err=True)


@law.command()
@click.option("--json", "as_json", is_flag=True)
@with_store
def resting(store: Store, as_json: bool) -> None:
    """依据已经废止、而自己还没有终止的文件；有的，退出码为1。"""
    with reading(store) as session:
        rows = documents_on_gone(session, clock.today())
    if as_json:
        emit(
            [
                {
                    "id": row.document_id,
                    "title": row.title,
                    "doc_no": row.doc_no,
                    "authority": row.authority,
                    "published_on": row.published_on,
                    "status": row.status,
                    "basis": row.cited,
                    "ended_on": row.ended_on,
                    "timing": row.timing,
                    "says": row.says,
                }
                for row in rows
            ]
        )
    else:
        for row in rows:
            day = row.published_on or "公布日期未载"
            cells = (f"#{row.document_id}", citation(row.title, row.doc_no), row.authority, day)
            click.echo(
                "\t".join(map(str, (*cells, STATUS_WORDS[row.status], TIMING_WORDS[row.timing], row.says)))
            )
        click.echo(f"{len({row.document_id for row in rows})}件文件，{len(rows)}处依据。", err=True)
    if rows:
        raise SystemExit(1)


def _status(words: str) -> LawStatus:
    status = law_status(words)
    if status is None:
        raise Refusal(
            f"没有“{words}”这种状态，请用：{'、'.join(f'{s.value}（{w}）' for s, w in LAW_WORDS.items())}。"
        )
    return status


def _is_told(line: JudgedLine) -> bool:
    return line.verdict is not LawVerdict.SAME or bool(line.says)


def _line(line: JudgedLine) -> dict[str, Any]:
    return {
        "place": line.line.place,
        "title": line.line.title,
        "verdict": line.verdict,
        "changes": [{"field": name, "old": old, "new": new} for name, old, new in line.changes],
        "says": list(line.says),
    }


def _print(result: LawLoad, notes: list[str], *, dry_run: bool) -> None:
    for note in notes:
        click.echo(note, err=True)
    for line in filter(_is_told, result.lines):
        changes = [f"{name}：{old or '（空）'} → {new or '（空）'}" for name, old, new in line.changes]
        words = "；".join([*changes, *line.says])
        click.echo(f"{line.line.place}\t{VERDICT_WORDS[line.verdict]}\t{line.line.title}\t{words}")
    counts = "，".join(f"{VERDICT_WORDS[verdict]}{n}" for verdict, n in result.counts.items())
    click.echo(f"{'试读' if dry_run else '已写入'}：{len(result.lines)}行，{counts}。", err=True)


COMMANDS = (law,)
