"""Opening a cleanup round: its scope is previewed, then the round is made."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import open_round as open_action
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.authority_matters import cleanup_bodies
from registry.storage.cleanups.scope import count_in_scope, left_out_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.forms import OpenForm
from registry.web.forms import choices, form_page, refusals_on


@needs(Permission.RUN_CLEANUP)
def open_round() -> ResponseReturnValue:
    """POST opens the round, or with `preview` only counts the documents it would cover."""
    form = OpenForm()
    with reading(current_store()) as session:
        form.authority_ids.choices = choices({body.id: body.name for body in cleanup_bodies(session)})
    preview = left_out = None
    if form.validate_on_submit():
        chosen = form.authority_ids.data or []
        assert form.cut_off_on.data is not None
        if "preview" in request.form:
            with reading(current_store()) as session:
                preview = count_in_scope(session, form.cut_off_on.data, chosen)
                left_out = left_out_of(session, form.cut_off_on.data, chosen)
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
    return form_page("desk/cleanups/open_round.html", form, preview=preview, left_out=left_out)
