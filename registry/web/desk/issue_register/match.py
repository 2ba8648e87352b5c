"""Matching a line of an issue list with a registered document by hand."""

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from registry.actions.issue_register.match_issue_entry import match_issue_entry
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.issue_register.matches import fitting_documents, matched_by_hand
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.documents.finding import known_documents
from registry.web.desk.issue_register.finding import back_to_list, visible_authority


@needs(Permission.WRITE_DOCUMENT)
def match(entry_id: int) -> ResponseReturnValue:
    """The documents that a line may stand for; POST chooses one, or none."""
    with reading(current_store()) as session:
        entry = session.get(IssueEntry, entry_id) or abort(404)
        authority = visible_authority(session, entry.authority_id)
        fitting = session.execute(fitting_documents(entry)).scalars()
        documents = known_documents(session, fitting)
        taken = matched_by_hand(session, entry)
    problem = ""
    if request.method == "POST":
        chosen = request.form.get("document", type=record_id)
        try:
            match_issue_entry(current_store(), current_actor(), entry_id, chosen, now=now())
            flash("已对应。" if chosen else "已取消人工对应，改由文号和标题自动查找。", "success")
            return back_to_list(entry.authority_id, entry.year)
        except Refusal as refusal:
            problem = refusal.sentence
    page = render_template(
        "desk/issue_register/match.html",
        entry=entry,
        authority=authority,
        documents=documents,
        taken=taken,
        problem=problem,
    )
    return page, 422 if problem else 200
