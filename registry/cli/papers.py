"""`registry paper`: the papers that were made, their files, making one and replacing a wrong one."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from sqlmodel import col

from registry import clock
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.papers.naming import named_subject
from registry.actions.papers.print_again import print_again
from registry.actions.proposals.paper_reading import note_reading
from registry.cli._naming import find_authority
from registry.cli.context import DAY, with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.paper_lists import PaperFilter, PaperRow, paper_ids, paper_rows
from registry.storage.papers import NO_BYTES, Paper


@click.group()
def paper() -> None:
    """文书：列出、出具、取出文件、替代有误的。"""


@paper.command("list")
@click.option("--kind", "words", help="种类，例如 registration_notice 或 备案登记通知。")
@click.option("--authority", help="制定机关的名称或代码。")
@click.option("--year", type=int, help="成文年份。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_papers(
    store: Store, words: str | None, authority: str | None, year: int | None, as_json: bool
) -> None:
    """列出文书，先出具的在前。"""
    if year is not None and not 1949 <= year <= 2199:
        raise Refusal(f"年份{year}不在1949至2199之间，请核对。")
    with reading(store) as session:
        wanted = PaperFilter(
            kinds=frozenset(PaperKind),
            kind=_kind(words) if words else None,
            authority_id=find_authority(session, authority) if authority else None,
            year=year,
        )
        ids = list(session.execute(paper_ids(wanted).order_by(col(Paper.id))).scalars())
        rows = [_told(row) for row in paper_rows(session, ids)]
    if as_json:
        emit(rows)
        return
    for row in rows:
        standing = f"已由{row['replaced_by']['number'] or '新的文书'}替代" if row["replaced_by"] else ""
        click.echo(
            f"{row['id']}\t{row['number'] or '无编号'}\t{row['word']}\t{row['signed_on']}\t{row['about']}\t{standing}"
        )
    click.echo(f"共{len(rows)}份。", err=True)


@paper.command()
@click.argument("kind")
@click.argument("subject")
@click.option("--on", type=DAY, help="成文日期（默认今天）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def make(store: Store, kind: str, subject: str, on: datetime | None, as_json: bool) -> None:
    """出具一份文书。KIND 是种类；SUBJECT 是发文字号、标题、登记号、清理名称、文书编号，或者期间（2026Q1）。"""
    wanted = _kind(kind)
    with reading(store) as session:
        key = named_subject(session, wanted, subject)
    made = make_paper(store, OPERATOR, wanted, key, on=on.date() if on else None, now=clock.now())
    _tell(store, made.id or 0, as_json)


@paper.command()
@click.argument("paper_id", type=int, metavar="ID")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--pdf", "is_pdf", is_flag=True, help="取 PDF。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def get(store: Store, paper_id: int, output: Path, is_pdf: bool, as_json: bool) -> None:
    """把出具时留存的文件写到 FILE。"""
    columns = (Paper.pdf, Paper.pdf_sha256, Paper.pdf_problem) if is_pdf else (Paper.docx, Paper.sha256)
    with reading(store) as session:
        query = sa.select(*(col(column) for column in columns)).where(col(Paper.id) == paper_id)
        row = session.execute(query).first()
    if row is None:
        raise Refusal(f"没有编号为{paper_id}的文书，请用 registry paper list 核对。")
    if row[0] is None and is_pdf:
        raise Refusal(f"这份文书没有 PDF。{row[2]}")
    if row[0] is None:
        raise Refusal("这份文书的内容已随个人信息删除，只留下编号、校验值等记录。")
    with reading(store) as session:
        kept = session.get_one(Paper, paper_id, options=NO_BYTES)
    note_reading(store, OPERATOR, kept.kind, kept.subject, now=clock.now())
    output.write_bytes(row[0])
    if as_json:
        emit({"id": paper_id, "file": str(output), "sha256": row[1]})
    else:
        click.echo(f"已写入{output}，校验值 {row[1]}。", err=True)


@paper.command()
@click.argument("paper_id", type=int, metavar="ID")
@click.option("--because", required=True, help="原来的文书哪里有误。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def replace(store: Store, paper_id: int, because: str, as_json: bool) -> None:
    """出具新的文书替代有误的一份，两份都留存。"""
    made = replace_paper(store, OPERATOR, paper_id, because, now=clock.now())
    _tell(store, made.id or 0, as_json)


@paper.command("print-again")
@click.argument("paper_id", type=int, metavar="ID")
@with_store
def print_pdf_again(store: Store, paper_id: int) -> None:
    """重新生成没有生成成功的 PDF。"""
    print_again(store, OPERATOR, paper_id, now=clock.now())
    click.echo("PDF 将由任务 make_pdfs 重新生成。", err=True)


def _kind(words: str) -> PaperKind:
    for kind in RULES:
        if words.strip() in {kind.value, kind.word}:
            return kind
    raise Refusal(
        f"没有“{words}”这种文书，请用：{'、'.join(f'{kind.value}（{kind.word}）' for kind in RULES)}。"
    )


def _tell(store: Store, paper_id: int, as_json: bool) -> None:
    with reading(store) as session:
        told = _told(next(paper_rows(session, [paper_id])))
    if as_json:
        emit(told)
    else:
        click.echo(f"已出具{told['word']}{told['number']}（编号{told['id']}），校验值 {told['sha256']}。")


def _told(row: PaperRow) -> dict[str, Any]:
    newer = {"id": row.newer_id, "number": row.newer_number} if row.newer_id else None
    return {
        **row.paper.model_dump(mode="json", exclude={"docx", "pdf"}),
        "word": row.paper.kind.word,
        "authority": row.authority,
        "replaced_by": newer,
    }


COMMANDS = (paper,)
