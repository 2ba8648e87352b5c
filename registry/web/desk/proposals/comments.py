"""What the office asks an authority about a proposal, and the page on which the authority answers."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.proposals.authority_comments import LONGEST, ask_comment, give_comment
from registry.clock import now, today
from registry.domain.roles import Permission, require
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.proposal_lists import comments_asked_of
from registry.storage.review_proposals import ProposalComment, ReviewProposal
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.form import day_field
from registry.web.desk.proposals.finding import find_proposal
from registry.web.forms import Form, form_page, refusals_on

_MOST = 200


class AskForm(Form):
    told = TextAreaField("转告制定机关的内容", [InputRequired("请写明转告的内容。"), Length(max=LONGEST)])
    answer_by = day_field("请于此前答复")


class AnswerForm(Form):
    answer = TextAreaField(
        "制定机关的意见", [InputRequired("请写明意见。"), Length(max=LONGEST, message=f"最多{LONGEST}个字。")]
    )


@needs(Permission.HANDLE_PROPOSAL)
def ask(proposal_id: int) -> ResponseReturnValue:
    """GET offers the reason to be cleared of what tells the person, POST asks the lead authority of the document."""
    proposal = find_proposal(proposal_id)
    form = AskForm(told=_offered(proposal))
    back = url_for("desk.proposals.show", proposal_id=proposal_id)
    if form.validate_on_submit():
        with refusals_on(form):
            ask_comment(
                current_store(),
                current_actor(),
                proposal_id,
                told=form.told.data or "",
                answer_by=form.answer_by.data,
                now=now(),
            )
            flash("已通知制定机关，答复后会通知本单位。", "success")
            return redirect(back, 303)
    return form_page("desk/proposals/ask.html", form, proposal=proposal, back=back)


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """What the reader's own authority was asked."""
    with reading(current_store()) as session:
        rows = comments_asked_of(session, current_actor().authority_id or 0, limit=_MOST)
    return render_template("desk/proposal_comments/index.html", rows=rows, today=today())


@needs(Permission.READ_OWN)
def answer(comment_id: int) -> ResponseReturnValue:
    """What was asked, and the form for the answer; another authority's is answered like one that does not exist."""
    with reading(current_store()) as session:
        comment = session.get(ProposalComment, comment_id)
        if comment is None:
            abort(404)
        document = session.get_one(Document, comment.document_id)
        number = session.get_one(ReviewProposal, comment.proposal_id).number
    require(current_actor(), Permission.SUBMIT_FILING, [document.lead_authority_id])
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_on(form):
            give_comment(
                current_store(), current_actor(), comment_id, answer=form.answer.data or "", now=now()
            )
            flash("意见已交法制机构。", "success")
            return redirect(url_for(".answer", comment_id=comment_id), 303)
    return form_page(
        "desk/proposal_comments/answer.html", form, comment=comment, document=document, number=number
    )


def _offered(proposal: ReviewProposal) -> str:
    """The words of the proposal, for the clerk to clear of what tells who wrote them."""
    parts = (
        f"文件：{proposal.title}{f'（{proposal.doc_no}）' if proposal.doc_no else ''}",
        f"条款：{proposal.clause}" if proposal.clause else "",
        f"反映的问题：{proposal.reason}",
        f"认为抵触的上位法：{proposal.higher_law}" if proposal.higher_law else "",
    )
    return "\n".join(filter(None, parts))
