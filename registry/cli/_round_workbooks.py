"""`registry cleanup workbook` and `returns`: the workbook of a round goes out and back; `decide` takes one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from registry import clock
from registry.actions.cleanups.make_workbook import make_workbook, make_workbooks
from registry.actions.cleanups.return_workbook import Returned, return_workbook
from registry.cli._naming import find_authority, find_round
from registry.cli.context import with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.returned_rows import Side
from registry.domain.roles import OPERATOR
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("workbook")
@click.argument("round_words", metavar="ROUND")
@click.option("--authority", help="制定机关（代码或名称）；不写就是全部机关。")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_store
def workbook(store: Store, round_words: str, authority: str | None, output: Path) -> None:
    """把本轮清单写成可填写的表格（-o 写 .zip 的，每个机关一个表格）。"""
    round_id, suffix = find_round(store, round_words), output.suffix.lower()
    if suffix not in {".xlsx", ".zip"} or (suffix == ".zip" and authority):
        raise Refusal("-o 请写 .xlsx；不限定机关的，也可以写 .zip，每个机关一个表格。")
    with reading(store) as session:
        cleanup = session.get_one(CleanupRound, round_id)
        authority_id = find_authority(session, authority) if authority else None
        if suffix == ".zip":
            content = make_workbooks(session, cleanup, clock.today())
        else:
            content = make_workbook(session, cleanup, clock.today(), authority_id=authority_id)
    output.write_bytes(content)
    click.echo(f"已写入{output}。", err=True)


@click.command("returns")
@click.argument("round_words", metavar="ROUND")
@click.argument("file", type=_FILE)
@click.option(
    "--as", "side", type=click.Choice([side.value for side in Side]), default=Side.ANSWERS.value,
    show_default=True, help="表中是制定机关的自查意见（answers），还是法制机构确定的意见（decisions）。",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True)
@with_store
def returns(store: Store, round_words: str, file: Path, side: str, as_json: bool) -> None:
    """收回填好的表格；与现有意见不同的列为冲突，不覆盖。有冲突或未接受的行，退出码为1。"""
    result = _taken(store, round_words, file, Side(side))
    if as_json:
        emit(_told(result))
    else:
        click.echo(
            f"读入{result.n_read}行：未变{result.n_same}行，写入{result.n_changed}行，"
            f"冲突{result.n_clashes}行，未接受{result.n_refused}行。"
        )
        for clash in result.clashes:
            by = f"（{clash.by}）" if clash.by else ""
            click.echo(
                f"冲突　{clash.line.place}　{clash.document}\n    现有{by}：{clash.stands}\n    表中：{clash.says}"
            )
        for refused in result.refused:
            click.echo(f"未接受　{refused.line.place}：{refused.sentence}", err=True)
        for sentence in result.incomplete:
            click.echo(f"未填全　{sentence}", err=True)
        for label in result.missing:
            click.echo(f"表中没有　{label}", err=True)
    if result.clashes or result.refused:
        raise SystemExit(1)


def take_decisions(store: Store, round_words: str, file: Path, *, as_json: bool) -> None:
    """Decides from a table and says so as a meeting's table does; rows that clash were not taken."""
    result = _taken(store, round_words, file, Side.DECISIONS)
    refused = [f"{refused.line.place}：{refused.sentence}" for refused in result.refused]
    refused += [
        f"{clash.line.place}：与现有意见“{clash.stands}”不同，没有覆盖，请在“冲突”页选定。"
        for clash in result.clashes
    ]
    say_decided(result.n_read, result.n_changed, result.n_same, refused, as_json=as_json)


def say_decided(
    n_read: int, n_changed: int, n_unchanged: int, refused: Sequence[str], *, as_json: bool
) -> None:
    """Tells how many rows of a table were decided; ends with 1 when some were refused."""
    if as_json:
        emit(
            {
                "n_read": n_read,
                "n_decided": n_changed + n_unchanged,
                "n_changed": n_changed,
                "n_unchanged": n_unchanged,
                "n_refused": len(refused),
                "refused": refused,
            }
        )
    else:
        click.echo(
            f"读入{n_read}行，改变{n_changed}件，与现有意见相同{n_unchanged}件，未接受{len(refused)}行。"
        )
        for sentence in refused:
            click.echo(sentence, err=True)
    if refused:
        raise SystemExit(1)


@click.command("outcomes", hidden=True)
@click.argument("round_words", metavar="ROUND")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True)
@with_store
def outcomes(store: Store, round_words: str, file: Path, as_json: bool) -> None:
    """`decide` 的旧名。"""
    take_decisions(store, round_words, file, as_json=as_json)


def _taken(store: Store, round_words: str, file: Path, side: Side) -> Returned:
    round_id = find_round(store, round_words)
    return return_workbook(store, OPERATOR, round_id, file, file.name, side=side, now=clock.now())


def _told(result: Returned) -> dict[str, Any]:
    return {
        "n_read": result.n_read,
        "n_same": result.n_same,
        "n_changed": result.n_changed,
        "n_clashes": result.n_clashes,
        "n_refused": result.n_refused,
        "clashes": [
            {
                "row": clash.line.row,
                "place": clash.line.place,
                "document_id": clash.document_id,
                "document": clash.document,
                "stands": clash.stands,
                "says": clash.says,
                "by": clash.by,
            }
            for clash in result.clashes
        ],
        "refused": [f"{refused.line.place}：{refused.sentence}" for refused in result.refused],
        "incomplete": result.incomplete,
        "missing": result.missing,
    }
