"""The form that attaches a file to a document; a file whose name says what material it is, is offered as that."""

import json
from collections.abc import Collection
from dataclasses import replace

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from registry.actions.documents.attach_file import attach_file
from registry.clock import now, today
from registry.domain.catalog import PUBLIC_ATTACHMENT_ROLES
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.materials import FORMAL_TEXT, material_of, names_of
from registry.domain.roles import Permission
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.files import ATTACHABLE
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.uploads import Received, receive
from registry.web.forms import Form, choices, form_page, refusals_on

_MATERIAL = "material:"


class AttachForm(Form):
    """`insisted` is the name of the file about whose kind the person was asked already."""

    file = FileField("文件")
    role = SelectField("类别", [InputRequired("请选择类别。")])
    insisted = HiddenField()


@needs(Permission.WRITE_DOCUMENT)
def attach(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        asked = load_rulebook(session).profile_for(document.published_on or today()).materials
    if document.disclosure is Disclosure.SECRET or not _may_attach(document):
        abort(403)
    form = AttachForm()
    form.role.choices = choices(_kinds(asked), "请选择")
    offered = _offered(form, asked)
    if form.validate_on_submit():
        with refusals_on(form):
            _ask_once(form, offered)
            received = _received(form)
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
    if offered and not form.role.data:
        form.role.data = offered
        form.role.errors = [f"按文件名称选了“{_kinds(asked)[offered]}”，请核对。"]
    return form_page("desk/documents/attach.html", form, document=document, names=json.dumps(_names(asked)))


def _kinds(asked: Collection[str]) -> dict[str, str]:
    """What a file may be, with its word: a role, or a material of the rules; the formal text is the document's own."""
    materials = {
        _MATERIAL + material: f"备案材料：{material}" for material in asked if material != FORMAL_TEXT
    }
    return ATTACHABLE | materials


def _kind_of(material: str) -> str:
    return "text" if material == FORMAL_TEXT else _MATERIAL + material


def _names(asked: Collection[str]) -> dict[str, str]:
    """What the name of a file may say, with the kind that it means."""
    return {name: _kind_of(material) for material in asked for name in names_of(material)}


def _offered(form: AttachForm, asked: Collection[str]) -> str:
    """The kind that the name of the uploaded file says; "" for none."""
    material = material_of(form.file.data.filename or "", asked) if form.file.data else None
    return _kind_of(material) if material else ""


def _ask_once(form: AttachForm, offered: str) -> None:
    """Raises Refusal when a file that names itself a material would become public; the second time it does."""
    name = form.file.data.filename if form.file.data else ""
    chosen = form.role.data
    if (
        chosen not in PUBLIC_ATTACHMENT_ROLES
        or not offered.startswith(_MATERIAL)
        or form.insisted.data == name
    ):
        return
    form.insisted.data, form.role.data = name, offered
    raise Refusal(
        f"“{name}”按名称是备案材料“{offered.removeprefix(_MATERIAL)}”，不对外公开，已替您改选；请核对后重新选择文件上传。"
        f"确实是{ATTACHABLE[chosen]}的，再选“{ATTACHABLE[chosen]}”上传即可。",
        "role",
    )


def _received(form: AttachForm) -> Received:
    material = (form.role.data or "").removeprefix(_MATERIAL)
    if material == form.role.data:
        return receive(form.file.data or None, material)
    received = receive(form.file.data or None, "material")
    return replace(received, kept=replace(received.kept, material=material))


def _may_attach(document: Document) -> bool:
    actor = current_actor()
    return not document.is_published or actor.may(Permission.PUBLISH_DOCUMENT)
