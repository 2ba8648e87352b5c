"""Marking lines of an issue list as not normative."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from registry.actions.issue_register.mark_issue_entries import mark_issue_entries, unmark_issue_entries
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.issue_register.finding import back_to_list


@needs(Permission.EXAMINE_FILING)
def mark(authority_id: int, year: int) -> ResponseReturnValue:
    """Marks the chosen lines, or with `unmark` removes the marks."""
    ids = request.form.getlist("entry", type=record_id)
    try:
        if "unmark" in request.form:
            n = unmark_issue_entries(current_store(), current_actor(), ids, now=now())
            flash(f"{n}件恢复计入报备率。", "success")
        else:
            reason = request.form.get("reason", "")
            n = mark_issue_entries(current_store(), current_actor(), ids, reason=reason, now=now())
            flash(f"{n}件已标为不属于规范性文件，不再计入报备率。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return back_to_list(authority_id, year)
