"""机构改革: the choice of what happened to an authority, and the form for a new name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import InputRequired

from registry.actions.authorities.edit_authority import edit_authority
from registry.clock import now, today
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.storage.authority_matters import matters_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.authorities.fields import find_authority, text
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, form_page, is_revising, refusals_on, typed_version


class RenameForm(Form):
    name = text("新名称", 200, InputRequired("请填写新名称。"))
    organ_code = text("新机关代字", 40)
    renamed_on = day_field("新名称启用日期", InputRequired("请填写启用日期。"))
    source = text("文件依据", 500, InputRequired("请写明文件依据。"))
    version = HiddenField()


@needs(Permission.MANAGE_AUTHORITIES)
def reorganise(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
        matters = matters_of(session, authority_id)
    return render_template("desk/authorities/reorganise.html", authority=authority, matters=matters)


@needs(Permission.MANAGE_AUTHORITIES)
def rename(authority_id: int) -> ResponseReturnValue:
    """POST previews what the new name changes; with `confirmed` the authority is renamed."""
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
        matters = matters_of(session, authority_id)
    form = RenameForm(organ_code=authority.organ_code, version=str(authority.version))
    is_confirming = False
    if not is_revising() and form.validate_on_submit():
        with refusals_on(form):
            if (form.name.data or "") == authority.name:
                raise Refusal("新名称与现名相同。", "name")
            assert form.renamed_on.data is not None
            if form.renamed_on.data > today():
                raise Refusal("启用日期晚于今天，请在当日或之后办理。", "renamed_on")
            if "confirmed" in request.form:
                edit_authority(
                    current_store(),
                    current_actor(),
                    authority_id,
                    name=form.name.data or "",
                    kind=authority.kind,
                    organ_code=form.organ_code.data or "",
                    email=authority.email,
                    is_issuer=authority.is_issuer,
                    renamed_on=form.renamed_on.data,
                    source=form.source.data or "",
                    version=typed_version(form.version.data),
                    now=now(),
                )
                flash(f"已更名，“{authority.name}”记为曾用名。", "success")
                return redirect(url_for("desk.authorities.show", authority_id=authority_id), 303)
            is_confirming = True
    form.version.data = str(authority.version)
    return form_page(
        "desk/authorities/rename.html",
        form,
        authority=authority,
        matters=matters,
        is_confirming=is_confirming,
    )
