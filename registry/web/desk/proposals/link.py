"""Choosing the document of the register that a proposal is about."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.proposals.link_document import link_document
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.file_owners import registered_owners
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.proposals.finding import find_proposal
from registry.web.forms import typed_version


@needs(Permission.HANDLE_PROPOSAL)
def link(proposal_id: int) -> ResponseReturnValue:
    """GET finds documents by words or by the proposer's title, POST takes one; without one the link is removed."""
    proposal = find_proposal(proposal_id)
    if request.method == "POST":
        chosen = request.form.get("document", type=record_id)
        version = typed_version(request.form.get("version"))
        link_document(current_store(), current_actor(), proposal_id, chosen, version=version, now=now())
        flash("已对应登记簿中的文件。" if chosen else "已取消对应。", "success")
        return redirect(url_for(".show", proposal_id=proposal_id), 303)
    words = request.args.get("q", "").strip()[:100]
    with reading(current_store()) as session:
        owners = registered_owners(session, words, proposal.title)
        if not owners and not words and proposal.doc_no:
            owners = registered_owners(session, proposal.doc_no, proposal.title)
    return render_template("desk/proposals/link.html", proposal=proposal, q=words, owners=owners)
