"""The issue register on the desk: what was issued and never registered or filed, and what is on no list."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.actions.issue_register import add_issue_entries as add_action
from registry.actions.issue_register import mark_issue_entries as mark_action
from registry.actions.issue_register import match_issue_entry as match_action
from registry.actions.issue_register import remove_issue_entries as remove_action
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.issue_registers import EARLIEST_YEAR, ENTRY_STATE_WORDS, EntryState
from registry.domain.roles import Permission, require
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.issue_register.entries import IssueEntry, sources_of, years_listed
from registry.storage.issue_register.lists import summary
from registry.storage.issue_register.matches import fitting_documents, standings
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.documents.finding import known_documents
from registry.web.desk.issue_register import parts as lists
from registry.web.desk.issue_register import take_in as taking
from registry.web.downloads import download_table
from registry.web.paging import export_links, with_query

pages = Blueprint("issue_register", __name__, url_prefix="/issue-register")

_LIST = f"/<id:authority_id>/<int(min={EARLIEST_YEAR}, max=9998):year>"


@pages.get("/")
@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    """The year's lists of all authorities in figures; a contact sees its own."""
    asked = request.args.get("year", type=int)
    year = asked if asked is not None and EARLIEST_YEAR <= asked <= 9998 else today().year
    with reading(current_store()) as session:
        found = summary(session, year, _own_authority())
        years = sorted({*years_listed(session, _own_authority()), year, today().year}, reverse=True)
    return render_template("desk/issue_register/index.html", year=year, years=years, summary=found)


@pages.get(_LIST)
@needs(Permission.READ_OWN)
def show(authority_id: int, year: int) -> ResponseReturnValue:
    """One authority's list of a year, part by part."""
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        standing = list(standings(session, [authority_id], year))
        part = lists.load(session, authority_id, year, standing, lists.asked())
        years = [one for one in years_listed(session, authority_id) if one != year]
        n_unlisted = lists.count_unlisted(session, authority_id, year)
    counts = Counter(line.state for line in standing)
    return render_template(
        "desk/issue_register/show.html",
        authority=authority,
        year=year,
        years=years,
        part=part,
        tabs=lists.tabs(authority_id, year, counts, n_unlisted, part.name),
        n_lines=len(standing),
        state_words=ENTRY_STATE_WORDS,
        exports=export_links(
            lambda kind: url_for(".export", authority_id=authority_id, year=year, kind=kind), part.page.total
        ),
    )


@pages.get(f"{_LIST}/export.<any(csv, xlsx):kind>")
@needs(Permission.READ_OWN)
def export(authority_id: int, year: int, kind: str) -> ResponseReturnValue:
    """The whole part as filtered, in the order of the page."""
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        standing = list(standings(session, [authority_id], year))
        headers, rows = lists.table(session, authority_id, year, standing, lists.asked())
        name = f"{authority.name}{year}年发文登记簿-{lists.asked_words()}"
        return download_table(kind, headers, rows, name)


@pages.post(f"{_LIST}/mark")
@needs(Permission.EXAMINE_FILING)
def mark(authority_id: int, year: int) -> ResponseReturnValue:
    """The chosen lines are no regulatory documents, or (`unmark`) count again."""
    ids = request.form.getlist("entry", type=record_id)
    try:
        if "unmark" in request.form:
            n = mark_action.unmark_issue_entries(current_store(), current_actor(), ids, now=now())
            flash(f"{n}件恢复计入报备率。", "success")
        else:
            reason = request.form.get("reason", "")
            n = mark_action.mark_issue_entries(
                current_store(), current_actor(), ids, reason=reason, now=now()
            )
            flash(f"{n}件已标为不属于规范性文件，不再计入报备率。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return _back(authority_id, year)


@pages.post(f"{_LIST}/add")
@needs(Permission.WRITE_DOCUMENT)
def add(authority_id: int, year: int) -> ResponseReturnValue:
    """The chosen documents go on the list that lacked them."""
    ids = request.form.getlist("document", type=record_id)
    try:
        n = add_action.add_issue_entries(current_store(), current_actor(), authority_id, year, ids, now=now())
        flash(f"已补入册{n}件。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return _back(authority_id, year)


@pages.route("/entries/<id:entry_id>/match", methods=["GET", "POST"])
@needs(Permission.WRITE_DOCUMENT)
def match(entry_id: int) -> ResponseReturnValue:
    """The documents that a line may speak of, and the choice of one, or of none."""
    with reading(current_store()) as session:
        entry = session.get(IssueEntry, entry_id) or abort(404)
        authority = _authority(session, entry.authority_id)
        fitting = session.execute(fitting_documents(entry)).scalars()
        documents = known_documents(session, fitting)
        taken = _taken(session, entry)
    problem = ""
    if request.method == "POST":
        chosen = request.form.get("document", type=record_id)
        try:
            match_action.match_issue_entry(current_store(), current_actor(), entry_id, chosen, now=now())
            flash("已对应。" if chosen else "已取消人工对应，改由文号和标题自动查找。", "success")
            return _back(entry.authority_id, entry.year)
        except Refusal as refusal:
            problem = refusal.sentence
    page = render_template(
        "desk/issue_register/match.html",
        entry=entry,
        authority=authority,
        documents=documents,
        taken=taken,
        problem=problem,
    )
    return page, 422 if problem else 200


@pages.route(f"{_LIST}/remove", methods=["GET", "POST"])
@needs(Permission.IMPORT_LEDGER)
def remove(authority_id: int, year: int) -> ResponseReturnValue:
    """GET says in numbers what goes with each import and with the whole list; POST takes it back."""
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        sources = sources_of(session, authority_id, year)
        standing = list(standings(session, [authority_id], year))
    source = request.values.get("source", "")
    if request.method == "GET":
        chosen = next((one for one in sources if one.source == source), None)
        return render_template(
            "desk/issue_register/remove.html",
            authority=authority,
            year=year,
            sources=sources,
            chosen=chosen,
            is_whole=request.args.get("whole") == "1",
            n_lines=len(standing),
            counts=Counter(line.state for line in standing),
            states=EntryState,
        )
    try:
        if source:
            n = remove_action.remove_import(current_store(), current_actor(), source, now=now())
        else:
            n = remove_action.remove_list(current_store(), current_actor(), authority_id, year, now=now())
        flash(f"已撤下{n}行。", "success")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for(".index", year=year), 303)


def _back(authority_id: int, year: int) -> ResponseReturnValue:
    """To the part that the form came from, with its filters and order."""
    return redirect(with_query(url_for(".show", authority_id=authority_id, year=year), _kept()), 303)


def _kept() -> dict[str, Any]:
    return {
        name: text for name, text in request.args.items() if name in ("list", "q", "sort", "page", "size")
    }


def _authority(session: Session, authority_id: int) -> Authority:
    require(current_actor(), Permission.READ_OWN, [authority_id])
    return session.get(Authority, authority_id) or abort(404)


def _own_authority() -> int | None:
    """The authority a contact is bound to; None for the office, which sees all."""
    actor = current_actor()
    return None if actor.may(Permission.READ_ALL) else actor.authority_id or 0


def _taken(session: Session, entry: IssueEntry) -> dict[int, str]:
    """document id → the other line of that authority for which a person chose it."""
    query = sa.select(col(IssueEntry.document_id), col(IssueEntry.title)).where(
        col(IssueEntry.authority_id) == entry.authority_id,
        col(IssueEntry.document_id).in_(sa.select(col(Document.id))),
        col(IssueEntry.id) != entry.id,
    )
    return {row[0]: row[1] for row in session.execute(query)}


pages.add_url_rule("/take-in", view_func=taking.take_in, methods=["GET", "POST"])
