"""The form that attaches a file to a document."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import InputRequired

from registry.actions.documents.attach_file import attach_file
from registry.clock import now
from registry.domain.documents import Disclosure
from registry.domain.roles import Permission
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.files import ATTACHABLE
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.uploads import receive
from registry.web.forms import Form, choices, form_page, refusals_on


class AttachForm(Form):
    file = FileField("文件")
    role = SelectField("类别", [InputRequired("请选择类别。")], choices=choices(ATTACHABLE, "请选择"))


@needs(Permission.WRITE_DOCUMENT)
def attach(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
    if document.disclosure is Disclosure.SECRET or not _may_attach(document):
        abort(403)
    form = AttachForm()
    if form.validate_on_submit():
        with refusals_on(form):
            received = receive(form.file.data or None, form.role.data)
            attach_file(
                current_store(),
                current_actor(),
                document_id,
                received.kept,
                text=received.reading.text,
                now=now(),
            )
            flash(f"已上传“{received.kept.name}”。", "success")
            for problem in received.reading.problems:
                flash(f"文件已保存。{problem}", "warning")
            return redirect(url_for("desk.documents.show", document_id=document_id) + "#files", 303)
    return form_page("desk/documents/attach.html", form, document=document)


def _may_attach(document: Document) -> bool:
    actor = current_actor()
    return not document.is_published or actor.may(Permission.PUBLISH_DOCUMENT)
