"""The page of a move of a proposal, with the fields that the table of moves asks for."""

from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.proposals.move_proposal import LONGEST_DRAFT, Details, move_proposal
from registry.actions.proposals.sign_reply import template_of
from registry.clock import now, today
from registry.domain.errors import Outdated
from registry.domain.review_proposals import MOVES, ProposalMove, Result, check_move
from registry.domain.roles import Permission, require
from registry.storage.engine import reading
from registry.storage.review_proposals import ReviewProposal, merged_into
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.proposals.finding import find_proposal
from registry.web.forms import Form, choices, form_page, refusals_on, typed_version


class ProposalMoveForm(Form):
    on = DateField("办理日期", [InputRequired("请填写办理日期。")])
    receiver = StringField("转送给", [Length(max=200, message="最多200个字。")])
    into = StringField("并入哪一件（登记号）", [Length(max=40, message="登记号过长，请核对。")])
    result = RadioField(
        "审查结果", choices=choices({result: result.word for result in Result}), validate_choice=False
    )
    draft = TextAreaField("答复稿", [Length(max=LONGEST_DRAFT, message=f"最多{LONGEST_DRAFT}个字。")])
    reason = TextAreaField("理由", [Length(max=5000, message="最多5000个字。")])
    version = HiddenField()

    def written(self, field: str) -> str:
        """The text of a field; "" when this move does not have the field."""
        return (self[field].data or "") if field in self else ""


@needs(Permission.HANDLE_PROPOSAL)
def move(proposal_id: int, move: str) -> ResponseReturnValue:
    """GET shows the form, POST makes the move; the table of moves says who may."""
    made = ProposalMove(move)
    rule = MOVES[made]
    require(current_actor(), rule.permission)
    proposal = find_proposal(proposal_id)
    form = _form(proposal, made, today())
    back = url_for("desk.proposals.show", proposal_id=proposal_id)
    if not form.is_submitted():
        check_move(proposal.state, made)
    if form.validate_on_submit():
        with refusals_on(form):
            try:
                moved = _make(proposal_id, made, form)
            except Outdated:
                form.version.data = str(
                    find_proposal(proposal_id).version
                )  # who has read it may send it again
                raise
            flash(f"{moved.number}“{made.word}”已办理，现为“{moved.state.word}”。", "success")
            return redirect(back, 303)
    with reading(current_store()) as session:
        merged = merged_into(session, proposal_id)
    return form_page(
        "desk/proposals/move.html",
        form,
        merged=merged,
        proposal=proposal,
        move=made,
        rule=rule,
        templates=[(result, template_of(result)) for result in Result] if rule.gives_result else [],
        back=back,
    )


def _make(proposal_id: int, move: ProposalMove, form: ProposalMoveForm) -> ReviewProposal:
    assert form.on.data is not None
    result = form.written("result")
    details = Details(
        reason=form.written("reason"),
        receiver=form.written("receiver"),
        result=Result(result) if result in set(Result) else None,
        draft=form.written("draft"),
        into=form.written("into"),
    )
    return move_proposal(
        current_store(),
        current_actor(),
        proposal_id,
        move,
        details,
        on=form.on.data,
        version=typed_version(form.version.data),
        now=now(),
    )


def _form(proposal: ReviewProposal, move: ProposalMove, today: date) -> ProposalMoveForm:
    """The form with the fields of this move only."""
    rule = MOVES[move]
    draft = proposal.draft or template_of(Result.UPHELD)
    result = proposal.result.value if proposal.result else None
    form = ProposalMoveForm(on=today, version=str(proposal.version), draft=draft, result=result)
    wanted = {
        "receiver": rule.names_receiver,
        "into": move is ProposalMove.MERGE,
        "result": rule.gives_result,
        "draft": rule.gives_result,
        "reason": bool(rule.reason),
    }
    for name, is_wanted in wanted.items():
        if not is_wanted:
            del form[name]
    if rule.reason:
        form.reason.label.text = rule.reason
    return form
