"""The page on which the materials of a 合法性审核 are gathered: files, or why one does not apply."""

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from registry.actions.legality.gather_materials import hand_in_materials, waive_material
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.materials import material_of
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.files import KeptFile
from registry.storage.legality_materials import LegalitySlot, legality_slots
from registry.storage.legality_reviews import last_review
from registry.storage.rulebook import load_rulebook
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.legality.finding import reviewed_document
from registry.web.desk.uploads import receive
from registry.web.forms import Form, form_page, refusals_on

ANY = "any"  # the field for files whose names say what they are


class LegalityMaterialsForm(Form):
    """The files and reasons come in fields of their own: `any`, and the number of each slot."""


@needs(Permission.WRITE_DOCUMENT)
def materials(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = reviewed_document(session, document_id, Permission.WRITE_DOCUMENT)
        review = last_review(session, document_id)
        slots = legality_slots(session, load_rulebook(session), document_id, review, today())
    form = LegalityMaterialsForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _keep(document_id, slots)
            return redirect(url_for("desk.legality.materials", document_id=document_id), 303)
    return form_page(
        "desk/legality/materials.html",
        form,
        document=document,
        slots=slots,
        missing=[slot.material for slot in slots if not slot.is_answered],
        back=url_for("desk.legality.show", document_id=document_id),
        ANY=ANY,
    )


def _keep(document_id: int, slots: list[LegalitySlot]) -> None:
    """Keeps the files and the changed reasons; tells of what was not taken. Raises Refusal when there is nothing."""
    kept, refused = _received([slot.material for slot in slots])
    changed = [
        (slot.material, typed)
        for n, slot in enumerate(slots, 1)
        if (typed := request.form.get(f"because-{n}", "").strip()) != slot.not_applicable_because
    ]
    if not kept and not refused and not changed:
        raise Refusal("请选择要上传的文件，或者写明不适用的理由。")
    for material, because in changed:
        waive_material(current_store(), current_actor(), document_id, material, because=because, now=now())
    not_added = (
        hand_in_materials(current_store(), current_actor(), document_id, kept, now=now()) if kept else []
    )
    n_added = len(kept) - len(not_added)
    said = [f"已上传{n_added}份材料"] if n_added else []
    said += [f"已更新{len(changed)}项不适用的理由"] if changed else []
    if said:
        flash("，".join(said) + "。", "success")
    for sentence in [*refused, *not_added]:
        flash(sentence, "warning")


def _received(asked: list[str]) -> tuple[list[KeptFile], list[str]]:
    """(the uploaded files, kept and with their material; the sentences about those that cannot be taken)."""
    kept, refused = [], []
    for material, upload in _uploads(asked):
        name = upload.filename or ""
        if material is None:
            refused.append(f"“{name}”的名称看不出是哪一种材料，没有保存；请在对应的一栏里选它。")
            continue
        try:
            kept.append(replace(receive(upload, "material").kept, material=material))
        except Refusal as refusal:
            refused.append(refusal.sentence)
    return kept, refused


def _uploads(asked: list[str]) -> list[tuple[str | None, FileStorage]]:
    """(material, file) of each uploaded file; the material is None where its name says none."""
    named = [(material_of(file.filename or "", asked), file) for file in request.files.getlist(ANY)]
    chosen = [
        (material, file) for n, material in enumerate(asked, 1) for file in request.files.getlist(str(n))
    ]
    return [(material, file) for material, file in [*chosen, *named] if file.filename]
