"""The day by which the authorities answer in a round, moved to a later one."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import move_answers_day as move_action
from registry.clock import now
from registry.domain.roles import Permission
from registry.domain.written_days import cn_date
from registry.storage.cleanups.items import waiting_answers
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import find_whole
from registry.web.desk.cleanups.forms import MoveDayForm
from registry.web.forms import form_page, refusals_on


@needs(Permission.PROPOSE_OUTCOME)
def answers_day(round_id: int) -> ResponseReturnValue:
    """POST moves the day and tells every authority that has not answered."""
    with reading(current_store()) as session:
        cleanup = find_whole(session, round_id)
        n_waiting = len(waiting_answers(session, round_id))
    if cleanup.is_draft or cleanup.released_at is not None:
        return redirect(url_for(".show", round_id=round_id))
    form = MoveDayForm()
    if form.validate_on_submit():
        with refusals_on(form):
            assert form.answers_due_on.data is not None
            move_action.move_answers_day(
                current_store(),
                current_actor(),
                round_id,
                form.answers_due_on.data,
                form.reason.data or "",
                version=request.form.get("version", type=int),
                now=now(),
            )
            flash(
                f"期限已改为{cn_date(form.answers_due_on.data)}，已通知{n_waiting}个还没有报齐的制定机关。",
                "success",
            )
            return redirect(url_for(".show", round_id=round_id), 303)
    return form_page("desk/cleanups/answers_day.html", form, cleanup=cleanup, n_waiting=n_waiting)
