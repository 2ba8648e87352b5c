"""`registry issue-register`: takes in an authority's list of everything it issued (发文登记簿)."""

from dataclasses import asdict
from pathlib import Path

import click

from registry import clock
from registry.actions.issue_register.import_issue_register import (
    ImportResult,
    import_issue_register,
    preview_issue_register,
)
from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.domain.roles import OPERATOR
from registry.readers.sandbox import read_issue_file
from registry.storage.authorities import authorities_by_name_key, authority_by_code
from registry.storage.engine import Store, reading


@click.command("issue-register")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--authority", help="制定机关的名称、曾用名或代码；表中有“制定机关”列的，以表中的为准。")
@click.option("--year", type=int, help="没有日期的行归入哪一年（默认按文号的年份）。")
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def issue_register(
    store: Store, path: Path, authority: str | None, year: int | None, dry_run: bool, as_json: bool
) -> None:
    """导入发文登记簿（.xlsx、.xls、.csv）。"""
    authority_id = _authority_id(store, authority) if authority else None
    lines = read_issue_file(path, path.name)
    defaults = {"authority_id": authority_id, "year": year}
    now = clock.now()
    result = (
        preview_issue_register(store, OPERATOR, lines, **defaults, now=now)
        if dry_run
        else import_issue_register(store, OPERATOR, lines, **defaults, name=path.name, now=now)
    )
    if as_json:
        emit({**_counts(result), "years": result.years, **_details(result)})
    else:
        _print(result, dry_run)
    if result.refused:
        raise SystemExit(1)


def _authority_id(store: Store, name: str) -> int:
    """The authority with this code, present or former name. Raises Refusal when there is none."""
    with reading(store) as session:
        by_code = authority_by_code(session, name)
        by_name = authorities_by_name_key(session, [title_key(name)])
    authority_id = by_code.id if by_code else by_name.get(title_key(name))
    if authority_id is None:
        raise Refusal(f"没有名称、曾用名或代码是“{name}”的制定机关，请核对。")
    return authority_id


def _counts(result: ImportResult) -> dict[str, int]:
    return {
        "n_lines": result.n_lines,
        "n_added": result.n_added,
        "n_updated": len(result.updated),
        "n_unchanged": result.n_unchanged,
        "n_refused": len(result.refused),
    }


def _details(result: ImportResult) -> dict[str, list[dict[str, object]]]:
    return {
        "updated": [asdict(line) for line in result.updated],
        "refused": [asdict(line) for line in result.refused],
    }


def _print(result: ImportResult, dry_run: bool) -> None:
    for update in result.updated:
        changes = "；".join(
            f"{name}：{old or '（空）'} → {new}" for name, (old, new) in update.changes.items()
        )
        click.echo(f"{update.place}\t更新\t{update.title}\t{changes}")
    for refused in result.refused:
        click.echo(f"{refused.place}\t未通过\t{refused.title}\t{refused.reason}")
    counts = _counts(result)
    click.echo(
        f"{'试读' if dry_run else '已写入'}：{counts['n_lines']}行，新增{counts['n_added']}，"
        f"更新{counts['n_updated']}，不变{counts['n_unchanged']}，未通过{counts['n_refused']}。",
        err=True,
    )


COMMANDS = (issue_register,)
