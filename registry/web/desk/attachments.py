"""Files of documents: downloads for those who may see the document, and removal with a reason."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.remove_attachment import remove_attachment
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.files import Attachment, path_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.downloads import download_file
from registry.web.forms import Form, form_page, refusals_on

pages = Blueprint("attachments", __name__, url_prefix="/attachments")
_ONE = "/<id:attachment_id>"


class RemovalForm(Form):
    reason = StringField(
        "移除理由", [InputRequired("请写明移除理由。"), Length(max=500, message="不能超过500字。")]
    )


@pages.get(f"{_ONE}/download")
@needs(Permission.READ_OWN)
def download(attachment_id: int) -> ResponseReturnValue:
    """The file, always as an attachment, which no browser runs."""
    with reading(current_store()) as session:
        attachment, _ = _visible(session, attachment_id)
    path = path_of(current_store(), attachment.sha256)
    if not path.is_file():
        abort(404)
    return download_file(path, attachment.name)


@pages.route(f"{_ONE}/remove", methods=["GET", "POST"])
@needs(Permission.WRITE_DOCUMENT)
def remove(attachment_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        attachment, document = _visible(session, attachment_id)
    if document.is_published and not current_actor().may(Permission.PUBLISH_DOCUMENT):
        abort(403)
    form = RemovalForm()
    if form.validate_on_submit():
        with refusals_on(form):
            reason = form.reason.data or ""
            remove_attachment(current_store(), current_actor(), attachment_id, reason=reason, now=now())
            flash(f"已移除“{attachment.name}”。", "success")
            return redirect(url_for("desk.documents.show", document_id=document.id) + "#files", 303)
    return form_page("desk/attachments/remove.html", form, attachment=attachment, document=document)


def _visible(session: Session, attachment_id: int) -> tuple[Attachment, Document]:
    """The attachment and its document; aborts with 404 if this person may not see it."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        abort(404)
    return attachment, visible_document(session, attachment.document_id)
