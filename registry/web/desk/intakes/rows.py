"""What a person chooses for the rows of an import: which value stands, and where a document file belongs."""

from pathlib import PurePath
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.intakes.choose_values import choose_values
from registry.actions.intakes.match_file import match_file
from registry.actions.intakes.place_files import place_files
from registry.clock import now
from registry.domain.intakes import WORDS, Choice, Placement
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.file_owners import registered_owners, rows_without_file
from registry.storage.intakes import Intake, IntakeRow
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.documents.read_text import marked_text

_PLACED_WORDS = {
    Placement.NEW_DOCUMENT: "按文件内容新登记",
    Placement.LEFT_OUT: "不导入",
    "": "由系统自动配对",
}


@needs(Permission.IMPORT_LEDGER)
def choose(intake_id: int) -> ResponseReturnValue:
    """Keeps the register's value or takes the ledger's, for one row or the whole column."""
    position = request.form.get("position", type=record_id)
    field, choice = request.form.get("field", ""), request.form.get("choice", "")
    n = choose_values(current_store(), current_actor(), intake_id, field, choice, position, now=now())
    result = "保留登记的原值" if choice == Choice.KEEP else "改为本次的"
    flash(f"{WORDS[field]}：{n}行{result}。", "success")
    return _back(intake_id, position)


@needs(Permission.IMPORT_LEDGER)
def match(intake_id: int, position: int) -> ResponseReturnValue:
    """The rows and documents that an unmatched file may belong to; POST chooses one."""
    if request.method == "POST":
        belongs = request.form.get("belongs", "")
        match_file(current_store(), current_actor(), intake_id, position, belongs, now=now())
        flash(f"该文件：{_PLACED_WORDS.get(belongs, '已配给选定的文件')}。", "success")
        return _back(intake_id, None)
    words = request.args.get("q", "").strip()[:100]
    with reading(current_store()) as session:
        row: Any = session.get(IntakeRow, (intake_id, position)) or abort(404)
        if not row.cells["sha256"]:
            abort(404)
        intake = session.get_one(Intake, intake_id)
        title = row.cells["values"].get("title") or PurePath(row.cells["file"]).stem
        rows = rows_without_file(session, intake_id, words, title)
        documents = registered_owners(session, words, title)
    quotes = {
        field: {"quote": quote}
        for field, (quote, _) in row.cells.get("quotes", {}).items()
        if field in READ_WORDS
    }
    return render_template(
        "desk/intake_rows/match.html",
        intake=intake,
        row=row,
        q=words,
        rows=rows,
        documents=documents,
        read_text=marked_text(row.cells.get("text", ""), quotes),
        READ_WORDS=READ_WORDS,
    )


@needs(Permission.IMPORT_LEDGER)
def place(intake_id: int) -> ResponseReturnValue:
    """Registers all unmatched files as new documents, or leaves all of them out."""
    belongs = request.form.get("belongs", "")
    n = place_files(current_store(), current_actor(), intake_id, belongs, now=now())
    flash(f"{n}个未配上的文件{_PLACED_WORDS[belongs]}。", "success")
    return _back(intake_id, None)


def _back(intake_id: int, position: int | None) -> ResponseReturnValue:
    """A redirect to the list the person came from, at the same page and row."""
    verdict, page = request.form.get("verdict", ""), request.form.get("page", type=record_id)
    anchor = f"row-{position}" if position else "rows"
    address = url_for(
        "desk.intakes.show",
        intake_id=intake_id,
        verdict=verdict or None,
        page=page if page and page > 1 else None,
        _anchor=anchor,
    )
    return redirect(address, 303)
