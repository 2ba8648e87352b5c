"""cleanup status, decide: who has answered a round, and what its meeting decided."""

from datetime import datetime
from pathlib import Path

import click

from registry import clock
from registry.actions.cleanups.import_outcomes import Meeting, import_outcomes
from registry.cli._naming import find_round
from registry.cli._round_workbooks import say_decided, take_decisions
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.cleanups.items import Progress, progress
from registry.storage.engine import Store, reading


@click.command()
@click.argument("round_words", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True)
@with_store
def status(store: Store, round_words: str, as_json: bool) -> None:
    """一轮清理报送、审查到哪一步，谁还没有报送。"""
    round_id = find_round(store, round_words)
    with reading(store) as session:
        parts = progress(session, round_id)
    silent = [part for part in parts if part.is_silent]
    total = {
        "n_scope": sum(part.n_documents for part in parts),
        "n_answered": sum(part.n_answered for part in parts),
        "n_examined": sum(part.n_decided for part in parts),
        "n_sent_back": sum(part.n_sent_back for part in parts),
    }
    if as_json:
        named = [
            {"name": part.authority, "id": part.authority_id, "n_documents": part.n_documents}
            for part in silent
        ]
        emit({"round": round_id, **total, "silent": named, "authorities": [_told(part) for part in parts]})
        return
    click.echo(
        f"清理范围{total['n_scope']}件，已报送{total['n_answered']}件，已审查{total['n_examined']}件，"
        f"退回未重报{total['n_sent_back']}件。"
    )
    for part in parts:
        signed = "，已签字报送" if part.signed_on else ""
        state = "已齐" if part.is_complete else "未报送" if part.is_silent else "进行中"
        click.echo(
            f"机关{part.authority_id}　{part.authority}：{part.n_documents}件，已报送{part.n_answered}，"
            f"退回{part.n_sent_back}，已审查{part.n_decided}（{state}{signed}）"
        )
    if silent:
        click.echo(f"未报送的{len(silent)}个机关：{'、'.join(part.authority for part in silent)}")


@click.command()
@click.argument("round_words", metavar="ROUND")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--meeting", default="", help="会议名称：表中是会议的决定，留在本轮，发布时预先填好。")
@click.option("--on", "met_on", type=DAY, help="会议日期。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def decide(
    store: Store, round_words: str, file: Path, meeting: str, met_on: datetime | None, as_json: bool
) -> None:
    """从表格（发文字号、标题、清理意见、理由）确定清理意见；会议的决定写明 --meeting 和 --on。"""
    if bool(meeting.strip()) != (met_on is not None):
        raise Refusal("会议的决定要同时写明 --meeting 和 --on。")
    if met_on is None:
        take_decisions(store, round_words, file, as_json=as_json)
        return
    result = import_outcomes(
        store,
        OPERATOR,
        find_round(store, round_words),
        file,
        file.name,
        meeting=Meeting(meeting.strip(), met_on.date()),
        now=clock.now(),
    )
    n_changed = result.n_decided - result.n_unchanged
    say_decided(result.n_read, n_changed, result.n_unchanged, result.refused, as_json=as_json)


def _told(part: Progress) -> dict[str, object]:
    return {
        "id": part.authority_id,
        "name": part.authority,
        "n_documents": part.n_documents,
        "n_answered": part.n_answered,
        "n_examined": part.n_decided,
        "n_sent_back": part.n_sent_back,
        "signed_on": part.signed_on,
        "is_silent": part.is_silent,
        "is_complete": part.is_complete,
    }
