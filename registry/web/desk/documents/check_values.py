"""Confirming values that were read from a file and saved unchecked."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.documents.check_values import check_values as check
from registry.clock import now
from registry.domain.errors import Denied, Hidden, Refusal
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document


@needs(Permission.WRITE_DOCUMENT)
def check_values(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        visible_document(session, document_id)
    try:
        n_checked = check(
            current_store(), current_actor(), document_id, request.form.getlist("looked"), now=now()
        )
        flash(f"{n_checked}项读取的内容已核对无误。", "success")
    except (Denied, Hidden):
        raise
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("desk.documents.show", document_id=document_id), 303)
