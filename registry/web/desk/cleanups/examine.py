"""The board of a round (审查): the office agrees, sends back, changes, or names another body, page by page."""

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.actions.cleanups.assign_answer import assign_answer
from registry.actions.cleanups.examine_items import Examination, Verdict, examine_items
from registry.clock import now
from registry.domain.boards import BoardState
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import Disclosure, shown_title
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.exports.tables import render_xlsx
from registry.storage.authorities import Authority, present_authorities
from registry.storage.cleanups import board
from registry.storage.cleanups.board import BoardFilter, board_query
from registry.storage.cleanups.items import answering_authorities
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_number, asked_word, record_id
from registry.web.desk.cleanups.entries import Entry, entered
from registry.web.desk.cleanups.finding import find_round
from registry.web.desk.cleanups.forms import decision
from registry.web.downloads import author, download
from registry.web.paging import Sort, kept_query, page_of, with_query

ASSIGN = "assign"
SORT = Sort(
    {
        "authority": (col(Authority.position), col(Authority.id), col(Document.published_on)),
        "title": col(Document.title_key),
        "published_on": col(Document.published_on),
        "proposed": col(CleanupItem.proposed_outcome),
        "decided": col(CleanupItem.outcome),
    },
    col(CleanupItem.id),
    "authority",
)
HEADERS = (
    "标题", "发文字号", "制定机关", "报送单位", "实施单位", "公布日期", "自查意见", "自查理由", "审查意见", "审查理由",
    "退回理由", "会签",
)  # fmt: skip


@needs(Permission.READ_ALL)
def examine(round_id: int) -> ResponseReturnValue:
    """The documents as filtered, page by page; POST writes what was typed, or agrees to all that are listed."""
    if request.method == "POST":
        return _save(round_id)
    return _page(round_id)


@needs(Permission.READ_ALL)
def board_table(round_id: int) -> ResponseReturnValue:
    """The documents as filtered, as a workbook."""
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        look = _look(session, round_id)
        rows = session.execute(board_query(round_id, _asked(), look)).all()
        leads = board.lead_names(session, [document for _, document, _ in rows])
        cosigns = board.cosigns_of(session, [item for item, _, _ in rows])
    cells = [
        (
            shown_title(document),
            "" if document.disclosure is Disclosure.SECRET else document.doc_no,
            leads[document.id],
            authority.name,
            document.implementing_authority,
            document.published_on,
            _word(item.proposed_outcome),
            item.proposed_reason,
            _word(item.outcome),
            item.reason,
            item.sent_back_because,
            "；".join(f"{said.authority}：{_said(said)}" for said in cosigns.get(item.id or 0, ())),
        )
        for item, document, authority in rows
    ]
    return download(render_xlsx(HEADERS, cells, "审查", author()), f"{cleanup.name}-审查", "xlsx")


def _save(round_id: int) -> ResponseReturnValue:
    """Writes what was typed; 409 with the items that were refused, when there are any."""
    entries = entered(request.form)
    if "agree_all" in request.form:
        agreeable = {item_id for item_id in entries if f"listed-{item_id}" in request.form}
        entries = {
            item_id: replace(entry, verdict=entry.verdict or Verdict.AGREE)
            for item_id, entry in entries.items()
            if item_id in agreeable or not entry.is_empty
        }
    typed = {item_id: entry for item_id, entry in entries.items() if not entry.is_empty}
    refused = _assign(round_id, typed)
    examinations = []
    for item_id, entry in typed.items():
        if entry.verdict != ASSIGN:
            try:
                examinations.append(_examination(item_id, entry))
            except Refusal as refusal:
                refused[item_id] = refusal.sentence
    if examinations:
        refused |= _examine(round_id, examinations)
    if refused:
        return _page(round_id, typed, refused), 409
    if not typed:
        flash("没有填写审查意见，未保存。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _examination(item_id: int, entry: Entry) -> Examination:
    """What was typed, read. Raises Refusal where it cannot be."""
    needed = decision(item_id, replace(entry.needed, outcome=""), entry.version)
    if entry.verdict in set(Outcome):
        answer = replace(needed.answer, outcome=Outcome(entry.verdict))
        return Examination(item_id, Verdict.CHANGE, entry.words, answer, needed.version)
    if entry.verdict not in {Verdict.AGREE, Verdict.SEND_BACK}:
        raise Refusal("写了理由，没有选审查意见：请选同意、退回，或者改为哪一种。")
    return Examination(item_id, Verdict(entry.verdict), entry.words, version=needed.version)


def _examine(round_id: int, examinations: list[Examination]) -> dict[int, str]:
    """A sentence for each item that was refused, after telling what was done."""
    try:
        done = examine_items(current_store(), current_actor(), round_id, examinations, now=now())
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        return {examination.item_id: refusal.sentence for examination in examinations}
    parts = [f"确定{done.n_decided}件"] * bool(done.n_decided) + [f"退回{done.n_sent_back}件"] * bool(
        done.n_sent_back
    )
    if parts:
        flash(f"已审查：{'，'.join(parts)}。", "success")
    if done.reopened:
        flash(f"{'、'.join(done.reopened)}原已签字报送，因退回已重新打开。", "info")
    return done.refused


def _assign(round_id: int, typed: Mapping[int, Entry]) -> dict[int, str]:
    """Names another body for the items that say so; a sentence for each refused one."""
    by_reason: dict[str, list[int]] = {}
    for item_id, entry in typed.items():
        if entry.verdict == ASSIGN:
            by_reason.setdefault(entry.words, []).append(item_id)
    refused: dict[int, str] = {}
    authority_id = request.form.get("assign_to", type=record_id) or 0
    for reason, item_ids in by_reason.items():
        try:
            n_moved = assign_answer(
                current_store(), current_actor(), round_id, item_ids, authority_id, reason, now=now()
            )
            flash(f"{n_moved}件改由其他单位报送。", "success")
        except (Denied, Hidden):
            raise
        except Refusal as refusal:
            refused |= dict.fromkeys(item_ids, refusal.sentence)
    return refused


def _page(round_id: int, typed: dict[int, Entry] | None = None, refused: dict[int, str] | None = None) -> str:
    """The board, or after a refusal only the items that were not saved, with what was typed."""
    asked = _asked()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        look = _look(session, round_id)
        if refused:
            asked = BoardFilter(ids=list(refused))
        total = board.count_board(session, round_id, asked, look)
        page = page_of(session, board.board_ids(round_id, asked, look), SORT, total=total)
        page = replace(page, items=board.board_rows(session, round_id, page.items))
        items = [item for item, _, _ in page.items]
        ids = [item.document_id for item in items]
        leads = board.lead_names(session, [document for _, document, _ in page.items])
        cosigns = board.cosigns_of(session, items)
        changed = board.changed_among(session, round_id, look, ids)
        steps = board.words_of_decisions(session, round_id, ids)
        authorities = answering_authorities(session, round_id)
        bodies = [(body.id, body.name) for body in present_authorities(session)]
    may_write = current_actor().may(Permission.RUN_CLEANUP) and cleanup.released_at is None
    agreeable = {
        item.id for item in items if item.is_answered and item.outcome is None and not item.sent_back_because
    }
    export = with_query(url_for(".board_table", round_id=round_id), kept_query("size"))
    return render_template(
        "desk/cleanups/examine.html",
        cleanup=cleanup,
        page=page,
        asked=asked,
        states=[(state.value, state.word) for state in BoardState],
        authorities=authorities,
        bodies=bodies,
        assign_to=request.form.get("assign_to", ""),
        leads=leads,
        cosigns=cosigns,
        changed=changed,
        steps=steps,
        typed=typed or {},
        empty=Entry(),
        refused=refused or {},
        agreeable=agreeable if may_write and not refused else set(),
        exports=[("所列各件（.xlsx）", export)],
        may_write=may_write,
    )


def _asked() -> BoardFilter:
    return BoardFilter(
        state=asked_word("state", BoardState),
        authority_id=asked_number("authority_id"),
        outcome=asked_word("outcome", Outcome),
        words=request.args.get("q", ""),
    )


def _look(session: Session, round_id: int) -> board.Look:
    actor = current_actor()
    return board.look_of(session, round_id, actor.user_id, actor.name)


def _word(outcome: Outcome | None) -> str:
    return OUTCOME_WORDS[outcome] if outcome else ""


def _said(cosign: board.Cosign) -> str:
    if cosign.agrees is None:
        return "未会签"
    return "同意" if cosign.agrees else f"不同意（{cosign.words}）"
