"""The return of an authority in the browser: its documents, each with an outcome and what that outcome needs.

With the page's script every document is saved as it is typed; without it the page is one form.
"""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups.decide_outcomes import Decided, Decision
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.clock import now
from registry.domain.cleanups import ANSWER_FIELDS
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.normal import tidy
from registry.domain.roles import Permission
from registry.domain.suggestions import COMMON_REASONS
from registry.storage.cleanups.items import LACKING, answers_query, items_query, progress
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.answer_rows import LABELS, bare_rows, full_rows
from registry.web.desk.cleanups.finding import find_round
from registry.web.desk.cleanups.forms import Typed, decision, typed_items
from registry.web.paging import page_of

MANY = "many"
_MOST_NAMED = 100
_NOTHING: dict[int, Typed] = {}


@needs(Permission.PROPOSE_OUTCOME)
def answers(round_id: int) -> ResponseReturnValue:
    """The documents that the person's authority answers for; POST saves those that were changed on the page."""
    if current_actor().may(Permission.RUN_CLEANUP):
        return redirect(url_for(".items", round_id=round_id))
    if request.method == "GET":
        return _page(round_id)
    with reading(current_store()) as session:
        find_round(session, round_id)
    typed = typed_items(request.form)
    if "take" in request.form:
        return _page(round_id, typed, taken=request.form["take"])
    if "keep" in request.form:
        typed.pop(_number(request.form["keep"]), None)
    if MANY in request.form:
        ticked = _ticked()
        if not ticked:
            flash("没有勾选文件，或者没有选择清理意见，没有一并填写。", "warning")
            return _page(round_id, typed), 422
        typed |= ticked
    return _save(round_id, typed)


@needs(Permission.PROPOSE_OUTCOME)
def save_answer(round_id: int, item_id: int) -> ResponseReturnValue:
    """Saves one document as it is typed; answers with its row: 409 when somebody else changed it meanwhile."""
    typed = typed_items(request.form)
    decided = _write(round_id, {key: value for key, value in typed.items() if key == item_id})
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        own = items_query(round_id, authority_id=current_actor().authority_id or 0, ids=[item_id])
        found = session.execute(own).all()
        if not found:
            abort(404)
        (row,) = bare_rows(session, found)
        done = progress(session, round_id, row.item.answering_id)[0]
    problem = decided.refused.get(item_id, "")
    if problem:
        row = replace(row, typed=typed[item_id], problem=problem)
    page = render_template("desk/cleanups/answer_row.html", cleanup=cleanup, row=row, done=done)
    return page, 409 if problem else 200


@needs(Permission.PROPOSE_OUTCOME)
def report(round_id: int) -> ResponseReturnValue:
    """Whether the return is whole: what still lacks, by name."""
    authority_id = current_actor().authority_id or 0
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        done = progress(session, round_id, authority_id)
        open_ones = answers_query(round_id, authority_id, which=LACKING).limit(_MOST_NAMED)
        rows = bare_rows(session, session.execute(open_ones).all())
    return render_template(
        "desk/cleanups/report.html", cleanup=cleanup, done=done[0] if done else None, rows=rows
    )


def _save(round_id: int, typed: dict[int, Typed]) -> ResponseReturnValue:
    """Writes what was typed; 409 with the documents that were refused, when there are any."""
    decided = _write(round_id, typed)
    if decided.n_decided:
        flash(f"已保存{decided.n_decided}件。", "success")
    if decided.refused:
        return _page(round_id, typed, decided.refused), 409
    if "finish" in request.form:
        return redirect(url_for(".report", round_id=round_id), 303)
    if not typed:
        flash("没有改动，未保存。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _write(round_id: int, typed: dict[int, Typed]) -> Decided:
    """What became of the answers that were typed, with a sentence for each that cannot be read."""
    unread: dict[int, str] = {}
    decisions: list[Decision] = []
    for item_id, fields in typed.items():
        try:
            decisions.append(decision(item_id, fields, request.form[f"version-{item_id}"]))
        except Refusal as refusal:
            unread[item_id] = refusal.sentence
    try:
        decided = propose_outcome(current_store(), current_actor(), round_id, decisions, now=now())
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        decided = Decided(0, 0, {unsaved.item_id: refusal.sentence for unsaved in decisions})
    return Decided(decided.n_decided, decided.n_unchanged, unread | decided.refused)


def _ticked() -> dict[int, Typed]:
    """The ticked documents with what is to be filled in for all of them over what each has; none without an outcome."""
    form = request.form
    common = {name: tidy(form.get(f"{name}-{MANY}", "")) for name in ANSWER_FIELDS}
    if not common["outcome"]:
        return {}
    common = {name: value for name, value in common.items() if value}
    ticked = {}
    for item_id in form.getlist("tick"):
        if f"version-{item_id}" in form and item_id.isdecimal():
            own = {name: tidy(form.get(f"{name}-{item_id}", "")) for name in ANSWER_FIELDS}
            ticked[int(item_id)] = Typed(**{**own, **common})
    return ticked


def _page(
    round_id: int,
    typed: dict[int, Typed] = _NOTHING,
    refused: dict[int, str] | None = None,
    taken: str = "",
) -> str:
    """The return, or after a conflict only the documents that were not saved, with what was typed."""
    authority_id = current_actor().authority_id or 0
    asked = {name: request.args.get(name, "") for name in ("q", "which")}
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        done = progress(session, round_id, authority_id)
        query = answers_query(round_id, authority_id, which=asked["which"], words=asked["q"])
        if refused:
            query = items_query(round_id, authority_id=authority_id, ids=list(refused))
        is_whole = not refused and not any(asked.values())
        page = page_of(session, query, total=sum(part.n_documents for part in done) if is_whole else None)
        rows = full_rows(session, page.items, typed)
    item_id, _, number = taken.partition("-")
    rows = [
        row.taking(_number(number))
        if row.item.id == _number(item_id)
        else replace(row, problem=(refused or {}).get(row.item.id or 0, ""))
        for row in rows
    ]
    return render_template(
        "desk/cleanups/answers.html",
        cleanup=cleanup,
        page=page,
        rows=rows,
        asked=asked,
        done=done[0] if done else None,
        refused=refused or {},
        reasons=COMMON_REASONS,
        labels=LABELS,
        many=Typed(*(request.form.get(f"{name}-{MANY}", "") for name in ANSWER_FIELDS)),
        is_open=cleanup.released_at is None and not (done and done[0].signed_on),
    )


def _number(words: str) -> int:
    """A number that a button sends; -1 for anything else."""
    return int(words) if words.isdecimal() and len(words) < 10 else -1
