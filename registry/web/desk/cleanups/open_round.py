"""Opening a cleanup round: its scope is previewed, then the round is made."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import open_round as open_action
from registry.actions.cleanups.preview_round import preview_round
from registry.clock import now, today
from registry.domain.roles import Permission
from registry.domain.rounds import ANSWERS
from registry.storage.authority_matters import cleanup_bodies
from registry.storage.engine import reading
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.forms import OpenForm
from registry.web.forms import choices, form_page, refusals_on


@needs(Permission.PROPOSE_OUTCOME)
def open_round() -> ResponseReturnValue:
    """POST opens the round, or with `preview` only counts the documents it would cover; a contact its own."""
    actor = current_actor()
    own = None if actor.may(Permission.RUN_CLEANUP) else actor.authority_id or 0
    with reading(current_store()) as session:
        book = load_rulebook(session)
        bodies = {body.id or 0: body.name for body in cleanup_bodies(session)}
    due = ANSWERS.due(today(), book.profile_for(today()), book.calendar)
    form = OpenForm(answers_due_on=due.due_on)
    form.authority_ids.choices = choices(bodies)
    form.owner_id.choices = choices({0: "本级政府组织的清理"} | bodies)
    if own is not None:
        del form.authority_ids, form.owner_id, form.notice_elsewhere
    preview = None
    if form.validate_on_submit():
        owner_id = own if own is not None else form.owner_id.data or None
        scope = [owner_id] if owner_id else form.authority_ids.data or []
        assert form.cut_off_on.data is not None
        with refusals_on(form):
            if "preview" in request.form:
                preview = preview_round(current_store(), form.cut_off_on.data, scope, form.criteria())
            else:
                round_id, n_documents = open_action.open_round(
                    current_store(),
                    actor,
                    name=form.name.data or "",
                    kind=form.round_kind,
                    cut_off_on=form.cut_off_on.data,
                    authority_ids=scope,
                    answers_due_on=form.answers_due_on.data,
                    owner_id=owner_id,
                    criteria=form.criteria(),
                    with_notice=own is None and not form.notice_elsewhere.data,
                    now=now(),
                )
                flash(f"已开展“{form.name.data}”，清理范围共{n_documents}件文件。", "success")
                return redirect(url_for(".show", round_id=round_id), 303)
    return form_page(
        "desk/cleanups/open_round.html", form, preview=preview, is_own=own is not None, due=due.working()
    )
