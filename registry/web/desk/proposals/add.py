"""The form with which a clerk enters a proposal that came by letter or by hand."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from registry.actions.proposals.add_proposal import add_proposal
from registry.clock import now
from registry.domain.review_proposals import Channel
from registry.domain.roles import Permission
from registry.domain.written_days import cn_date
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_number
from registry.web.forms import choices, form_page, refusals_on
from registry.web.submissions.form import ProposalFields
from registry.web.submissions.tokens import random_code


class LetterForm(ProposalFields):
    channel = SelectField(
        "收到方式",
        choices=choices({channel: channel.word for channel in Channel if channel is not Channel.ONLINE}),
    )
    received_on = DateField("收到之日", [InputRequired("请填写收到之日：答复期限从这一天起算。")])
    wants_code = BooleanField("给提出人一个查询码")


@needs(Permission.HANDLE_PROPOSAL)
def add() -> ResponseReturnValue:
    """POST gives it the next number; the receipt code, if wanted, is shown once in the message."""
    form = LetterForm()
    if form.validate_on_submit():
        with refusals_on(form):
            assert form.received_on.data is not None
            code = random_code() if form.wants_code.data else None
            proposal = add_proposal(
                current_store(),
                current_actor(),
                form.submission(asked_number("document")),
                channel=Channel(form.channel.data),
                received_on=form.received_on.data,
                code=code,
                now=now(),
            )
            told = f"查询码只显示这一次，请抄给提出人：{code}。" if code else ""
            flash(f"已登记为{proposal.number}，答复期限{cn_date(proposal.due_on)}。{told}", "success")
            return redirect(url_for(".show", proposal_id=proposal.id), 303)
    return form_page("desk/proposals/add.html", form)
