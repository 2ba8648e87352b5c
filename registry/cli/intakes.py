"""`registry import`: takes in ledgers, files, folders and packages of them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from registry import clock
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.export_refused import export_refused, refused_workbook
from registry.actions.intakes.preview_intake import preview_intake
from registry.actions.intakes.report_rows import report_rows
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.cli.context import with_store
from registry.cli.inspections import files_at
from registry.cli.printing import emit
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.intakes import VERDICT_WORDS, Options, RowReport, Verdict, is_ledger, is_package
from registry.domain.roles import OPERATOR
from registry.readers.files.archives import member_names
from registry.readers.ledgers.columns import FIELD_WORDS, IGNORED, NOTE
from registry.readers.ledgers.telling import is_ledger_file
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake

_DISCLOSURES = [Disclosure.PUBLIC.value, Disclosure.ON_REQUEST.value, Disclosure.WITHHELD.value]


@dataclass(frozen=True)
class _Result:
    """What an import did or would do."""

    counts: dict[str, int]
    warnings: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    workbook: bytes


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@click.option("--update", "is_update", is_flag=True, help="与登记不一致的，以台账为准。")
@click.option(
    "--disclosure", type=click.Choice(_DISCLOSURES), help="没有写明公开属性的，按此登记（默认不予公开）。"
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="表头=字段",
    help="某一列是什么，如 --column 事由=标题；可写多次。字段写“备注”为记入备注，写“不导入”为不要。",
)
@click.option(
    "--refused", type=click.Path(dir_okay=False, path_type=Path), help="未通过的行写入这个 .xlsx 文件。"
)
@click.option(
    "--new-files",
    is_flag=True,
    help="没有配上台账的文件，按文件内容新登记（不加则列出来、不登记；没有台账、只导入文件时总是新登记）。",
)
@click.option("--json", "as_json", is_flag=True)
@with_store
def import_(
    store: Store,
    paths: tuple[Path, ...],
    dry_run: bool,
    is_update: bool,
    disclosure: str | None,
    columns: tuple[str, ...],
    refused: Path | None,
    new_files: bool,
    as_json: bool,
) -> None:
    """把台账（.xlsx、.xls、.et、.csv）、文件、.zip 或整个文件夹导入登记簿；可以一次写几个，文件自动配给台账中的行。"""
    files = [file for path in paths for file in files_at(path)]
    if not files:
        raise Refusal(f"“{'、'.join(map(str, paths))}”里没有可以导入的文件。")
    options = Options(
        is_update,
        Disclosure(disclosure) if disclosure else None,
        _fields(columns),
        registers_files=new_files or not any(_has_ledger(name, path) for name, path in files),
    )
    name = paths[0].resolve().name
    with _progress() as bar:
        result = (
            _preview(store, files, options, bar) if dry_run else _import(store, name, files, options, bar)
        )
    if refused and result.refused:
        refused.write_bytes(result.workbook)
    if as_json:
        emit({**result.counts, "warnings": result.warnings, "refused": result.refused})
    else:
        _print(result, dry_run)
    if result.refused:
        raise SystemExit(1)


def _has_ledger(name: str, path: Path) -> bool:
    """Whether the file is a ledger, or a package with one."""
    if not is_package(name):
        return is_ledger_file(path, name)
    try:
        return any(is_ledger(member) for member in member_names(path, name))
    except Refusal:
        return False


def _fields(columns: tuple[str, ...]) -> dict[str, str]:
    """Heading → field, as typed. Raises Refusal for text that is no such pair."""
    names = {word: field for field, word in FIELD_WORDS.items()} | {"备注": NOTE, "不导入": IGNORED}
    fields = {}
    for column in columns:
        heading, _, word = column.partition("=")
        if word not in names:
            raise Refusal(f"“--column {column}”看不懂，请写成“表头=字段”，字段可以是：{'、'.join(names)}。")
        fields[heading] = names[word]
    return fields


def _preview(store: Store, files: list[tuple[str, Path]], options: Options, bar: Progress) -> _Result:
    preview = preview_intake(store, OPERATOR, files, options, clock.today(), _progress_in(bar, "读取"))
    return _result(preview.counts, preview.read.warnings, preview.reports, refused_workbook(preview.judged))


def _import(
    store: Store, name: str, files: list[tuple[str, Path]], options: Options, bar: Progress
) -> _Result:
    contents = [(file, path.read_bytes()) for file, path in files]
    intake_id = upload_intake(store, OPERATOR, name, contents, options, clock.now())
    stage_intake(store, OPERATOR, intake_id, clock.now(), _progress_in(bar, "读取并核对"))
    task = bar.add_task("写入登记簿", total=None)
    counts = apply_intake(store, OPERATOR, intake_id, clock.now())
    bar.update(task, total=1, completed=1)
    with reading(store) as session:
        warnings = session.get_one(Intake, intake_id).warnings
    reports = report_rows(store, OPERATOR, intake_id)
    return _result(counts, warnings, reports, export_refused(store, OPERATOR, intake_id))


def _result(
    counts: dict[str, int],
    file_warnings: list[dict[str, Any]],
    rows: list[RowReport],
    workbook: bytes,
) -> _Result:
    """The result with the warnings of whole files before those of rows, and each refused row once with its reasons."""
    warnings = [
        {"file": warning["file"], "sheet": "", "row": None, "sentence": warning["sentence"]}
        for warning in file_warnings
    ]
    refused = []
    for row in rows:
        place = {"file": row.file, "sheet": row.sheet, "row": row.row or None}
        warnings += [place | {"sentence": sentence} for sentence in row.warnings]
        if row.verdict is Verdict.REFUSED:
            refused.append(place | {"title": row.title, "sentence": "；".join(row.reasons)})
    return _Result(counts, warnings, refused, workbook)


def _print(result: _Result, dry_run: bool) -> None:
    for line in (*result.warnings, *result.refused):
        click.echo(line["sentence"], err=True)
    parts = "，".join(f"{word}{result.counts[f'n_{verdict}']}" for verdict, word in VERDICT_WORDS.items())
    end = "（试读，没有写入）" if dry_run else ""
    click.echo(f"读入{result.counts['n_read']}：{parts}；提醒{len(result.warnings)}条{end}。")


def _progress() -> Progress:
    """A bar on standard error if that is a terminal, else none."""
    return Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)


def _progress_in(bar: Progress, label: str) -> Callable[[int, int], None]:
    """A function that shows its (done, total) as a task of the bar."""
    task = bar.add_task(label, total=None)
    return lambda n_done, n_total: bar.update(task, completed=n_done, total=n_total)


COMMANDS = (import_,)
