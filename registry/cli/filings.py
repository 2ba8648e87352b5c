"""`registry filing`: the list of filings, a filing whole, and its moves."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlmodel import col

from registry import clock
from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.urge_filings import (
    AuthorityUrge,
    UrgedFiling,
    UrgePlan,
    plan_urges,
    urge_filings,
)
from registry.cli._naming import find_authority
from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain import doc_numbers
from registry.domain.citations import citation
from registry.domain.decisions import Decision
from registry.domain.errors import Refusal
from registry.domain.filings import MOVE_WORDS, MOVES, STATE_WORDS, FilingState, Move
from registry.domain.materials import material_of
from registry.domain.moving import made_words
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.domain.written_days import cn_date, cn_dates
from registry.readers.sandbox import read_file
from registry.storage.documents.tables import documents_by_key
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.filing_agenda import overdue_of_authorities
from registry.storage.filing_lists import FilingFilter, FilingRow, Scope, Timing, filing_ids, filing_rows
from registry.storage.filing_materials import slots
from registry.storage.filing_urges import urges_of
from registry.storage.filings import Filing, moves_of, review_days_left, review_due_on


@click.group()
def filing() -> None:
    """备案：列出、查看、办理、催报。"""


@filing.command("list")
@click.option("--state", type=click.Choice([state.value for state in FilingState]), help="状态。")
@click.option("--authority", help="制定机关（代码或名称）。")
@click.option("--overdue", is_flag=True, help="只列逾期未报的。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_filings(
    store: Store, state: str | None, authority: str | None, overdue: bool, as_json: bool
) -> None:
    """列出备案，含已办结的。"""
    with reading(store) as session:
        wanted = FilingFilter(
            scope=Scope.ALL,
            state=FilingState(state) if state else None,
            authority_id=find_authority(session, authority) if authority else None,
            timing=Timing.OVERDUE if overdue else None,
        )
        ids = list(session.execute(filing_ids(wanted, clock.today()).order_by(col(Filing.id))).scalars())
        rows = [_told(row) for row in filing_rows(session, ids)]
    if as_json:
        emit(rows)
        return
    for row in rows:
        state_word = STATE_WORDS[row["state"]]
        click.echo(f"{row['id']}\t{state_word}\t{row['due_on'] or '待定'}\t{row['doc_no']}\t{row['title']}")
    click.echo(f"共{len(rows)}件。", err=True)


@filing.command()
@click.argument("filing_id", type=int, metavar="ID")
@click.option("--json", "as_json", is_flag=True)
@with_store
def show(store: Store, filing_id: int, as_json: bool) -> None:
    """查看一件备案：期限及算法、材料、办理过程。"""
    told = _whole(store, filing_id)
    if as_json:
        emit(told)
        return
    click.echo(f"{told['title']}（{told['doc_no'] or '文号未载'}）{told['authority']}")
    due_on = cn_date(told["due_on"]) or "待定"
    click.echo(f"{STATE_WORDS[told['state']]}　报送期限：{due_on}。{cn_dates(told['working'])}")
    if told["step_due_on"]:
        click.echo(f"本步期限：{cn_date(told['step_due_on'])}。{cn_dates(told['step_working'])}")
    if told["clock_stopped_since"]:
        click.echo(
            f"审查计时自{cn_date(told['clock_stopped_since'])}起停止：{cn_dates(told['clock_working'])}"
        )
    if (
        told["correct_by"] and told["state"] != FilingState.PASSED
    ):  # 采纳说明 withdraws the opinion that set it
        click.echo(f"改正期限：{cn_date(told['correct_by'])}")
    for material in told["materials"]:
        click.echo(f"{material['material']}：{'、'.join(material['files']) or '缺'}")
    for move in told["moves"]:
        click.echo(f"{move['on']}\t{MOVE_WORDS[move['move']]}\t{move['by']}\t{move['reason']}")


@filing.command("move")
@click.argument("filing_id", type=int, metavar="ID")
@click.argument("move", type=click.Choice([move.value for move in Move]), metavar="MOVE")
@click.option("--on", type=DAY, help="办理日期（默认今天）。")
@click.option("--reason", default="", help="理由、需要补正的内容或审查意见。")
@click.option("--filing-no", default="", help="由我方上报的，上级给出的备案登记号。")
@click.option("--correct-by", type=DAY, help="改正期限（只用于提出审查意见）。")
@click.option("--act", type=click.Choice(["amended", "repealed"]), help="确认已改正的，改正是修改还是废止。")
@click.option("--effective-on", type=DAY, help="文件自何日起撤销、停止执行、修改或废止。")
@click.option("--doc-no", default="", help="作出决定的文件的文号。")
@click.option(
    "--decided-by",
    default="",
    help="作出决定的机关和文件；--doc-no 的文件已登记的可以不写。",
)
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="材料，按名称归类；办结的，是决定的文件。可重复。",
)
@click.option("--paper-elsewhere", default="", help="文书已另行出具（纸质）的，写明它的文号和日期。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def move_command(
    store: Store,
    filing_id: int,
    move: str,
    on: datetime | None,
    reason: str,
    filing_no: str,
    correct_by: datetime | None,
    act: str | None,
    effective_on: datetime | None,
    doc_no: str,
    decided_by: str,
    files: tuple[Path, ...],
    paper_elsewhere: str,
    as_json: bool,
) -> None:
    """办理一步：与网页上的规则相同，不能办的说明当前状态。"""
    made = Move(move)
    told = _whole(store, filing_id)
    decision = _decision(store, made, act, effective_on, doc_no, decided_by)
    kept = [_kept(store, path, made, told["materials"]) for path in files]
    papers = kept if MOVES[made].decides else []
    if len(papers) > 1:
        raise Refusal("作出决定的文件只能写一份（--file）。")
    move_filing(
        store,
        OPERATOR,
        filing_id,
        made,
        on=day_or_today(on),
        reason=reason,
        filing_no=filing_no,
        correct_by=correct_by.date() if correct_by else None,
        decision=decision,
        file=papers[0] if papers else None,
        materials=() if papers else kept,
        paper_elsewhere=paper_elsewhere,
        now=clock.now(),
    )
    after = _whole(store, filing_id)
    if as_json:
        emit(after)
    else:
        click.echo(made_words(made, after["state"]))


@filing.command()
@click.option("--authority", help="只催这个制定机关（代码或名称）。")
@click.option("--dry-run", is_flag=True, help="只列出催谁、催几件，不发通知。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def urge(store: Store, authority: str | None, dry_run: bool, as_json: bool) -> None:
    """催报：向逾期的制定机关的联络员各发一份通知，同一件一天一次。"""
    with reading(store) as session:
        authority_id = find_authority(session, authority) if authority else None
        wanted = FilingFilter(authority_id=authority_id)
        ids = list(session.execute(overdue_of_authorities(wanted, clock.today())).scalars())
    plan = (plan_urges if dry_run else urge_filings)(store, OPERATOR, ids, now=clock.now())
    if as_json:
        emit(_plan_told(plan, dry_run))
        return
    for told in plan.told:
        click.echo(f"{told.authority}\t{len(told.filings)}件\t{'、'.join(told.told)}")
    for held in plan.held:
        click.echo(f"{held.authority}\t{len(held.filings)}件\t没有在用的联络员，通知留存")
    done = "将催报" if dry_run else "已催报"
    again = f"，{len(plan.already)}件今天已经催报过" if plan.already else ""
    click.echo(f"{done}{len(plan.told)}个机关的{plan.n_filings}件{again}。", err=True)


def _plan_told(plan: UrgePlan, is_dry_run: bool) -> dict[str, Any]:
    def told(urge: AuthorityUrge) -> dict[str, Any]:
        filings = [_urged(filing) for filing in urge.filings]
        return {"authority": urge.authority, "filings": filings, "told": urge.told}

    return {
        "dry_run": is_dry_run,
        "n_authorities": len(plan.told),
        "n_filings": plan.n_filings,
        "urged": [told(urge) for urge in plan.told],
        "held": [told(urge) for urge in plan.held],
        "already": [_urged(filing) for filing in plan.already],
    }


def _urged(filing: UrgedFiling) -> dict[str, Any]:
    return {
        "id": filing.id,
        "title": filing.title,
        "doc_no": filing.doc_no,
        "task": filing.task,
        "due_on": filing.due_on,
    }


def _whole(store: Store, filing_id: int) -> dict[str, Any]:
    """A filing with its materials and moves. Raises Refusal when there is none with this id."""
    with reading(store) as session:
        if session.get(Filing, filing_id) is None:
            raise Refusal(f"没有编号为{filing_id}的备案。请用 registry filing list 查编号。")
        row = next(iter(filing_rows(session, [filing_id])))
        wanted = slots(session, row[0])
        return _told(row) | {
            "working": row[0].working,
            "step_working": row[0].step_working,
            "clock_working": row[0].clock_working,
            "opinion": row[0].opinion,
            "materials": [
                {"material": slot.material, "files": [file.name for file in slot.files]} for slot in wanted
            ],
            "moves": [
                {
                    "move": line.move,
                    "on": line.on,
                    "by": line.by,
                    "before": line.before,
                    "after": line.after,
                    "reason": line.reason,
                    "correct_by": line.correct_by,
                }
                for line in moves_of(session, filing_id)
            ],
            "urges": [{"on": urge.on, "by": urge.by} for urge in urges_of(session, filing_id)],
        }


def _told(row: FilingRow) -> dict[str, Any]:
    filing, document, authority = row
    return {
        "id": filing.id,
        "document_id": filing.document_id,
        "doc_no": document.doc_no,
        "title": document.title,
        "authority": authority,
        "track": filing.track,
        "direction": filing.direction,
        "state": filing.state,
        "due_on": filing.due_on,
        "provisional": filing.is_provisional,
        "first_submitted_on": filing.first_submitted_on,
        "filing_no": filing.filing_no,
        "step_due_on": filing.step_due_on,
        "review_due_on": review_due_on(filing),
        "review_days_left": review_days_left(filing, clock.today()),
        "clock_stopped_since": filing.clock_stopped_since,
        "extended": filing.is_extended,
        "correct_by": filing.correct_by,
        "concluded_on": filing.concluded_on,
    }


def _decision(
    store: Store, move: Move, act: str | None, effective_on: datetime | None, doc_no: str, decided_by: str
) -> Decision | None:
    """What was decided about the document, as the options say. Raises Refusal for half of it."""
    rule = MOVES[move]
    if not (act or effective_on or doc_no or decided_by):
        return None
    kind = rule.decides[0] if rule.needs_decision else EventKind(act) if act else None
    if kind is None or effective_on is None:
        raise Refusal("请写明是哪种变动（--act）和自何日起（--effective-on）。")
    key = doc_numbers.key(doc_no)
    with reading(store) as session:
        named = documents_by_key(session, key) if key else []
    by_id = named[0].id if len(named) == 1 else None
    source = decided_by or (citation(named[0].title, doc_no) if by_id else doc_no)
    return Decision(kind, effective_on.date(), source, by_id)


def _kept(store: Store, path: Path, move: Move, materials: list[dict[str, Any]]) -> KeptFile:
    """The file, read and kept. Raises Refusal when it is secret or harmful, or its name says no material."""
    material = material_of(path.name, [slot["material"] for slot in materials])
    if material is None and not MOVES[move].decides:
        raise Refusal(f"“{path.name}”的名称看不出是哪一种材料，请改名后再交，如“起草说明.pdf”。")
    told = read_file(path, path.name)
    if told.is_secret or told.is_harmful:
        raise Refusal("；".join(told.problems))
    role, slot = ("evidence", "") if MOVES[move].decides else ("material", material or "")
    return KeptFile(keep_bytes(store, path.read_bytes()), path.name, path.stat().st_size, role, slot)


COMMANDS = (filing,)
