"""`registry reindex`: builds the full-text index anew."""

import click

from registry.cli.context import with_store
from registry.search.index import rebuild
from registry.storage.engine import Store


@click.command()
@with_store
def reindex(store: Store) -> None:
    """重建全文索引。"""
    click.echo(f"已重建全文索引：{rebuild(store)}件文件。", err=True)


COMMANDS = (reindex,)
