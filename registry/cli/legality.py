"""`registry legality`: the list of reviews of drafts, a draft's reviews whole, and the moves of 合法性审核."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlmodel import Session, col

from registry import clock
from registry.actions.documents.candidates import candidate_of
from registry.actions.legality.gather_materials import hand_in_materials, waive_material
from registry.actions.legality.move_review import MoveFacts, move_review
from registry.cli._naming import find_authority
from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain.errors import Refusal
from registry.domain.legality_reviews import RECORDS, ReviewMove, ReviewState, party_of
from registry.domain.materials import material_of
from registry.domain.publishing_gate import obstacles
from registry.domain.roles import OPERATOR
from registry.readers.sandbox import read_file
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.files import KeptFile, keep_bytes
from registry.storage.legality_lists import (
    ReviewFilter,
    ReviewRow,
    ReviewScope,
    ReviewTiming,
    review_ids,
    review_rows,
)
from registry.storage.legality_materials import legality_slots
from registry.storage.legality_reviews import LegalityReview, moves_of, reviews_of
from registry.storage.rulebook import load_rulebook


@click.group()
def legality() -> None:
    """合法性审核：列出、查看、办理。"""


@legality.command("list")
@click.option("--state", type=click.Choice([state.value for state in ReviewState]), help="状态。")
@click.option("--authority", help="起草单位（代码或名称）。")
@click.option("--overdue", is_flag=True, help="只列逾期的。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def list_reviews(
    store: Store, state: str | None, authority: str | None, overdue: bool, as_json: bool
) -> None:
    """列出合法性审核，含已办结的。"""
    with reading(store) as session:
        wanted = ReviewFilter(
            scope=ReviewScope.ALL,
            state=ReviewState(state) if state else None,
            authority_id=find_authority(session, authority) if authority else None,
            timing=ReviewTiming.LATE if overdue else None,
        )
        query = review_ids(wanted, clock.today()).order_by(col(LegalityReview.id))
        rows = [_told(row) for row in review_rows(session, list(session.execute(query).scalars()))]
    if as_json:
        emit(rows)
        return
    for row in rows:
        due = row["due_on"] or "无期限"
        click.echo(f"{row['document_id']}\t{row['state_word']}\t{due}\t{row['authority']}\t{row['title']}")
    click.echo(f"共{len(rows)}件。", err=True)


@legality.command()
@click.argument("document_id", type=int, metavar="DOCUMENT")
@click.option("--json", "as_json", is_flag=True)
@with_store
def show(store: Store, document_id: int, as_json: bool) -> None:
    """查看一份文件的审核：期限及算法、材料、意见、办理过程，以及公布之前还差什么。"""
    told = _whole(store, document_id)
    if as_json:
        emit(told)
        return
    click.echo(f"{told['title']}　{told['state_word']}")
    if told["due_on"]:
        click.echo(f"审核期限：{told['due_on']}。{told['working']}")
    elif told["clock_stopped_since"]:
        click.echo(told["working"])
    for material in told["materials"]:
        answer = "、".join(material["files"]) or material["record"] or material["not_applicable_because"]
        click.echo(f"{material['material']}：{answer or '缺'}")
    if told["opinion"]:
        click.echo(f"审核意见（{told['opinion_on']}）：{told['opinion']}")
    if told["fair_review"]:
        click.echo(f"公平竞争审查：{told['fair_review']}")
    for line in told["moves"]:
        click.echo(f"{line['on']}\t{line['word']}\t{line['by']}\t{line['reason']}")
    for words in told["obstacles"]:
        click.echo(f"公布之前：{words}")


@legality.command("move")
@click.argument("document_id", type=int, metavar="DOCUMENT")
@click.argument("move", type=click.Choice([move.value for move in ReviewMove]), metavar="MOVE")
@click.option("--on", type=DAY, help="办理日期（默认今天）。")
@click.option("--reason", default="", help="理由、问题、答复或审核意见。")
@click.option("--answer", "answers", multiple=True, help="报送修改稿时对每项意见的采纳情况，一项一个。")
@click.option(
    "--conclusion",
    type=click.Choice(["lawful", "change", "unlawful", "followed"]),
    help="拟出审核意见的结论。",
)
@click.option("--body", default="", help="登记本机关审核意见的，审核机构。")
@click.option("--signer", default="", help="登记本机关审核意见的，签发人。")
@click.option("--emergency", default="", help="送审的，需要立即审核的紧急理由。")
@click.option("--waive", multiple=True, help="没有的材料和理由：材料=理由。可重复。")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="送审的，材料，按名称归类，可重复；登记本机关审核意见的，意见书。",
)
@click.option("--json", "as_json", is_flag=True)
@with_store
def move_command(
    store: Store,
    document_id: int,
    move: str,
    on: datetime | None,
    reason: str,
    answers: tuple[str, ...],
    conclusion: str | None,
    body: str,
    signer: str,
    emergency: str,
    waive: tuple[str, ...],
    files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """办理一步：与网页上的规则相同，不能办的说明当前状态。"""
    made = ReviewMove(move)
    asked = [material["material"] for material in _whole(store, document_id)["materials"]]
    kept = [_kept(store, path, made, asked) for path in files]
    papers = kept if made in RECORDS else []
    if len(papers) > 1:
        raise Refusal("审核意见书只能写一份（--file）。")
    _gather(store, document_id, waive, [] if papers else kept)
    said = MoveFacts(
        on=day_or_today(on),
        reason=reason,
        answers=answers,
        conclusion=ReviewMove(conclusion) if conclusion else None,
        body=body,
        signer=signer,
        emergency_because=emergency,
        file=papers[0] if papers else None,
    )
    move_review(store, OPERATOR, document_id, made, said, now=clock.now())
    after = _whole(store, document_id)
    if as_json:
        emit(after)
    else:
        click.echo(f"“{made.word}”已办理，现为“{after['state_word']}”。")


def _gather(store: Store, document_id: int, waive: tuple[str, ...], files: list[KeptFile]) -> None:
    """Hands in the materials, and keeps why others do not apply. Raises Refusal for what cannot be taken."""
    for words in waive:
        material, equals, because = words.partition("=")
        if not equals or not because.strip():
            raise Refusal(f"“{words}”应写成 材料=理由，如 起草说明=已写在送审函中。")
        waive_material(store, OPERATOR, document_id, material.strip(), because=because, now=clock.now())
    if files and (refused := hand_in_materials(store, OPERATOR, document_id, files, now=clock.now())):
        raise Refusal("；".join(refused))


def _kept(store: Store, path: Path, move: ReviewMove, materials: list[str]) -> KeptFile:
    """The file, read and kept. Raises Refusal when it is secret or harmful, or its name says no material."""
    material = material_of(path.name, materials)
    if material is None and move not in RECORDS:
        raise Refusal(f"“{path.name}”的名称看不出是哪一种材料，请改名后再交，如“起草说明.pdf”。")
    told = read_file(path, path.name)
    if told.is_secret or told.is_harmful:
        raise Refusal("；".join(told.problems))
    size = path.stat().st_size
    return KeptFile(keep_bytes(store, path.read_bytes()), path.name, size, "material", material or "")


def _whole(store: Store, document_id: int) -> dict[str, Any]:
    """The reviews of a document with their materials and moves. Raises Refusal when there is none with this id."""
    with reading(store) as session:
        document = session.get(Document, document_id)
        if document is None:
            raise Refusal(
                f"没有编号为{document_id}的文件。请用 registry legality list 或 registry show 查编号。"
            )
        reviews = reviews_of(session, document_id)
        review = reviews[-1] if reviews else None
        fair = fair_review_of(session, document_id)
        on = review.received_on if review and review.received_on else clock.today()
        slots = legality_slots(session, load_rulebook(session), document_id, review, on)
        draft = candidate_of(session, document, document.published_on)
        has_opinion = review is not None and review.opinion_on is not None
        return _about(document, review) | {
            "text_changed_since": has_opinion and draft.review is not None and draft.review.is_stale,
            "fair_review": fair.facts().in_words() if fair else "",
            "materials": [
                {
                    "material": slot.material,
                    "files": [file.name for file in slot.files],
                    "record": slot.record,
                    "not_applicable_because": slot.not_applicable_because,
                }
                for slot in slots
            ],
            "moves": [line for passage in reviews for line in _lines(session, passage)],
            "obstacles": [obstacle.words + obstacle.mend for obstacle in obstacles(draft)]
            if not document.is_published
            else [],
        }


def _about(document: Document, review: LegalityReview | None) -> dict[str, Any]:
    state = review.state if review else ReviewState.UNSENT
    return {
        "document_id": document.id,
        "title": document.title,
        "passage": review.passage if review else 0,
        "state": state,
        "state_word": state.word if review else "没有送审",
        "reviewer": review.reviewer if review else None,
        "body": review.body if review else "",
        "received_on": review.received_on if review else None,
        "due_on": review.due_on if review else None,
        "working": review.due_working if review else "",
        "clock_stopped_since": review.clock_stopped_since if review else None,
        "proposed": review.proposed if review else None,
        "opinion": review.opinion if review else "",
        "opinion_on": review.opinion_on if review else None,
        "accepted_because": review.accepted_because if review else "",
    }


def _lines(session: Session, review: LegalityReview) -> list[dict[str, Any]]:
    return [
        {
            "passage": review.passage,
            "move": line.move,
            "word": line.move.word,
            "on": line.on,
            "by": line.by,
            "before": line.before,
            "after": line.after,
            "reason": line.reason,
            "hint": line.hint,
        }
        for line in moves_of(session, review.id or 0)
    ]


def _told(row: ReviewRow) -> dict[str, Any]:
    review, document, authority = row
    party = None if document.is_published else party_of(review.state, review.proposed)
    return {
        "document_id": document.id,
        "title": document.title,
        "authority": authority,
        "passage": review.passage,
        "reviewer": review.reviewer,
        "state": review.state,
        "state_word": review.state.word,
        "waits_for": party.word if party else "",
        "received_on": review.received_on,
        "due_on": review.due_on,
        "provisional": review.is_provisional,
        "clock_stopped_since": review.clock_stopped_since,
        "opinion_on": review.opinion_on,
    }


COMMANDS = (legality,)
