"""Filings: one filing with its clock and papers, and the page of each move; their list is beside it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.actions.filings.draft_filing_papers import draft_registration_notice, draft_review_opinion
from registry.actions.filings.preview_move import preview_move
from registry.actions.filings.refile_document import refile_document
from registry.clock import now, today
from registry.domain.filings import (
    MOVE_WORDS,
    STATE_WORDS,
    Direction,
    Move,
    permission_for,
)
from registry.domain.roles import Permission, require
from registry.exports.filing_papers import render_registration_notice, render_review_opinion
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.filings import Filing
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.filings import index as listing
from registry.web.desk.filings.forms import REASON_WORDS, RefileForm, make_move, move_form
from registry.web.desk.filings.page import load_page
from registry.web.downloads import download
from registry.web.forms import form_page, refusals_on

pages = Blueprint("filings", __name__, url_prefix="/filings")


@pages.get("/<id:filing_id>")
@needs(Permission.READ_OWN)
def show(filing_id: int) -> ResponseReturnValue:
    _find(filing_id)
    return render_template(
        "desk/filings/show.html", **load_page(current_store(), current_actor(), filing_id, today())
    )


@pages.route(f"/<id:filing_id>/<any({', '.join(Move)}):move>", methods=["GET", "POST"])
@needs(Permission.READ_OWN)
def move(filing_id: int, move: str) -> ResponseReturnValue:
    """GET says what will follow; POST does it. Who may make this move is asked of the table of moves."""
    made = Move(move)
    filing, document = _find(filing_id, permission_for(made))
    form = move_form(filing, made, today())
    back = url_for("desk.filings.show", filing_id=filing_id)
    if form.validate_on_submit():
        with refusals_on(form):
            make_move(current_store(), current_actor(), filing_id, made, form, now())
            flash(_done(filing_id, made), "success")
            return redirect(back, 303)
    on = form.on.data or today()
    effects = preview_move(current_store(), filing_id, made, on=on).effects()
    return form_page(
        "desk/filings/move.html",
        form,
        filing=filing,
        document=document,
        move=made,
        on=on,
        effects=effects,
        back=back,
        reason_hint=REASON_WORDS.get(made, ("", ""))[1],
        is_on_behalf=_is_on_behalf(filing, made),
    )


@pages.route("/<id:filing_id>/refile", methods=["GET", "POST"])
@needs(Permission.SUBMIT_FILING)
def refile(filing_id: int) -> ResponseReturnValue:
    filing, document = _find(filing_id, Permission.SUBMIT_FILING)
    form = RefileForm()
    back = url_for("desk.filings.show", filing_id=filing_id)
    if form.validate_on_submit():
        with refusals_on(form):
            reason = form.reason.data or ""
            new_id = refile_document(current_store(), current_actor(), filing_id, reason=reason, now=now())
            flash("已建立新的一次备案，报送期限不变，请尽快报送。", "success")
            return redirect(url_for("desk.filings.show", filing_id=new_id), 303)
    return form_page("desk/filings/refile.html", form, filing=filing, document=document, back=back)


@pages.get("/<id:filing_id>/papers/<any(registration, opinion):paper>.docx")
@needs(Permission.READ_OWN)
def paper(filing_id: int, paper: str) -> ResponseReturnValue:
    """备案登记通知 or 审查意见书, written anew from the register each time."""
    _find(filing_id)
    if paper == "registration":
        notice = draft_registration_notice(current_store(), filing_id)
        return download(render_registration_notice(notice), f"备案登记通知 {notice.filing_no}", "docx")
    opinion = draft_review_opinion(current_store(), filing_id)
    return download(render_review_opinion(opinion), f"审查意见书 {opinion.filing_no}", "docx")


def _find(filing_id: int, permission: Permission = Permission.READ_OWN) -> tuple[Filing, Document]:
    """404 for what is not there and for another authority's; 403 for who may not do this."""
    with reading(current_store()) as session:
        filing = session.get(Filing, filing_id)
        if filing is None:
            abort(404)
        document = session.get_one(Document, filing.document_id)
        require(current_actor(), Permission.READ_OWN, [filing.authority_id, document.lead_authority_id])
        require(current_actor(), permission)
        return filing, document


def _is_on_behalf(filing: Filing, move: Move) -> bool:
    """Whether the office types in what an authority sent on paper (代录)."""
    is_theirs = move in (Move.SUBMIT, Move.ANSWER, Move.WITHDRAW)
    return is_theirs and filing.direction is Direction.INCOMING and current_actor().may(Permission.READ_ALL)


def _done(filing_id: int, move: Move) -> str:
    with reading(current_store()) as session:
        filing = session.get_one(Filing, filing_id)
    sentence = f"“{MOVE_WORDS[move]}”已办理，现为“{STATE_WORDS[filing.state]}”。"
    if move is Move.REGISTER:
        sentence += f"备案登记号：{filing.filing_no}。"
    if filing.step_due_on:
        sentence += f"下一步期限：{filing.step_due_on}。"
    return sentence


pages.add_url_rule("/", view_func=listing.index)
pages.add_url_rule("/export.<any(csv, xlsx, docx):kind>", view_func=listing.export)
