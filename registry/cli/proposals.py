"""`registry proposal`: the 审查建议, one whole but without who made it, its moves, and entering one."""

import json
from datetime import datetime
from typing import IO, Any

import click
from sqlmodel import Session, col

from registry import clock
from registry.actions.proposals.add_proposal import add_proposal
from registry.actions.proposals.link_document import link_document
from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.actions.proposals.sign_reply import sign_reply
from registry.actions.proposals.submit_proposal import Submission
from registry.cli._naming import find_document
from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.normal import id_of
from registry.domain.review_proposals import (
    LABELS,
    Channel,
    Person,
    ProposalMove,
    ProposalState,
    Proposed,
    Proposer,
    Result,
)
from registry.domain.roles import OPERATOR
from registry.domain.written_days import cn_date
from registry.storage.engine import Store, reading
from registry.storage.proposal_lists import ProposalFilter, ProposalScope, ReplyTiming, proposal_ids
from registry.storage.review_proposals import (
    ReviewProposal,
    answer_to,
    files_of,
    proposal_with_number,
    reply_of,
    steps_of,
)

_FIELDS = {"kind", *LABELS}


@click.group()
def proposal() -> None:
    """审查建议：列出、查看、办理、登记来信；不显示提出人。"""


@proposal.command("list")
@click.option("--state", type=click.Choice([state.value for state in ProposalState]), help="状态。")
@click.option("--overdue", is_flag=True, help="只列逾期未答复的。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_proposals(store: Store, state: str | None, overdue: bool, as_json: bool) -> None:
    """列出审查建议，含已办结的。"""
    wanted = ProposalFilter(
        scope=ProposalScope.ALL,
        state=ProposalState(state) if state else None,
        timing=ReplyTiming.OVERDUE if overdue else None,
    )
    with reading(store) as session:
        query = proposal_ids(wanted, clock.today()).order_by(col(ReviewProposal.id))
        rows = [_told(session.get_one(ReviewProposal, key)) for key in session.execute(query).scalars()]
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo(f"{row['number']}\t{row['state'].word}\t{row['due_on']}\t{row['doc_no']}\t{row['title']}")
    click.echo(f"共{len(rows)}件。", err=True)


@proposal.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
@with_store
def show(store: Store, number: str, as_json: bool) -> None:
    """查看一件审查建议（登记号或编号）：内容、期限及算法、办理过程、答复。"""
    with reading(store) as session:
        told = _whole(session, _find(session, number))
    if as_json:
        emit(told)
        return
    click.echo(f"{told['number']}　{told['state'].word}　{told['title']}（{told['doc_no'] or '文号未载'}）")
    click.echo(f"答复期限：{told['due_on']}。{told['working']}")
    click.echo(told["reason"])
    for step in told["steps"]:
        click.echo(f"{step['on']}\t{step['move'].word}\t{step['by']}\t{step['reason']}")
    if told["reply"]:
        click.echo(f"{told['reply']['signed_on']}答复：{told['reply']['text']}")


@proposal.command("move")
@click.argument("number")
@click.argument("move", type=click.Choice([move.value for move in ProposalMove]), metavar="MOVE")
@click.option("--on", type=DAY, help="办理日期（默认今天）。")
@click.option("--reason", default="", help="理由。")
@click.option("--receiver", default="", help="转送给哪个机关。")
@click.option("--result", type=click.Choice([result.value for result in Result]), help="审查结果。")
@click.option("--draft", type=click.File(encoding="utf-8"), help="答复稿的文本文件，- 为标准输入。")
@click.option("--into", default="", help="并入哪一件（登记号）。")
@click.option("--document", default="", help="先对应登记簿中的文件（编号、发文字号或标题）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def move_command(
    store: Store,
    number: str,
    move: str,
    on: datetime | None,
    reason: str,
    receiver: str,
    result: str | None,
    draft: IO[str] | None,
    into: str,
    document: str,
    as_json: bool,
) -> None:
    """办理一步：与网页上的规则相同，不能办的说明当前状态。"""
    made, day, now = ProposalMove(move), day_or_today(on), clock.now()
    with reading(store) as session:
        key = _find(session, number).id or 0
        document_id = find_document(session, document) if document else None
    if document_id:
        link_document(store, OPERATOR, key, document_id, now=now)
    if made is ProposalMove.REPLY:
        sign_reply(store, OPERATOR, key, on=day, now=now)
    else:
        details = Details(
            reason, receiver, Result(result) if result else None, draft.read() if draft else "", into
        )
        move_proposal(store, OPERATOR, key, made, details, on=day, now=now)
    with reading(store) as session:
        told = _whole(session, session.get_one(ReviewProposal, key))
    if as_json:
        emit(told)
    else:
        click.echo(f"{told['number']}“{made.word}”已办理，现为“{told['state'].word}”。")


@proposal.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel if channel is not Channel.ONLINE]),
    default=Channel.MAIL.value,
    help="收到方式。",
)
@click.option("--received-on", type=DAY, help="收到之日（默认今天）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def add(store: Store, file: IO[str], channel: str, received_on: datetime | None, as_json: bool) -> None:
    """登记书面收到的一件。FILE 是 JSON（- 为标准输入）。

    各项：title、reason、doc_no、clause、higher_law、kind、name、phone、email、address；不写姓名和联系方式的为匿名。
    """
    submission = _submission(file)
    added = add_proposal(
        store,
        OPERATOR,
        submission,
        channel=Channel(channel),
        received_on=day_or_today(received_on),
        now=clock.now(),
    )
    if as_json:
        emit(_told(added))
    else:
        click.echo(f"已登记为{added.number}，答复期限{cn_date(added.due_on)}。")


def _submission(file: IO[str]) -> Submission:
    """What the file says. Raises Refusal for what is no JSON of these fields."""
    try:
        told = json.load(file)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(f"“{file.name}”不是 UTF-8 编码的 JSON，请核对。") from error
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise Refusal("请写成一个 JSON 对象，各项的值都是文字。")
    if unknown := sorted(set(told) - _FIELDS):
        raise Refusal(f"不认识的项：{'、'.join(unknown)}；可用的有：{'、'.join(sorted(_FIELDS))}。")
    kind = told.get("kind") or Proposer.CITIZEN.value
    if kind not in set(Proposer):
        raise Refusal(f"kind 应为{'、'.join(Proposer)}之一。")
    person = Person(Proposer(kind), *(told.get(name, "") for name in ("name", "phone", "email", "address")))
    names = ("title", "reason", "doc_no", "clause", "higher_law")
    return Submission(person, Proposed(*(told.get(name, "") for name in names)), person.is_anonymous)


def _find(session: Session, number: str) -> ReviewProposal:
    """The proposal with this register number or id. Raises Refusal when there is none."""
    if (proposal_id := id_of(number)) is not None:
        proposal = session.get(ReviewProposal, proposal_id)
        if proposal is None:
            raise Refusal(f"没有编号为{number}的审查建议。请用 registry proposal list 查登记号。")
        return proposal
    return proposal_with_number(session, number)


def _told(row: ReviewProposal) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "state": row.state,
        "channel": row.channel,
        "received_on": row.received_on,
        "due_on": row.due_on,
        "provisional": row.is_provisional,
        "title": row.title,
        "doc_no": row.doc_no,
        "clause": row.clause,
        "document_id": row.document_id,
        "result": row.result,
        "concluded_on": row.concluded_on,
    }


def _whole(session: Session, row: ReviewProposal) -> dict[str, Any]:
    """A proposal with its words, files, moves and reply; who made it is shown on its page alone."""
    reply, answer = reply_of(session, row), answer_to(session, row)
    return _told(row) | {
        "working": row.working,
        "reason": row.reason,
        "higher_law": row.higher_law,
        "draft": row.draft,
        "merged_into_id": row.merged_into_id,
        "files": [{"kind": file.kind, "size": file.size} for file in files_of(session, row.id or 0)],
        "steps": [
            {
                "move": step.move,
                "on": step.on,
                "by": step.by,
                "before": step.before,
                "after": step.after,
                "reason": step.reason,
                "receiver": step.receiver,
            }
            for step in steps_of(session, row.id or 0)
        ],
        "reply": {"text": reply.text, "signed_on": reply.signed_on, "sha256": answer.sha256 if answer else ""}
        if reply
        else None,
    }


COMMANDS = (proposal,)
