"""What became of a proposal, for who has its receipt code: the state, the day to reply by, and the reply."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.proposals.move_proposal import withdraw_by_code
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.review_proposals import OPEN, is_withdrawable
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.papers import has_bytes
from registry.storage.review_proposals import (
    ReviewProposal,
    answer_to,
    person_of,
    proposal_of_code,
    reply_of,
    told_steps,
)
from registry.web.access import current_store, needs
from registry.web.downloads import download
from registry.web.forms import Form, form_page, put_on
from registry.web.limits import CODES, POSTS, count, is_allowed, limiter

_UNKNOWN = "没有这个查询码对应的审查建议。查询码由20个数字和字母组成，请对照回执核对后再查。"
_WAIT = "这个网络地址输错查询码的次数太多，请过十分钟再查。"
_HELD = "followed"
_HELD_S = 30 * 60


class CodeForm(Form):
    class Meta(Form.Meta):
        csrf = False

    code = StringField(
        "查询码",
        [InputRequired("请输入查询码。"), Length(max=60, message="查询码由20个数字和字母组成，请核对。")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class WithdrawForm(Form):
    is_sure = BooleanField("我确认撤回这件审查建议", [InputRequired("确认撤回的，请勾选。")])
    number = HiddenField()


@limiter.limit(POSTS, methods=["POST"])
@needs(Permission.READ_PUBLIC)
def follow() -> ResponseReturnValue:
    """The form that asks for the code; POST shows the proposal and keeps the code in the session for a while.

    No address names the code: addresses stay in the logs of a proxy and in the history of a shared computer.
    """
    form = CodeForm()
    if request.method == "POST" and form.validate():
        try:
            page = _shown(form.code.data or "")
            session[_HELD] = [form.code.data, now().timestamp()]
            return page
        except Refusal as refusal:
            put_on(form, refusal)
            code = 429 if refusal.sentence == _WAIT else 422
            return render_template("submissions/follow.html", form=form), code
    return form_page("submissions/follow.html", form)


@needs(Permission.READ_PUBLIC)
def show() -> ResponseReturnValue:
    """The proposal whose code was typed last; who typed none is asked for it."""
    code = _held_code()
    return _shown(code) if code else redirect(url_for(".follow"), 303)


@needs(Permission.READ_PUBLIC)
def reply() -> ResponseReturnValue:
    """The paper that answers the proposal; 404 while there is none that this person may have."""
    code = _held_code()
    with reading(current_store()) as database:
        proposal = proposal_of_code(database, code)
        if proposal is None:
            abort(404)
        answer = answer_to(database, proposal)
        content = answer.docx if answer and _may_have_paper(database, proposal) else None
    if answer is None or content is None:
        abort(404)
    return download(content, f"{answer.kind.word}{proposal.number}", "docx")


@limiter.limit(POSTS, methods=["POST"])
@needs(Permission.READ_PUBLIC)
def withdraw() -> ResponseReturnValue:
    """GET asks whether the proposer is sure, POST withdraws; who typed no code is asked for it."""
    code = _held_code()
    with reading(current_store()) as database:
        proposal = proposal_of_code(database, code)
    if proposal is None:
        return redirect(url_for(".follow"), 303)
    form = WithdrawForm(number=proposal.number)
    if form.validate_on_submit():
        try:
            if form.number.data != proposal.number:
                form.number.data = proposal.number
                raise Refusal(
                    f"您在别的页面另查了{proposal.number}，这次没有撤回；要撤回它的，请再按一次“撤回”。"
                )
            withdraw_by_code(current_store(), code, on=today(), now=now())
            flash("已经撤回，本单位不再答复这件审查建议。", "success")
            return redirect(url_for("submissions.show"), 303)
        except Refusal as refusal:
            put_on(form, refusal)
    return form_page(
        "submissions/withdraw.html", form, proposal=proposal, may=is_withdrawable(proposal.state)
    )


def _held_code() -> str:
    """The code that this browser typed in the last half hour; "" without one."""
    held = session.get(_HELD)
    if held is None:
        return ""
    code, typed_at = held
    return code if now().timestamp() - typed_at <= _HELD_S else ""


def _found(database: Session, code: str) -> ReviewProposal:
    """The proposal with this code. Raises Refusal for a code that does not exist, and after many of those."""
    proposal = proposal_of_code(database, code)
    if proposal is None:
        if not is_allowed(CODES, "codes"):
            raise Refusal(_WAIT, "code")
        count(CODES, "codes")
        raise Refusal(_UNKNOWN, "code")
    return proposal


def _shown(code: str) -> ResponseReturnValue:
    """The page of a proposal: nothing of it names its proposer."""
    with reading(current_store()) as database:
        proposal = _found(database, code)
        told = told_steps(database, proposal)
        other = database.get(ReviewProposal, proposal.merged_into_id) if proposal.merged_into_id else None
        signed = reply_of(database, proposal)
        answer = answer_to(database, proposal)
        is_erased = answer is not None and not has_bytes(database, answer)
        has_paper = answer is not None and not is_erased and _may_have_paper(database, proposal)
    return render_template(
        "submissions/show.html",
        proposal=proposal,
        other=other,
        open_states=OPEN,
        told=told,
        reply=signed,
        answer=answer,
        has_paper=has_paper,
        is_erased=is_erased,
        may_withdraw=is_withdrawable(proposal.state),
        today=today(),
    )


def _may_have_paper(database: Session, proposal: ReviewProposal) -> bool:
    """Whether the paper names nobody else: one merged into another has the other's paper only for the same person."""
    if proposal.merged_into_id is None:
        return True
    own, other = (person_of(database, key or 0) for key in (proposal.id, proposal.merged_into_id))
    return other is not None and (other.is_anonymous or (own is not None and own.is_same(other)))
