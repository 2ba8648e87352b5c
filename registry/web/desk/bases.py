"""The bases of documents (依据): their list, the documents that rest on a basis, and a cleanup when it changes."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from registry.actions.cleanups.open_basis_round import Declaration, open_basis_round
from registry.clock import now, today
from registry.domain.cleanups import BASIS_CHANGE_WORDS, BasisChange
from registry.domain.normal import shortened
from registry.domain.roles import Permission
from registry.domain.validity import ALIVE, STATUS_WORDS
from registry.exports.tables import Cell
from registry.storage.bases import (
    BasisKey,
    Resting,
    basis_key,
    count_by_status,
    count_in_force,
    find_bases,
    names_of_bases,
    quotes_of,
    resting,
    resting_query,
)
from registry.storage.engine import reading
from registry.storage.law_lists import gone_among
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download_table
from registry.web.forms import Form, choices, form_page, is_revising, refusals_on
from registry.web.paging import export_links, page_of, page_of_list, with_query

pages = Blueprint("bases", __name__, url_prefix="/bases")
HEADERS = ("序号", "文件名称", "发文字号", "制定机关", "公布日期", "时效性", "原文")
_SHORT = 40  # characters of a basis in the name of a round or a file


class DeclareForm(Form):
    change = SelectField("发生了什么", choices=choices(BASIS_CHANGE_WORDS))
    on = DateField("自何日起", [InputRequired("请填写日期。")])
    source = StringField("出处", [InputRequired("请写明出处。"), Length(max=200, message="不能超过200字。")])
    name = StringField("清理名称", [InputRequired("请填写清理名称。"), Length(max=200)])
    answers_due_on = DateField("制定机关报送自查意见的期限", [Optional()])


@pages.get("")
@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    q = request.args.get("q", "").strip()[:100]
    with reading(current_store()) as session:
        page = page_of_list(find_bases(session, q))
        keys = [basis.key for basis in page.items]
        return render_template(
            "desk/bases/index.html",
            page=page,
            q=q,
            names=names_of_bases(session, keys),
            in_force=count_in_force(session, keys, today()),
            gone=gone_among(session, keys, today()),
            address=_address,
        )


@pages.get("/show")
@needs(Permission.READ_ALL)
def show() -> ResponseReturnValue:
    with reading(current_store()) as session:
        key, name = _basis(session)
        counts = count_by_status(session, key, today())
        page = page_of(session, resting_query(key, today()), total=sum(counts.values()))
        rows = [resting(row) for row in page.items]
        return render_template(
            "desk/bases/show.html",
            key=key,
            name=name,
            page=page,
            rows=rows,
            quotes=quotes_of(session, key, [document.id for document in rows]),
            n_by_status=sorted(counts.items(), key=lambda count: -count[1]),
            n_alive=sum(n for status, n in counts.items() if status in ALIVE),
            exports=export_links(lambda kind: url_for(".export", kind=kind), page.total),
            gone=gone_among(session, [key], today()).get(key),
            address=_address,
            may_declare=current_actor().may(Permission.RUN_CLEANUP),
        )


@pages.get("/export.<any(xlsx, csv):kind>")
@needs(Permission.READ_ALL)
def export(kind: str) -> ResponseReturnValue:
    """All documents that rest on the basis as a file, in the order of the page."""
    with reading(current_store()) as session:
        key, name = _basis(session)
        documents = _resting(session, key)
        quotes = quotes_of(session, key, [document.id for document in documents])
    rows = [_cells(number, document, quotes[document.id][0]) for number, document in enumerate(documents, 1)]
    return download_table(kind, HEADERS, rows, f"以{shortened(name, _SHORT)}为依据的文件{today()}")


@pages.route("/declare", methods=["GET", "POST"])
@needs(Permission.RUN_CLEANUP)
def declare() -> ResponseReturnValue:
    """POST previews which documents a round would include and leave out; with `confirmed` the round is opened."""
    with reading(current_store()) as session:
        key, name = _basis(session)
        documents = _resting(session, key)
        gone = gone_among(session, [key], today()).get(key)
    form = DeclareForm(
        change=BasisChange.REPEALED if gone else None,
        on=(gone.ended_on if gone else None) or today(),
        source=gone.source if gone else "",
        name=f"{shortened(name, _SHORT)}变化涉及文件即时清理",
    )
    is_confirming = False
    if not is_revising() and form.validate_on_submit():
        with refusals_on(form):
            assert form.on.data is not None
            declaration = Declaration(BasisChange(form.change.data), form.on.data, form.source.data or "")
            if "confirmed" in request.form:
                round_id, n_documents = open_basis_round(
                    current_store(),
                    current_actor(),
                    key,
                    declaration,
                    name=form.name.data or "",
                    answers_due_on=form.answers_due_on.data,
                    now=now(),
                )
                flash(f"已开展“{form.name.data}”，共{n_documents}件文件。", "success")
                return redirect(url_for("desk.cleanups.show", round_id=round_id), 303)
            is_confirming = True
    return form_page(
        "desk/bases/declare.html",
        form,
        key=key,
        name=name,
        is_confirming=is_confirming,
        covered=[document for document in documents if not document.left_out_because],
        left_out=[document for document in documents if document.left_out_because],
        address=_address,
    )


def _basis(session: Session) -> tuple[BasisKey, str]:
    """(key, name) of the basis that the address names; 404 when no document rests on it."""
    key = basis_key(request.args.get("basis", ""))
    if key is None:
        abort(404)
    name = names_of_bases(session, [key]).get(key)
    return (key, name) if name is not None else abort(404)


def _resting(session: Session, key: BasisKey) -> list[Resting]:
    return [resting(row) for row in session.execute(resting_query(key, today()))]


def _address(page: str, key: BasisKey, **where: Any) -> str:
    return with_query(url_for(f"desk.bases.{page}", **where), {"basis": str(key)})


def _cells(number: int, document: Resting, quote: str) -> list[Cell]:
    published_on: date | None = document.published_on
    status = STATUS_WORDS[document.status]
    return [number, document.title, document.doc_no, document.authority, published_on, status, quote]
