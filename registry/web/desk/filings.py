"""Filings: the list with its rates, one filing with its clock and papers, and the page of each move."""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.actions.draft_filing_papers import draft_registration_notice, draft_review_opinion
from registry.actions.preview_move import preview_move
from registry.actions.refile_document import refile_document
from registry.clock import now, today
from registry.domain.filings import (
    DIRECTION_WORDS,
    MOVE_WORDS,
    STATE_WORDS,
    TRACK_WORDS,
    Direction,
    FilingState,
    Move,
    Track,
    permission_for,
    timeliness,
)
from registry.domain.roles import Permission, require
from registry.domain.statistics import rates
from registry.exports.filing_papers import render_registration_notice, render_review_opinion
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities
from registry.storage.documents import Document
from registry.storage.engine import reading
from registry.storage.filing_lists import (
    DEADLINE,
    SCOPE_WORDS,
    TIMING_WORDS,
    FilingFilter,
    Scope,
    Timing,
    deadline_of,
    filing_counts,
    filings_matching,
    years_of_filings,
)
from registry.storage.filings import Filing
from registry.storage.issue_lists import issue_counts
from registry.web.access import current_actor, current_store, needs
from registry.web.desk._filing_forms import REASON_WORDS, RefileForm, make_move, move_form
from registry.web.desk._filing_page import load_page
from registry.web.downloads import download, download_table
from registry.web.forms import form_page, refusals_on
from registry.web.paging import Sort, page_of, record_id, with_query

pages = Blueprint("filings", __name__, url_prefix="/filings")

MAX_EXPORT = 50_000
HEADERS = (
    "文件名称", "发文字号", "制定机关", "备案渠道", "报送方向", "状态", "公布日期", "报送期限", "首次报送", "时限",
    "备案登记号", "登记日期", "本步期限", "办结日期",
)  # fmt: skip

Word = TypeVar("Word", bound=StrEnum)


@pages.get("/")
@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = _filter()
    with reading(current_store()) as session:
        page = page_of(session, filings_matching(wanted, today()), _sort(wanted.scope))
        years = years_of_filings(session) or [today().year]
        year = wanted.year or today().year
        counts = filing_counts(session, replace(wanted, scope=Scope.ALL, state=None, year=year))
        issued = issue_counts(session, year, wanted.authority_id)
        authorities = all_authorities(session) if current_actor().may(Permission.READ_ALL) else []
    return render_template(
        "desk/filings/index.html",
        page=page,
        wanted=wanted,
        today=today(),
        year=year,
        years=years,
        rates=rates(counts, issued),
        issued=issued,
        authorities=authorities,
        scopes=SCOPE_WORDS,
        timings=TIMING_WORDS,
        deadline_of=deadline_of,
        timeliness=timeliness,
        exports=[(label, _export_url(kind)) for kind, label in (("xlsx", "Excel 表格"), ("csv", "CSV"))],
        has_filters=any(
            request.args.get(name)
            for name in ("q", "state", "track", "direction", "authority", "year", "timing")
        ),
    )


@pages.get("/export.<any(csv, xlsx):kind>")
@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """The whole list as filtered, in the order of the page."""
    wanted = _filter()
    with reading(current_store()) as session:
        query = filings_matching(wanted, today()).order_by(*_sort(wanted.scope).order()).limit(MAX_EXPORT)
        rows = [_row(filing, document, name) for filing, document, name in session.execute(query)]
    return download_table(kind, HEADERS, rows, f"备案清单{today()}")


@pages.get("/<int(max=2147483647):filing_id>")
@needs(Permission.READ_OWN)
def show(filing_id: int) -> ResponseReturnValue:
    _find(filing_id)
    return render_template(
        "desk/filings/show.html", **load_page(current_store(), current_actor(), filing_id, today())
    )


@pages.route(f"/<int(max=2147483647):filing_id>/<any({', '.join(Move)}):move>", methods=["GET", "POST"])
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


@pages.route("/<int(max=2147483647):filing_id>/refile", methods=["GET", "POST"])
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


@pages.get("/<int(max=2147483647):filing_id>/papers/<any(registration, opinion):paper>.docx")
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


def _filter() -> FilingFilter:
    """What the address asks for; what it does not know is left out. A contact gets its own authority's."""
    actor = current_actor()
    asked = request.args.get("authority", type=record_id)
    return FilingFilter(
        scope=_word(Scope, "scope") or Scope.OPEN,
        state=_word(FilingState, "state"),
        track=_word(Track, "track"),
        direction=_word(Direction, "direction"),
        authority_id=asked if actor.may(Permission.READ_ALL) else None,
        own_authority_id=None if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
        year=_year(),
        timing=_word(Timing, "timing"),
        words=request.args.get("q", "").strip()[:100],
    )


def _export_url(kind: str) -> str:
    return with_query(url_for(".export", kind=kind), request.args.to_dict())


def _word(kind: type[Word], name: str) -> Word | None:
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def _year() -> int | None:
    year = request.args.get("year", type=int)
    return year if year is not None and 1949 <= year <= 9998 else None


def _sort(scope: Scope) -> Sort:
    columns = {
        "due": DEADLINE,
        "published": col(Filing.start_on),
        "submitted": col(Filing.first_submitted_on),
        "concluded": col(Filing.concluded_on),
    }
    return Sort(columns, col(Filing.id), "due" if scope is Scope.OPEN else "-published")


def _row(filing: Filing, document: Document, authority: str) -> tuple[Cell, ...]:
    in_time = timeliness(filing.due_on, filing.first_submitted_on, today())
    return (
        document.title,
        document.doc_no,
        authority,
        TRACK_WORDS[filing.track],
        DIRECTION_WORDS[filing.direction],
        STATE_WORDS[filing.state],
        filing.start_on,
        filing.due_on,
        filing.first_submitted_on,
        in_time.words(filing.first_submitted_on is not None),
        filing.filing_no or "",
        filing.registered_on,
        filing.step_due_on,
        filing.concluded_on,
    )


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
