"""`registry holidays`: the decreed days off and make-up workdays of a year."""

from pathlib import Path

import click

from registry import clock
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.cli.context import with_store
from registry.domain.calendars import MONDAY_TO_SUNDAY, HolidayYear
from registry.domain.errors import Refusal
from registry.domain.holiday_decrees import days_changed, read_decree
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.rulebook import decreed_year


@click.group()
def holidays() -> None:
    """放假安排：查看、录入、调整。"""


@holidays.command("show")
@click.argument("year", type=int)
@with_store
def holidays_show(store: Store, year: int) -> None:
    """列出某年的放假日和补班日。"""
    with reading(store) as session:
        decree = decreed_year(session, year)
    if decree is None:
        raise Refusal(f"{year}年放假安排尚未录入。国务院办公厅发布后，用 registry holidays add 录入。")
    click.echo(f"{year}年放假安排（第{decree.version}版）")
    _print(decree)


@holidays.command("add")
@click.argument("year", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="放假通知的名称和文号。")
@click.option("--dry-run", is_flag=True, help="只列出读到的和与现行安排的差别，不写入。")
@with_store
def holidays_add(store: Store, year: int, file: Path, source: str, dry_run: bool) -> None:
    """从通知原文（.txt）录入一年的放假安排，或年中对它的延长、调整；未办结备案的期限随之重算并通知。"""
    with reading(store) as session:
        present = decreed_year(session, year)
    decree = read_decree(_text(file), year, present)
    if present is None:
        _print(decree)
    for day, words in days_changed(present, decree) if present else []:
        click.echo(f"{day}\t{MONDAY_TO_SUNDAY[day.weekday()]}\t{words}")
    if dry_run:
        return
    n_moved = add_holiday_year(store, OPERATOR, decree, source=source, now=clock.now())
    click.echo(f"{year}年放假安排已录入，{n_moved}件未办结备案的期限随之变更并已通知。", err=True)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} 不是 UTF-8 文本，请把通知原文另存为 UTF-8 编码的 .txt 再录入。") from error


def _print(decree: HolidayYear) -> None:
    words = {day: f"{name}\t放假" for day, name in decree.off.items()}
    words |= {day: f"{name}\t补班" for day, name in decree.work.items()}
    for day in sorted(words):
        click.echo(f"{day}\t{MONDAY_TO_SUNDAY[day.weekday()]}\t{words[day]}")


COMMANDS = (holidays,)
