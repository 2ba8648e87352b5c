"""`registry verify`: computes everything derived again and names every difference."""

from dataclasses import asdict
from datetime import timedelta

import click

from registry import clock
from registry.actions.office.verify_register import orphaned_files, verify_register
from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.storage.engine import Store


@click.command()
@click.option("--json", "as_json", is_flag=True)
@with_store
def verify(store: Store, as_json: bool) -> None:
    """重新计算一切派生数据并比对；一天前留下、无记录引用的文件只作提示。"""
    differences = verify_register(store)
    orphans = orphaned_files(store, before=clock.now() - timedelta(days=1))
    if as_json:
        emit(
            {
                "differences": [asdict(difference) for difference in differences],
                "orphans": [asdict(orphan) for orphan in orphans],
            }
        )
    else:
        for finding in [*differences, *orphans]:
            click.echo(finding.sentence)
        hint = f"另有{len(orphans)}个文件没有记录引用。" if orphans else ""
        click.echo(f"核对完毕，发现{len(differences)}处不一致。{hint}", err=True)
    if differences:
        raise SystemExit(1)


COMMANDS = (verify,)
