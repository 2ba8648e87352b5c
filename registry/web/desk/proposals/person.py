"""Who made a proposal, and its attachments: read by a button, so that each look leaves its line; and erasing both."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from registry.actions.proposals.personal_data import erase_proposer, open_proposal_file, read_proposer
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.files import path_of
from registry.storage.review_proposals import answer_to, files_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.proposals.finding import find_proposal
from registry.web.desk.proposals.show import page_of_proposal
from registry.web.downloads import download_file
from registry.web.forms import Form, form_page, refusals_on, typed_version


class EraseForm(Form):
    is_sure = BooleanField("我已核对，确认删除", [InputRequired("确认删除的，请勾选。")])
    version = HiddenField()


@needs(Permission.HANDLE_PROPOSAL)
def person(proposal_id: int) -> ResponseReturnValue:
    """The page of the proposal with who made it. It answers a POST, for it leaves a line in the audit."""
    proposal = find_proposal(proposal_id)
    told = read_proposer(current_store(), current_actor(), proposal_id, now=now())
    return render_template("desk/proposals/show.html", **(page_of_proposal(proposal) | {"person": told}))


@needs(Permission.HANDLE_PROPOSAL)
def download(proposal_id: int, position: int) -> ResponseReturnValue:
    """An attachment, never shown by the browser, under a name of ours."""
    proposal, file = open_proposal_file(current_store(), current_actor(), proposal_id, position, now=now())
    path = path_of(current_store(), file.sha256)
    if not path.is_file():
        current_app.logger.error(
            "the bytes of attachment %s of proposal %s are missing", position, proposal_id
        )
        abort(404)
    return download_file(path, f"{proposal.number}附件{position}.{file.kind}")


@needs(Permission.SIGN_REPLY)
def erase(proposal_id: int) -> ResponseReturnValue:
    """GET tells what is lost, POST erases."""
    proposal = find_proposal(proposal_id)
    form = EraseForm(version=str(proposal.version))
    back = url_for("desk.proposals.show", proposal_id=proposal_id)
    if form.validate_on_submit():
        with refusals_on(form):
            version = typed_version(form.version.data)
            erase_proposer(current_store(), current_actor(), proposal_id, version=version, now=now())
            flash(f"{proposal.number}的提出人信息已删除。", "success")
            return redirect(back, 303)
    with reading(current_store()) as session:
        n_files = len(files_of(session, proposal_id))
        has_paper = answer_to(session, proposal) is not None and not proposal.merged_into_id
    return form_page(
        "desk/proposals/erase.html", form, proposal=proposal, n_files=n_files, has_paper=has_paper, back=back
    )
