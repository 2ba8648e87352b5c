"""Adding registered documents to the issue list that lacks them (补入册)."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from registry.actions.issue_register.add_issue_entries import add_issue_entries
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.issue_register.finding import back_to_list


@needs(Permission.WRITE_DOCUMENT)
def add(authority_id: int, year: int) -> ResponseReturnValue:
    """Adds a line for each of the chosen documents."""
    ids = request.form.getlist("document", type=record_id)
    try:
        n = add_issue_entries(current_store(), current_actor(), authority_id, year, ids, now=now())
        flash(f"已补入册{n}件。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return back_to_list(authority_id, year)
