"""Signing the reply: its paper as it will be frozen, and the signed one."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired

from registry.actions.filings.two_person import actor_key
from registry.actions.proposals.paper_reading import note_reading
from registry.actions.proposals.sign_reply import draw_reply, reply_draft, sign_reply
from registry.clock import now, today
from registry.domain.errors import Outdated
from registry.domain.papers.kinds import PaperKind
from registry.domain.review_proposals import ProposalMove, check_move
from registry.domain.roles import Permission
from registry.storage import office
from registry.storage.engine import reading
from registry.storage.review_proposals import answer_to, merged_into
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.proposals.finding import find_proposal
from registry.web.downloads import download
from registry.web.forms import Form, day_to_preview, form_page, refusals_on, typed_version


class SignForm(Form):
    on = DateField("签发日期", [InputRequired("请填写签发日期。")])
    version = HiddenField()


@needs(Permission.SIGN_REPLY)
def sign(proposal_id: int) -> ResponseReturnValue:
    """GET shows the text of the reply, POST signs it."""
    proposal = find_proposal(proposal_id)
    form = SignForm(on=today(), version=str(proposal.version))
    back = url_for("desk.proposals.show", proposal_id=proposal_id)
    if not form.is_submitted():
        check_move(proposal.state, ProposalMove.REPLY)
    if form.validate_on_submit():
        assert form.on.data is not None
        with refusals_on(form):
            try:
                signed = sign_reply(
                    current_store(),
                    current_actor(),
                    proposal_id,
                    on=form.on.data,
                    version=typed_version(form.version.data),
                    now=now(),
                )
            except Outdated:
                form.version.data = str(find_proposal(proposal_id).version)
                raise
            flash(f"{signed.number}的答复已签发，提出人凭查询码可以查看和下载。", "success")
            return redirect(back, 303)
    with reading(current_store()) as session:
        draft = reply_draft(session, proposal, day_to_preview(form.on, today()))
        drafted_it = actor_key(current_actor()) in proposal.drafters
        asks_for_two = office.asks_for_two_people(session)
        merged = merged_into(session, proposal_id)
    note_reading(current_store(), current_actor(), PaperKind.PROPOSAL_REPLY, proposal_id, now=now())
    return form_page(
        "desk/proposals/sign.html",
        form,
        proposal=proposal,
        draft=draft,
        drafted_it=drafted_it,
        asks_for_two=asks_for_two,
        merged=merged,
        back=back,
    )


@needs(Permission.HANDLE_PROPOSAL)
def paper(proposal_id: int) -> ResponseReturnValue:
    """The paper that answers the proposal as it was kept; before that, the reply as it would look signed today."""
    proposal = find_proposal(proposal_id)
    with reading(current_store()) as session:
        answer = answer_to(session, proposal) if not proposal.merged_into_id else None
        if answer is not None:
            content, name = answer.docx, f"{answer.kind.word}{proposal.number}"
        elif proposal.draft:
            content = draw_reply(session, proposal, today())
            name = f"审查建议答复{proposal.number}（未签发）"
        else:
            content, name = None, ""
    if content is None:
        abort(404)
    note_reading(current_store(), current_actor(), PaperKind.PROPOSAL_REPLY, proposal_id, now=now())
    return download(content, name, "docx")
