"""Adding and editing an authority. Saving an authority that a ledger brought marks it as reviewed."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, Optional

from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.edit_authority import edit_authority, preview_kind
from registry.clock import now
from registry.domain.authorities import AUTHORITY_KIND_WORDS, AuthorityKind, no_issuer_because
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.authorities.fields import EMAIL, find_authority, text
from registry.web.forms import Form, choices, form_page, refusals_on, typed_version
from registry.web.ways_back import way_back


class NewForm(Form):
    name = text("机关名称", 200, InputRequired("请填写机关名称。"))
    kind = SelectField(
        "类别", [InputRequired("请选择类别。")], choices=choices(AUTHORITY_KIND_WORDS, "请选择")
    )
    organ_code = text("机关代字", 40)
    code = text("机关代码", 40)
    email = text("电子邮箱", 200, Optional(), EMAIL)


class EditForm(Form):
    name = text("机关名称", 200, InputRequired("请填写机关名称。"))
    kind = SelectField("类别", [InputRequired("请选择类别。")], choices=choices(AUTHORITY_KIND_WORDS))
    organ_code = text("机关代字", 40)
    email = text("电子邮箱", 200, Optional(), EMAIL)
    is_issuer = BooleanField("可以制定行政规范性文件")
    version = HiddenField()


@needs(Permission.MANAGE_AUTHORITIES)
def new() -> ResponseReturnValue:
    form = NewForm()
    if form.validate_on_submit():
        with refusals_on(form):
            authority_id = add_authority(
                current_store(),
                current_actor(),
                name=form.name.data or "",
                kind=AuthorityKind(form.kind.data),
                code=form.code.data or "",
                organ_code=form.organ_code.data or "",
                email=form.email.data or "",
                now=now(),
            )
            flash("已新增制定机关。", "success")
            return redirect(url_for("desk.authorities.show", authority_id=authority_id), 303)
    return form_page("desk/authorities/new.html", form)


@needs(Permission.MANAGE_AUTHORITIES)
def edit(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
    form = EditForm(data=_values(authority))
    back = way_back(url_for("desk.authorities.show", authority_id=authority_id))
    effects = None
    if form.validate_on_submit():
        kind = AuthorityKind(form.kind.data)
        effects = preview_kind(current_store(), authority_id, kind)
        if not effects or request.form.get("confirmed") == kind.value:
            with refusals_on(form):
                changed = _save(authority_id, form)
                flash(_saved(changed), "success")
                return redirect(back, 303)
    is_stale = form.is_submitted() and form.version.data != str(authority.version)
    form.version.data = str(authority.version)
    return form_page(
        "desk/authorities/edit.html",
        form,
        authority=authority,
        is_stale=is_stale,
        back=back,
        effects=effects,
        no_issuer=no_issuer_because(authority.name),
    )


def _saved(changed: dict[str, list[str]]) -> str:
    if not changed:
        return "内容没有变化。"
    return "已保存修改。" + (f"应报备案随之更正：{changed['owed'][1]}。" if "owed" in changed else "")


def _values(authority: Authority) -> dict[str, Any]:
    return {
        **{name: getattr(authority, name) for name in ("name", "organ_code", "email", "is_issuer")},
        "kind": authority.kind.value,
        "version": str(authority.version),
    }


def _save(authority_id: int, form: EditForm) -> dict[str, list[str]]:
    return edit_authority(
        current_store(),
        current_actor(),
        authority_id,
        name=form.name.data or "",
        kind=AuthorityKind(form.kind.data),
        organ_code=form.organ_code.data or "",
        email=form.email.data or "",
        is_issuer=form.is_issuer.data,
        version=typed_version(form.version.data),
        now=now(),
    )
