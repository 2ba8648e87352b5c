"""`registry cleanup correct`: a released list is corrected by another release (勘误)."""

from datetime import datetime
from pathlib import Path

import click
from sqlmodel import Session

from registry import clock
from registry.actions.cleanups.correct_release import CorrectionFacts, correct_release
from registry.actions.cleanups.release_round import ReleaseFacts
from registry.cli._naming import find_authority, find_document, find_release
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.citations import quoted
from registry.domain.corrections import REMEDY_WORDS, RowCorrection, remedy_from
from registry.domain.errors import Refusal
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.releases import Release, changes_of


@click.command("correct")
@click.argument("release_words", metavar="RELEASE")
@click.option(
    "--row", "rows", multiple=True, required=True, metavar="文件=更正",
    help="文件（编号、发文字号或标题）=更正：retain、to_amend、lapse、repeal、reclassify（不在目录中的即补入）、"
    "remove 移出、reprint 按登记更正文字；可重复。",
)  # fmt: skip
@click.option("--why", "whys", multiple=True, metavar="文件=理由", help="该文件印在目录中的理由；可重复。")
@click.option("--because", required=True, help="更正的原因，印在勘误公告上。")
@click.option("--decided-on", type=DAY, required=True, help="会议审议日期。")
@click.option("--published-on", type=DAY, required=True, help="勘误的公布日期。")
@click.option("--meeting", required=True, help="同意更正的会议。")
@click.option("--doc-no", default="", help="发文字号；尚未编号的可不填。")
@click.option("--authority", help="公布勘误的机关（代码或名称）。")
@click.option("--amend-by", type=DAY, help="改为修改的，完成修改的期限。")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
@with_store
def correct(
    store: Store,
    release_words: str,
    rows: tuple[str, ...],
    whys: tuple[str, ...],
    because: str,
    decided_on: datetime,
    published_on: datetime,
    meeting: str,
    doc_no: str,
    authority: str | None,
    amend_by: datetime | None,
    output: Path,
    as_json: bool,
) -> None:
    """更正已发布的清理目录（勘误），并把勘误公告写到 -o 指定的 .docx。"""
    check_output(output)
    with reading(store) as session:
        corrected_id = find_release(session, release_words)
        facts = ReleaseFacts(
            decided_on=decided_on.date(),
            published_on=published_on.date(),
            meeting=meeting,
            authority_id=find_authority(session, authority) if authority else None,
            doc_no=doc_no,
            amend_by=amend_by.date() if amend_by else None,
        )
        wanted = CorrectionFacts(facts, because, _rows(session, rows, whys))
    new_id = correct_release(store, OPERATOR, corrected_id, wanted, now=clock.now())
    with reading(store) as session:
        release = session.get_one(Release, new_id)
        changes = changes_of(session, release)
    output.write_bytes(release.docx)
    if as_json:
        names = ("id", "corrects_id", "title", "doc_no", "document_id", "counts", "n_changed", "n_secret")
        hashes = ("rows_sha256", "docx_sha256")
        told = [
            {
                "document_id": change.row.document_id,
                "title": change.row.title,
                "before": change.told_before,
                "after": change.told_after,
            }
            for change in changes
        ]
        emit({name: getattr(release, name) for name in (*names, *hashes)} | {"changes": told})
        return
    click.echo(
        f"已发布{quoted(release.title)}，更正{release.n_changed}件，文件SHA-256：{release.docx_sha256}。"
    )
    for change in changes:
        click.echo(f"    {change.row.title}：{change.told_before} → {change.told_after}")


def check_output(output: Path) -> None:
    """Raises Refusal for a place where the paper could not be written afterwards."""
    if output.suffix.lower() != ".docx" or not output.parent.is_dir():
        raise Refusal(f"不能写入{output}：请指定一个已有目录中以 .docx 结尾的文件。尚未发布。")


def _rows(session: Session, rows: tuple[str, ...], whys: tuple[str, ...]) -> tuple[RowCorrection, ...]:
    reasons = {find_document(session, words): reason for words, reason in map(_pair, whys)}
    corrections = []
    for words, remedy_words in map(_pair, rows):
        remedy, row_id = remedy_from(remedy_words), find_document(session, words)
        if remedy is None:
            known = "、".join(f"{code}（{word}）" for code, word in REMEDY_WORDS.items())
            raise Refusal(f"“{remedy_words}”不是更正方式，可用：{known}。")
        corrections.append(RowCorrection(row_id, remedy, reasons.pop(row_id, "")))
    if reasons:
        unused = "、".join(str(row_id) for row_id in reasons)
        raise Refusal(f"--why 中编号{unused}的文件没有写在 --row 中，请核对。")
    return tuple(corrections)


def _pair(words: str) -> tuple[str, str]:
    """(文件, what follows the last =). Raises Refusal."""
    document, sign, rest = words.rpartition("=")
    if not sign or not document.strip() or not rest.strip():
        raise Refusal(f"“{words}”应写成“文件=内容”，例如 12=retain。")
    return document.strip(), rest.strip()
