"""`registry backup` and `registry restore`: the whole register in one file."""

from pathlib import Path

import click

from registry import clock
from registry.actions.office.back_up import back_up
from registry.actions.office.restore_backup import restore_backup
from registry.cli.context import settings_of, with_store
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_store
def backup(store: Store, file: Path) -> None:
    """备份数据库和附件到一个文件，附校验清单。"""
    n_files = back_up(store, OPERATOR, file, now=clock.now())
    click.echo(f"已备份到 {file}：数据库和{n_files}个附件。", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """把备份恢复到一个空的实例目录。"""
    settings = settings_of(context)
    restore_backup(settings.database_url, settings.instance, OPERATOR, file, now=clock.now())
    click.echo(
        "已恢复。通知发送和备案登记已暂停，请管理员登录后在“设置”中核对最后使用的登记号并恢复。", err=True
    )


COMMANDS = (backup, restore)
