"""Commands about cleanup rounds: cleanup open, workbook, returns, check, accept, release, print-again."""

from datetime import date, datetime
from pathlib import Path

import click

from registry import clock
from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.extend_round import extend_round
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.print_release_again import print_release_again
from registry.actions.cleanups.release_round import ReleaseFacts, release_round
from registry.cli._cleanup_board import decide, status
from registry.cli._cleanup_notice import notice, prepare
from registry.cli._corrections import check_output, correct
from registry.cli._naming import find_authority, find_release, find_round
from registry.cli._round_workbooks import outcomes, returns, workbook
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.citations import quoted
from registry.domain.cleanups import RoundKind
from registry.domain.documents import DocumentKind
from registry.domain.findings import FindingRow
from registry.domain.roles import OPERATOR
from registry.domain.rounds import Criteria
from registry.storage.cleanups.rounds import accepted_findings
from registry.storage.cleanups.scope import LeftOut, count_secret, left_out_of_round
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import Store, reading
from registry.storage.releases import Release


@click.group()
def cleanup() -> None:
    """清理：开展、确定意见、校核、发布。"""


@cleanup.command("open")
@click.argument("name")
@click.option("--cut-off", type=DAY, required=True, help="截止日期：清理截至这一天仍未终止的文件。")
@click.option("--authority", "authorities", multiple=True, help="制定机关（代码或名称），可重复；默认全部。")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in RoundKind]),
    default=RoundKind.PERIODIC.value,
    show_default=True,
)
@click.option("--answers-due", type=DAY, help="制定机关报送自查意见的期限。")
@click.option("--owner", help="清理自己文件的制定机关（代码或名称），结果由它公布。")
@click.option("--subject", default="", help="只用于专项清理：主题分类含这些字的文件。")
@click.option("--basis", default="", help="只用于专项清理：依据的名称含这些字的文件。")
@click.option(
    "--document-kind",
    type=click.Choice([kind.value for kind in DocumentKind]),
    help="只用于专项清理：这一文种的文件。",
)
@click.option("--query", default="", help="只用于专项清理：全文检索能查到的文件。")
@click.option("--no-paper", is_flag=True, help="清理通知另行印发，不在系统出具。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def open_command(
    store: Store,
    name: str,
    cut_off: datetime,
    authorities: tuple[str, ...],
    kind: str,
    answers_due: datetime | None,
    owner: str | None,
    subject: str,
    basis: str,
    document_kind: str | None,
    query: str,
    no_paper: bool,
    as_json: bool,
) -> None:
    """开展一轮清理，确定清理范围，通知各制定机关。"""
    with reading(store) as session:
        ids = [find_authority(session, words) for words in authorities]
        owner_id = find_authority(session, owner) if owner else None
    round_id, n_documents = open_round(
        store,
        OPERATOR,
        name=name,
        kind=RoundKind(kind),
        cut_off_on=cut_off.date(),
        authority_ids=ids,
        answers_due_on=answers_due.date() if answers_due else None,
        owner_id=owner_id,
        criteria=Criteria(subject, basis, document_kind or "", query),
        with_notice=not no_paper,
        now=clock.now(),
    )
    left_out = _left_out(store, round_id)
    with reading(store) as session:
        excluded = session.get_one(CleanupRound, round_id).left_out
        n_secret = count_secret(session, round_id)
    if as_json:
        told = {"left_out": _left_out_told(left_out), "excluded": excluded, "n_secret": n_secret}
        emit({"id": round_id, "n_documents": n_documents} | told)
    else:
        secret = f"（其中涉密{n_secret}件）" if n_secret else ""
        click.echo(f"已开展第{round_id}轮清理“{name}”，共{n_documents}件文件{secret}。")
        for why in dict.fromkeys(row["why"] for row in excluded):
            rows = [row for row in excluded if row["why"] == why]
            click.echo(f"不在清理范围内（{why}）{len(rows)}件：")
            for row in rows:
                click.echo(f"    文件{row['document_id']}　{row['label']}")


@cleanup.command()
@click.argument("round_words", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True)
@with_store
def extend(store: Store, round_words: str, as_json: bool) -> None:
    """按登记的现状更新清理范围：补入后来登记的，移出不再属于的。"""
    n_added, n_removed = extend_round(store, OPERATOR, find_round(store, round_words), now=clock.now())
    if as_json:
        emit({"n_added": n_added, "n_removed": n_removed})
    else:
        click.echo(f"补入{n_added}件，移出{n_removed}件。")


@cleanup.command()
@click.argument("round_words", metavar="ROUND")
@click.option("--json", "as_json", is_flag=True)
@with_store
def check(store: Store, round_words: str, as_json: bool) -> None:
    """校核：列出每一个不能发布的问题；有未解决的，退出码为1。"""
    round_id = find_round(store, round_words)
    with reading(store) as session:
        findings = check_round(session, round_id, clock.today())
        left_out = left_out_of_round(session, session.get_one(CleanupRound, round_id))
        accepted = {row.finding: row.reason for row in accepted_findings(session, round_id)}
    is_open = {finding.id: finding.is_hard or finding.id not in accepted for finding in findings}
    if as_json:
        described = [
            {
                "id": finding.id,
                "code": finding.code,
                "hard": finding.is_hard,
                "accepted": not is_open[finding.id],
                "reason": accepted.get(finding.id, ""),
                "sentence": finding.sentence,
                "mend": finding.mend,
                "rows": [row._asdict() for row in finding.rows],
            }
            for finding in findings
        ]
        told = {"findings": described, "left_out": _left_out_told(left_out)}
        emit({"round": round_id, "n_open": sum(is_open.values())} | told)
    else:
        _say_left_out(left_out)
        for finding in findings:
            mark = "须更正" if finding.is_hard else "可说明理由后接受" if is_open[finding.id] else "已接受"
            click.echo(f"[{finding.id}]（{mark}）{finding.sentence}")
            for row in finding.rows:
                click.echo(f"    {_named(row)}")
            click.echo(f"    办法：{finding.mend}")
        click.echo("校核通过，可以发布。" if not any(is_open.values()) else "尚不能发布。", err=True)
    if any(is_open.values()):
        raise SystemExit(1)


@cleanup.command()
@click.argument("round_words", metavar="ROUND")
@click.argument("finding")
@click.option("--reason", required=True, help="接受的理由，记入发布记录。")
@with_store
def accept(store: Store, round_words: str, finding: str, reason: str) -> None:
    """接受一个可接受的校核问题。"""
    accept_finding(store, OPERATOR, find_round(store, round_words), finding, reason, now=clock.now())
    click.echo(f"已接受{finding}。", err=True)


@cleanup.command()
@click.argument("round_words", metavar="ROUND")
@click.option("--decided-on", type=DAY, required=True, help="会议审议日期。")
@click.option("--published-on", type=DAY, required=True, help="公布日期。")
@click.option("--meeting", required=True, help="审议的会议，例如“区政府第12次常务会议”。")
@click.option("--doc-no", default="", help="发文字号；尚未编号的可不填。")
@click.option("--authority", help="公布清理结果的机关（代码或名称）。")
@click.option("--amend-by", type=DAY, help="列为修改而未单独写明时限的，完成修改的期限。")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
@with_store
def release(
    store: Store,
    round_words: str,
    decided_on: datetime,
    published_on: datetime,
    meeting: str,
    doc_no: str,
    authority: str | None,
    amend_by: datetime | None,
    output: Path,
    as_json: bool,
) -> None:
    """发布清理结果，并把清理结果文件写到 -o 指定的 .docx。"""
    check_output(output)
    with reading(store) as session:
        authority_id = find_authority(session, authority) if authority else None
    facts = ReleaseFacts(
        decided_on=decided_on.date(),
        published_on=published_on.date(),
        meeting=meeting,
        authority_id=authority_id,
        doc_no=doc_no,
        amend_by=amend_by.date() if amend_by else None,
    )
    release_id = release_round(store, OPERATOR, find_round(store, round_words), facts, now=clock.now())
    with reading(store) as session:
        released = session.get_one(Release, release_id)
    output.write_bytes(released.docx)
    if as_json:
        left_out = _left_out(store, released.round_id)
        emit(_released(released) | {"left_out": _left_out_told(left_out)})
    else:
        total = sum(released.counts.values())
        click.echo(f"已发布{quoted(released.title)}，共{total}件，文件SHA-256：{released.docx_sha256}。")


@cleanup.command("print-again")
@click.argument("release_words", metavar="RELEASE")
@with_store
def print_pdf_again(store: Store, release_words: str) -> None:
    """重新生成清理目录没有生成成功的 PDF。"""
    with reading(store) as session:
        release_id = find_release(session, release_words)
    print_release_again(store, OPERATOR, release_id, now=clock.now())
    click.echo("PDF 将由任务 make_pdfs 重新生成。", err=True)


def _left_out(store: Store, round_id: int) -> LeftOut:
    with reading(store) as session:
        return left_out_of_round(session, session.get_one(CleanupRound, round_id))


def _left_out_told(left_out: LeftOut) -> dict[str, object]:
    return {
        "n_documents": len(left_out.documents),
        "authorities": [{"name": name, "n_documents": n} for name, n in left_out.authorities],
        "documents": [
            {"document_id": document_id, "label": label} for document_id, label in left_out.documents
        ],
    }


def _say_left_out(left_out: LeftOut) -> None:
    if left_out.documents:
        n = len(left_out.documents)
        click.echo(f"另有非本级机关的文件{n}件（{left_out.words}）不在清理范围内：")
        for document_id, label in left_out.documents:
            click.echo(f"    文件{document_id}　{label}")


def _named(row: FindingRow) -> str:
    """The row with the number by which other commands name its document or authority."""
    if row.authority_id is not None:
        return f"机关{row.authority_id}　{row.label}"
    return f"文件{row.document_id}　{row.label}" if row.document_id is not None else row.label


def _released(released: Release) -> dict[str, object]:
    names = ("id", "title", "doc_no", "document_id", "counts", "n_secret", "rows_sha256", "docx_sha256")
    days: dict[str, date] = {"published_on": released.published_on, "decided_on": released.decided_on}
    return {name: getattr(released, name) for name in names} | days


for _command in (notice, prepare, correct, status, decide, workbook, returns, outcomes):
    cleanup.add_command(_command)
COMMANDS = (cleanup,)
