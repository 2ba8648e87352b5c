"""The page on which the reviewer says why a change of the text after the opinion is no matter."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.legality.accept_changed_text import LONGEST_REASON, accept_changed_text
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.legality.finding import reviewed_document
from registry.web.forms import Form, form_page, refusals_on


class AcceptTextForm(Form):
    because = TextAreaField(
        "改动了什么，为什么不影响审核意见",
        [
            InputRequired("请写明改动了什么、为什么不影响审核意见。"),
            Length(max=LONGEST_REASON, message=f"最多{LONGEST_REASON}个字。"),
        ],
    )


@needs(Permission.WRITE_DOCUMENT)
def accept_text(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = reviewed_document(session, document_id, Permission.WRITE_DOCUMENT)
    back = url_for("desk.legality.show", document_id=document_id)
    form = AcceptTextForm()
    if form.validate_on_submit():
        with refusals_on(form):
            because = form.because.data or ""
            accept_changed_text(current_store(), current_actor(), document_id, because=because, now=now())
            flash("已写明，审核意见对现在的文本仍然有效。", "success")
            return redirect(back, 303)
    return form_page("desk/legality/accept_text.html", form, document=document, back=back)
