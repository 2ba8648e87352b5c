"""The meeting of a round (会议): the disputed documents first, and what it decided otherwise, entered in one pass."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.decide_outcomes import Decided, Decision
from registry.actions.cleanups.hold_meeting import hold_meeting
from registry.clock import now, today
from registry.domain.cleanups import Outcome
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.cleanups import board
from registry.storage.cleanups.board import DISPUTED, BoardFilter, Look
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.entries import Entry, entered
from registry.web.desk.cleanups.finding import find_round
from registry.web.desk.cleanups.forms import decision
from registry.web.paging import page_of


@needs(Permission.READ_ALL)
def meeting(round_id: int) -> ResponseReturnValue:
    """The documents, disputed ones first; POST writes the meeting and only the decisions that were typed."""
    if request.method == "POST":
        return _save(round_id)
    return _page(round_id)


def _save(round_id: int) -> ResponseReturnValue:
    typed = {item_id: entry for item_id, entry in entered(request.form).items() if not entry.is_empty}
    decisions, refused = [], {}
    for item_id, entry in typed.items():
        try:
            decisions.append(_decision(item_id, entry))
        except Refusal as refusal:
            refused[item_id] = refusal.sentence
    problem = ""
    decided = Decided(0, 0, {})
    try:
        decided = hold_meeting(
            current_store(),
            current_actor(),
            round_id,
            decisions,
            meeting=request.form.get("meeting", ""),
            on=_met_on(),
            now=now(),
        )
        refused |= decided.refused
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        problem = refusal.sentence
    if decided.n_decided:
        flash(f"会议决定已保存：改变{decided.n_decided}件。", "success")
    if problem:
        return _page(round_id, typed, dict.fromkeys(typed, problem) | refused, problem), 422
    if refused:
        return _page(round_id, typed, refused), 409
    if not decided.n_decided:
        flash("会议名称和日期已保存，没有改变清理意见。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _met_on() -> date:
    typed = request.form.get("met_on", "")
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refusal("请填写会议日期。") from None


def _decision(item_id: int, entry: Entry) -> Decision:
    """The decision that was typed. Raises Refusal where it cannot be read, or says nothing."""
    if entry.verdict not in set(Outcome):
        raise Refusal("写了理由，没有选会议决定：请选改为哪一种清理意见。")
    read = decision(item_id, replace(entry.needed, outcome=entry.verdict, reason=entry.words), entry.version)
    return replace(read, because=entry.words)


def _page(
    round_id: int,
    typed: dict[int, Entry] | None = None,
    refused: dict[int, str] | None = None,
    problem: str = "",
) -> str:
    """The list, or after a refusal only the items that were not saved, with what was typed."""
    words, with_findings = request.args.get("q", ""), "findings" in request.args
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        findings = _findings(session, round_id) if with_findings else {}
        asked = BoardFilter(words=words)
        if refused:
            asked = BoardFilter(ids=list(refused))
        elif with_findings:
            asked = replace(asked, ids=sorted(findings))
        disputed = sa.case((DISPUTED, 0), (col(CleanupItem.outcome).is_(None), 1), else_=2)
        place = col(Authority.position), col(Authority.id), col(Document.published_on), col(CleanupItem.id)
        ids = board.board_ids(round_id, asked, Look()).order_by(None).order_by(disputed, *place)
        page = page_of(session, ids, total=board.count_board(session, round_id, asked, Look()))
        page = replace(page, items=board.board_rows(session, round_id, page.items))
        items = [row[0] for row in page.items]
        cosigns = board.cosigns_of(session, items)
        steps = board.words_of_decisions(session, round_id, [item.document_id for item in items])
        changes = board.meeting_changes(session, round_id)
    return render_template(
        "desk/cleanups/meeting.html",
        cleanup=cleanup,
        page=page,
        q=words,
        with_findings=with_findings,
        findings=findings,
        cosigns=cosigns,
        steps=steps,
        changes=changes,
        meeting=request.form.get("meeting", cleanup.meeting),
        met_on=request.form.get("met_on", cleanup.met_on.isoformat() if cleanup.met_on else ""),
        typed=typed or {},
        empty=Entry(),
        refused=refused or {},
        problem=problem,
        may_write=current_actor().may(Permission.RUN_CLEANUP) and cleanup.released_at is None,
    )


def _findings(session: Session, round_id: int) -> dict[int, list[str]]:
    """item id → what the gate says of it; asks everything, so only where somebody wants to see it."""
    said: dict[int, list[str]] = {}
    for finding in check_round(session, round_id, today()):
        for row in finding.rows:
            if row.document_id is not None:
                said.setdefault(row.id, []).append(finding.sentence)
    return said
