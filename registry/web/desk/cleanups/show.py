"""Cleanup rounds on the desk: the list of them, opening one, its progress, its items and their outcomes."""

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.cleanups import adopt_proposals as adopt_action
from registry.actions.cleanups import extend_round as extend_action
from registry.actions.cleanups import import_outcomes as import_action
from registry.actions.cleanups import open_round as open_action
from registry.actions.cleanups.decide_outcomes import Decided, Decision, decide_outcomes
from registry.actions.cleanups.propose_outcome import propose_outcome
from registry.clock import now, today
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.authorities import all_authorities
from registry.storage.authority_matters import cleanup_bodies
from registry.storage.cleanups import (
    CleanupRound,
    count_in_scope,
    count_outcomes,
    items_query,
    next_cleanup_due,
    progress,
    rounds,
)
from registry.storage.engine import reading
from registry.storage.releases import release_of_round
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.cleanups import gate
from registry.web.desk.cleanups.forms import OpenForm, Typed, decision, shown, typed_items
from registry.web.downloads import download
from registry.web.forms import choices, form_page, refusals_on
from registry.web.paging import kept_query, page_of, with_query

pages = Blueprint("cleanups", __name__, url_prefix="/cleanups")


@pages.get("")
@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """Every round, and when the next one is due."""
    with reading(current_store()) as session:
        listed = [(one, sum(counts.values()), counts.get(None, 0)) for one, counts in _counted(session)]
        due_on = next_cleanup_due(session)
    return render_template("desk/cleanups/index.html", rounds=listed, due_on=due_on, today=today())


@pages.route("/open", methods=["GET", "POST"])
@needs(Permission.RUN_CLEANUP)
def open_round() -> ResponseReturnValue:
    """POST opens it, or with `preview` only counts what it would cover."""
    form = OpenForm()
    with reading(current_store()) as session:
        form.authority_ids.choices = choices({one.id: one.name for one in cleanup_bodies(session)})
    preview = None
    if form.validate_on_submit():
        chosen = form.authority_ids.data or []
        assert form.cut_off_on.data is not None
        if "preview" in request.form:
            with reading(current_store()) as session:
                preview = count_in_scope(session, form.cut_off_on.data, chosen)
        else:
            with refusals_on(form):
                round_id, n_documents = open_action.open_round(
                    current_store(),
                    current_actor(),
                    name=form.name.data or "",
                    kind=form.round_kind,
                    cut_off_on=form.cut_off_on.data,
                    authority_ids=chosen,
                    answers_due_on=form.answers_due_on.data,
                    now=now(),
                )
                flash(f"已开展“{form.name.data}”，清理范围共{n_documents}件文件。", "success")
                return redirect(url_for(".show", round_id=round_id), 303)
    return form_page("desk/cleanups/open_round.html", form, preview=preview)


@pages.get("/<id:round_id>")
@needs(Permission.READ_OWN)
def show(round_id: int) -> ResponseReturnValue:
    """How far the round is, authority by authority; a contact sees its own."""
    actor = current_actor()
    with reading(current_store()) as session:
        cleanup = _round(session, round_id)
        parts = [one for one in progress(session, round_id) if actor.may_see([one.authority_id])]
        release = release_of_round(session, round_id)
        names = {one.id: one.name for one in all_authorities(session)}
        counts = count_outcomes(session, round_id)
    return render_template(
        "desk/cleanups/show.html",
        cleanup=cleanup,
        parts=parts,
        counts=counts if actor.may(Permission.READ_ALL) else None,
        release=release,
        scope=[names[one] for one in cleanup.authority_ids],
        today=today(),
    )


@pages.route("/<id:round_id>/items", methods=["GET", "POST"])
@needs(Permission.READ_OWN)
def items(round_id: int) -> ResponseReturnValue:
    """The documents of a round, page by page; POST decides those that were changed, or proposes for a contact."""
    if request.method == "POST":
        return _save(round_id)
    return _items_page(round_id)


@pages.post("/<id:round_id>/outcomes")
@needs(Permission.RUN_CLEANUP)
def take_outcomes(round_id: int) -> ResponseReturnValue:
    """Takes the outcomes from an uploaded table."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Refusal("请选择要导入的 .xlsx 或 .csv 文件。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outcomes"
        upload.save(path)
        result = import_action.import_outcomes(
            current_store(), current_actor(), round_id, path, upload.filename, now=now()
        )
    if not result.refused:
        flash(f"读入{result.n_read}行，全部确定。", "success")
        return redirect(url_for(".show", round_id=round_id), 303)
    with reading(current_store()) as session:
        cleanup = _round(session, round_id)
    return render_template("desk/cleanups/take_outcomes.html", cleanup=cleanup, result=result), 422


@pages.post("/<id:round_id>/adopt")
@needs(Permission.RUN_CLEANUP)
def adopt_proposals(round_id: int) -> ResponseReturnValue:
    authority_id = request.form.get("authority_id", type=record_id)
    n_adopted = adopt_action.adopt_proposals(
        current_store(), current_actor(), round_id, authority_id=authority_id, now=now()
    )
    flash(f"已按自查意见确定{n_adopted}件。", "success")
    return redirect(url_for(".show", round_id=round_id), 303)


@pages.post("/<id:round_id>/extend")
@needs(Permission.RUN_CLEANUP)
def extend_round(round_id: int) -> ResponseReturnValue:
    n_added, n_removed = extend_action.extend_round(current_store(), current_actor(), round_id, now=now())
    flash(f"清理范围已按登记的现状更新：补入{n_added}件，移出{n_removed}件。", "success")
    return redirect(url_for(".check", round_id=round_id), 303)


@pages.get("/<id:round_id>/table.xlsx")
@needs(Permission.READ_OWN)
def table(round_id: int) -> ResponseReturnValue:
    """The items as filtered, as a workbook to fill in and to upload again; a contact gets its own authority's."""
    asked = _asked()
    with reading(current_store()) as session:
        cleanup = _round(session, round_id)
        query = items_query(round_id, authority_id=_authority(), outcome=asked["outcome"], words=asked["q"])
        rows = session.execute(query).all()
    return download(gate.workbook(rows), f"{cleanup.name}-清理意见", "xlsx")


def _save(round_id: int) -> ResponseReturnValue:
    typed = typed_items(request.form)
    refused: dict[int, str] = {}
    decisions = []
    for item_id, one in typed.items():
        try:
            decisions.append(decision(item_id, one, request.form[f"version-{item_id}"]))
        except Refusal as refusal:
            refused[item_id] = refusal.sentence
    try:
        decided = _write(round_id, decisions)
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        decided = Decided(0, 0, {one.item_id: refusal.sentence for one in decisions})
    refused |= decided.refused
    if decided.n_decided:
        verb = "已保存" if current_actor().may(Permission.RUN_CLEANUP) else "已报送自查意见"
        flash(f"{verb}{decided.n_decided}件。", "success")
    if refused:
        return _items_page(round_id, typed, refused), 409
    if not typed:
        flash("没有改动，未保存。", "info")
    return redirect(request.full_path.rstrip("?"), 303)


def _write(round_id: int, decisions: list[Decision]) -> Decided:
    if current_actor().may(Permission.RUN_CLEANUP):
        return decide_outcomes(current_store(), current_actor(), round_id, decisions, now=now())
    n_proposed = propose_outcome(current_store(), current_actor(), round_id, decisions, now=now())
    return Decided(n_proposed, len(decisions) - n_proposed, {})


def _items_page(
    round_id: int, typed: dict[int, Typed] | None = None, refused: dict[int, str] | None = None
) -> str:
    """The list, or after a conflict only the items that were not saved, with what was typed."""
    actor = current_actor()
    as_proposal = not actor.may(Permission.READ_ALL)
    asked = _asked()
    with reading(current_store()) as session:
        cleanup = _round(session, round_id)
        query = items_query(
            round_id,
            authority_id=_authority(),
            outcome="" if refused else asked["outcome"],
            words=asked["q"],
            ids=list(refused) if refused else None,
        )
        page = page_of(session, query)
        authorities = [(one.authority_id, one.authority) for one in progress(session, round_id)]
    now_shown = {item.id: shown(item, as_proposal=as_proposal) for item, _, _ in page.items}
    return render_template(
        "desk/cleanups/items.html",
        cleanup=cleanup,
        page=page,
        asked=asked,
        authorities=[] if as_proposal else authorities,
        shown=now_shown,
        typed=now_shown | (typed or {}),
        refused=refused or {},
        exports=[
            (
                "所列各件（.xlsx，填好可导入）",
                with_query(url_for(".table", round_id=round_id), kept_query("size")),
            )
        ],
        as_proposal=as_proposal,
        may_write=actor.may(Permission.PROPOSE_OUTCOME) and cleanup.released_at is None,
    )


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in ("q", "outcome", "authority_id")}


def _authority() -> int | None:
    """The authority asked for; for a contact the one it is bound to."""
    actor = current_actor()
    if actor.may(Permission.READ_ALL):
        return request.args.get("authority_id", type=record_id)
    return actor.authority_id or 0


def _round(session: Session, round_id: int) -> CleanupRound:
    return session.get(CleanupRound, round_id) or abort(404)


def _counted(session: Session) -> list[tuple[CleanupRound, dict[Any, int]]]:
    return [(one, count_outcomes(session, one.id or 0)) for one in rounds(session)]


pages.add_url_rule("/<id:round_id>/check", view_func=gate.check)
pages.add_url_rule("/<id:round_id>/accept", view_func=gate.accept_finding, methods=["POST"])
pages.add_url_rule("/<id:round_id>/draft.docx", view_func=gate.draft)
pages.add_url_rule("/<id:round_id>/release", view_func=gate.release_round, methods=["GET", "POST"])
