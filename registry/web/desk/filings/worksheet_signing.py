"""The pages on which a worksheet is handed over to the lead, and the lead signs or returns it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.filings.hand_over_worksheet import (
    LONGEST_REASON,
    hand_over_worksheet,
    return_worksheet,
)
from registry.actions.filings.preview_move import preview_move
from registry.actions.filings.sign_worksheet import sign_worksheet
from registry.actions.filings.two_person import actor_key
from registry.clock import now, today
from registry.domain.filings import MOVES, STATE_WORDS, Move
from registry.domain.roles import Permission
from registry.domain.worksheets import CONCLUSIONS, compose_opinion
from registry.storage.engine import reading
from registry.storage.hit_lists import judged_groups
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.form import day_field
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.worksheet import SheetForm, sheet_context
from registry.web.forms import choices, day_to_preview, form_page, refusals_on

_MOST_GROUPS = 50


class HandOverForm(SheetForm):
    conclusion = RadioField("拟办结论", [InputRequired("请选择拟办结论。")])


class SignForm(SheetForm):
    """`version` is the number of the version that is signed."""

    on = DateField("签发日期", [InputRequired("请填写签发日期。")])
    correct_by = day_field("改正期限")


class ReturnForm(SheetForm):
    reason = TextAreaField(
        "退回的理由",
        [
            InputRequired("请写明退回的理由。"),
            Length(max=LONGEST_REASON, message=f"最多{LONGEST_REASON}个字。"),
        ],
    )


@needs(Permission.EXAMINE_FILING)
def hand_over(filing_id: int) -> ResponseReturnValue:
    filing, _ = find_filing(filing_id, Permission.EXAMINE_FILING)
    context = sheet_context(filing)
    back = url_for("desk.filings.worksheet", filing_id=filing_id)
    form = HandOverForm(version=str(context["version"]))
    moves = CONCLUSIONS.get(filing.state, ())
    form.conclusion.choices = choices({move.value: MOVES[move].word for move in moves})
    if form.validate_on_submit():
        with refusals_on(form):
            hand_over_worksheet(
                current_store(),
                current_actor(),
                filing_id,
                Move(form.conclusion.data),
                version=form.seen_version(),
                now=now(),
            )
            flash("底稿已交负责人，签发或者退回后会通知您。", "success")
            return redirect(back, 303)
        if form.is_stale:
            context = sheet_context(filing)
            form.version.data = str(context["version"])
    return form_page("desk/filings/hand_over_worksheet.html", form, back=back, **context)


@needs(Permission.CONCLUDE_FILING)
def sign(filing_id: int) -> ResponseReturnValue:
    """GET shows what is signed and what follows, POST signs it."""
    filing, _ = find_filing(filing_id, Permission.CONCLUDE_FILING)
    context = sheet_context(filing)
    back = url_for("desk.filings.worksheet", filing_id=filing_id)
    if not context["is_waiting"]:
        flash("没有等您签发的底稿：它还没有提交，或者刚被签发、退回。", "info")
        return redirect(back, 303)
    newest = context["versions"][0]
    form = SignForm(on=today(), version=str(newest.number))
    if not MOVES[newest.conclusion].sets_correction:
        del form.correct_by
    if form.validate_on_submit():
        with refusals_on(form):
            assert form.on.data is not None
            number = form.seen_version()
            signed = sign_worksheet(
                current_store(),
                current_actor(),
                filing_id,
                number=number,
                on=form.on.data,
                correct_by=form.correct_by.data if "correct_by" in form else None,
                now=now(),
            )
            flash(f"已签发，现为“{STATE_WORDS[signed.state]}”。", "success")
            return redirect(url_for("desk.filings.show", filing_id=filing_id), 303)
    on = day_to_preview(form.on, today())
    with reading(current_store()) as session:
        judged = judged_groups(session, filing.document_id, _MOST_GROUPS)
    is_opinion = newest.conclusion is not Move.PASS
    return form_page(
        "desk/filings/sign_worksheet.html",
        form,
        back=back,
        newest=newest,
        on=on,
        effects=preview_move(current_store(), filing_id, newest.conclusion, on=on, today=today()).effects(),
        opinion=compose_opinion([row.value() for row in context["findings"]]) if is_opinion else "",
        judged=judged,
        has_drafted=actor_key(current_actor()) in context["sheet"].drafters,
        **context,
    )


@needs(Permission.CONCLUDE_FILING)
def give_back(filing_id: int) -> ResponseReturnValue:
    filing, _ = find_filing(filing_id, Permission.CONCLUDE_FILING)
    context = sheet_context(filing)
    back = url_for("desk.filings.worksheet", filing_id=filing_id)
    number = context["versions"][0].number if context["versions"] else 0
    form = ReturnForm(version=str(number))
    if form.validate_on_submit():
        with refusals_on(form):
            return_worksheet(
                current_store(),
                current_actor(),
                filing_id,
                number=form.seen_version(),
                reason=form.reason.data or "",
                now=now(),
            )
            flash("已退回，起草的人会收到通知。", "success")
            return redirect(back, 303)
    return form_page("desk/filings/return_worksheet.html", form, back=back, **context)
