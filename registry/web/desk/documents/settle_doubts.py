"""The form that settles a doubt of one or several documents with one reason, and reopening a settled doubt."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.reopen_doubt import reopen_doubt as reopen
from registry.actions.documents.settle_doubt import MAX_REASON, settle_doubt
from registry.clock import now
from registry.domain.documents import DISCLOSURE_WORDS
from registry.domain.doubts import DOUBT_WORDS, MEANINGS, Doubt
from registry.domain.read_values import READ_WORDS
from registry.domain.roles import Permission
from registry.storage.documents.unlooked import unlooked_among
from registry.storage.doubts.queue import QueueRow, ids_in_doubt, queue_rows
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.documents.mending import in_particular, told_twins
from registry.web.forms import Form, form_page, refusals_on
from registry.web.ways_back import way_back

_MOST = 100


class SettleForm(Form):
    reason = TextAreaField(
        "核对的依据和结论",
        [
            InputRequired("请写明核对的依据和结论。"),
            Length(max=MAX_REASON, message=f"最多{MAX_REASON}个字。"),
        ],
    )


@needs(Permission.SETTLE_DOUBT)
def settle_doubts() -> ResponseReturnValue:
    """`doubt` and the `document`s are in the address; documents no longer in doubt are left out."""
    doubt = _doubt()
    asked = request.args.getlist("document", type=record_id)[:_MOST]
    back = way_back(url_for("desk.documents.doubts", doubt=doubt))
    with reading(current_store()) as session:
        ids = ids_in_doubt(session, doubt, asked)
        rows = queue_rows(session, [(doubt, document_id) for document_id in ids])
        told = told_twins(session, rows)
        read = _read_among(session, rows) if doubt is Doubt.UNLOOKED_VALUES else {}
    if not rows:
        flash("没有选中待核的文件：请先勾选；已经处理的不再列出。", "info")
        return redirect(back, 303)
    form = SettleForm(data={"reason": "对照出处和原件核对，读取无误。" if read else ""})
    if form.validate_on_submit():
        with refusals_on(form):
            ids = [row.document.id or 0 for row in rows]
            n_settled = settle_doubt(
                current_store(), current_actor(), ids, doubt, form.reason.data or "", now=now()
            )
            flash(f"{n_settled}件文件的“{DOUBT_WORDS[doubt]}”已核对无误，不再列入待核。", "success")
            return redirect(back, 303)
    return form_page(
        "desk/documents/settle_doubts.html",
        form,
        doubt=doubt,
        meaning=MEANINGS[doubt],
        rows=rows,
        told=told,
        read=read,
        in_particular=in_particular,
        back=back,
    )


@needs(Permission.SETTLE_DOUBT)
def reopen_doubt(document_id: int) -> ResponseReturnValue:
    doubt = _doubt()
    reopen(current_store(), current_actor(), document_id, doubt, now=now())
    flash(f"“{DOUBT_WORDS[doubt]}”已重新列入待核。", "success")
    return redirect(url_for("desk.documents.show", document_id=document_id, _anchor="doubts"), 303)


def _read_among(session: Session, rows: Sequence[QueueRow]) -> dict[int, list[tuple[str, Any, str, str]]]:
    """document id → (label, value, place, quote) of its unchecked values."""
    unlooked = unlooked_among(session, [row.document.id or 0 for row in rows])
    return {
        row.document.id or 0: [
            (READ_WORDS[value.field], _value(row, value.field), value.place, value.quote)
            for value in unlooked.get(row.document.id or 0, ())
        ]
        for row in rows
    }


def _value(row: QueueRow, field: str) -> str:
    if field == "lead_authority":
        return row.authority
    if field == "disclosure":
        return DISCLOSURE_WORDS[row.document.disclosure]
    value = getattr(row.document, field, None)
    return "" if value in (None, True) else str(value)


def _doubt() -> Doubt:
    try:
        return Doubt(request.values.get("doubt", ""))
    except ValueError:
        abort(404)
