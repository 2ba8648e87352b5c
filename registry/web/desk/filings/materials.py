"""The page on which the materials of a filing are handed in, several files at once."""

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from registry.actions.filings.add_materials import add_materials
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.filings import CONCLUDED, MOVES, Move, next_moves
from registry.domain.materials import material_of
from registry.domain.papers.filer import kind_of_material
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.files import KeptFile
from registry.storage.filing_materials import missing_of, slots
from registry.storage.filings import moves_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.uploads import receive
from registry.web.forms import Form, form_page, refusals_on

_ASKING = (Move.DEFER, Move.ASK_SUPPLEMENT)
_HANDED_IN = MOVES[Move.SUBMIT].before | MOVES[Move.SUPPLEMENT].before
ANY = "any"  # the field for files whose names say what they are


class MaterialsForm(Form):
    """The files come in fields of their own: `any`, and the number of each slot."""


@needs(Permission.SUBMIT_FILING)
def materials(filing_id: int) -> ResponseReturnValue:
    filing, document = find_filing(filing_id, Permission.SUBMIT_FILING)
    with reading(current_store()) as session:
        wanted = slots(session, filing)
        moves = moves_of(session, filing_id)
    form = MaterialsForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _hand_in(filing_id, [slot.material for slot in wanted])
            return redirect(url_for("desk.filings.materials", filing_id=filing_id), 303)
    asked = [move for move in moves if move.move in _ASKING]
    handing_in = next_moves(filing.state)[0] if filing.state in _HANDED_IN else None
    return form_page(
        "desk/filings/materials.html",
        form,
        filing=filing,
        document=document,
        slots=wanted,
        demand=asked[-1] if asked and filing.state is MOVES[asked[-1].move].after else None,
        missing=missing_of(wanted),
        is_closed=filing.is_historic or filing.state in CONCLUDED,
        handing_in=handing_in,
        made={slot.material: kind for slot in wanted if (kind := kind_of_material(slot.material))},
        ANY=ANY,
    )


def _hand_in(filing_id: int, asked: list[str]) -> None:
    """Adds the uploaded files; tells of those that are not added. Raises Refusal when there is none at all."""
    kept, refused = _received(asked)
    if not kept and not refused:
        raise Refusal("请选择要上传的文件：可以在最上面一次选多份，也可以在各栏分别选。")
    not_added = add_materials(current_store(), current_actor(), filing_id, kept, now=now()) if kept else []
    if n_added := len(kept) - len(not_added):
        flash(f"已上传{n_added}份材料。", "success")
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
