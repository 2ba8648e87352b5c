"""A prepared round on the desk: looked at with what it would cover, edited, opened or discarded."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import discard_draft as discard_action
from registry.actions.cleanups.edit_draft import edit_draft
from registry.actions.cleanups.open_draft import open_draft
from registry.actions.cleanups.prepare_round import prepare_own_round
from registry.actions.cleanups.preview_round import preview_round
from registry.clock import now
from registry.domain.roles import Permission
from registry.domain.rounds import may_run
from registry.storage.authorities import authority_names, issuing_bodies
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import find_whole
from registry.web.desk.cleanups.forms import DraftForm, PrepareForm
from registry.web.forms import choices, form_page, refusals_on


@needs(Permission.READ_OWN)
def draft_round(round_id: int) -> ResponseReturnValue:
    """POST keeps what was typed, and with `open` opens the round."""
    with reading(current_store()) as session:
        cleanup = find_whole(session, round_id)
        owner = authority_names(session, cleanup.authority_ids)
    if not cleanup.is_draft:
        return redirect(url_for(".show", round_id=round_id))
    form = DraftForm(name=cleanup.name, cut_off_on=cleanup.cut_off_on, answers_due_on=cleanup.answers_due_on)
    if form.validate_on_submit():
        with refusals_on(form):
            asked = current_store(), current_actor(), round_id, form.fields()
            version = request.form.get("version", type=int)
            if "open" in request.form:
                n_documents = open_draft(
                    *asked, version=version, with_notice=not form.notice_elsewhere.data, now=now()
                )
                flash(
                    f"已开展“{form.name.data}”，清理范围共{n_documents}件文件，已通知各制定机关。", "success"
                )
                return redirect(url_for(".show", round_id=round_id), 303)
            is_changed = edit_draft(*asked, version=version, now=now())
            flash("草稿已保存。" if is_changed else "没有改动，未保存。", "success" if is_changed else "info")
            return redirect(url_for(".draft_round", round_id=round_id), 303)
    return form_page(
        "desk/cleanups/draft_round.html",
        form,
        cleanup=cleanup,
        scope=list(owner.values()),
        preview=preview_round(
            current_store(), form.cut_off_on.data or cleanup.cut_off_on, cleanup.authority_ids
        ),
        may_run=may_run(current_actor(), cleanup),
    )


@needs(Permission.PROPOSE_OUTCOME)
def discard_draft(round_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        find_whole(session, round_id)
    name = discard_action.discard_draft(
        current_store(), current_actor(), round_id, version=request.form.get("version", type=int), now=now()
    )
    flash(f"草稿“{name}”已删去，同一期限不再自动准备；到期提醒照常。", "success")
    return redirect(url_for(".index"), 303)


@needs(Permission.RUN_CLEANUP)
def prepare() -> ResponseReturnValue:
    """POST prepares the first periodic round of an authority's own documents."""
    form = PrepareForm()
    with reading(current_store()) as session:
        form.owner_id.choices = choices({body.id: body.name for body in issuing_bodies(session)})
    if form.validate_on_submit():
        with refusals_on(form):
            assert form.due_on.data is not None
            round_id = prepare_own_round(
                current_store(), current_actor(), form.owner_id.data, form.due_on.data, now=now()
            )
            flash("草稿已准备好，核对后开展。", "success")
            return redirect(url_for(".draft_round", round_id=round_id), 303)
    return form_page("desk/cleanups/prepare.html", form)
