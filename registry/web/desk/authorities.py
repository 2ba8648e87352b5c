"""Issuing authorities: the list, one of them with its names, adding, editing, and merging what was entered twice."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from registry.actions.add_authority import add_authority
from registry.actions.edit_authority import edit_authority
from registry.actions.merge_authority import merge_authority, what_moves
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.authorities import (
    AUTHORITY_KIND_WORDS,
    Authority,
    AuthorityKind,
    all_authorities,
    count_to_review,
    names_of,
)
from registry.storage.document_register import count_by_authority
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.form import day_field, typed_version
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.paging import page_of_list

pages = Blueprint("authorities", __name__, url_prefix="/authorities")
_EMAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message="请填写正确的电子邮箱。")
_ONE = "/<int(max=2147483647):authority_id>"


def _text(label: str, longest: int, *validators: Any) -> StringField:
    return StringField(label, [*validators, Length(max=longest, message=f"不能超过{longest}字。")])


class NewForm(Form):
    name = _text("机关名称", 200, InputRequired("请填写机关名称。"))
    kind = SelectField(
        "类别", [InputRequired("请选择类别。")], choices=choices(AUTHORITY_KIND_WORDS, "请选择")
    )
    organ_code = _text("机关代字", 40)
    code = _text("机关代码", 40)
    email = _text("电子邮箱", 200, Optional(), _EMAIL)


class EditForm(Form):
    name = _text("机关名称", 200, InputRequired("请填写机关名称。"))
    renamed_on = day_field("更名日期")
    kind = SelectField("类别", [InputRequired("请选择类别。")], choices=choices(AUTHORITY_KIND_WORDS))
    organ_code = _text("机关代字", 40)
    email = _text("电子邮箱", 200, Optional(), _EMAIL)
    is_issuer = BooleanField("可以制定行政规范性文件")
    abolished_on = day_field("撤销日期")
    successor_id = SelectField("承接机关")
    version = HiddenField()


class MergeForm(Form):
    into_id = SelectField("并入", [InputRequired("请选择并入哪个机关。")])


@pages.get("")
@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    q, kind = request.args.get("q", "").strip(), request.args.get("kind", "")
    only_new = request.args.get("review") == "1"
    with reading(current_store()) as session:
        found = [
            one
            for one in all_authorities(session)
            if q in one.name and kind in ("", one.kind) and (one.needs_review or not only_new)
        ]
        return render_template(
            "desk/authorities/index.html",
            page=page_of_list(found),
            n_documents=count_by_authority(session),
            n_to_review=count_to_review(session),
            q=q,
            kind=kind,
            only_new=only_new,
            may_edit=_may_edit(),
        )


@pages.get(_ONE)
@needs(Permission.READ_ALL)
def show(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        heir = session.get(Authority, authority.successor_id) if authority.successor_id else None
        return render_template(
            "desk/authorities/show.html",
            authority=authority,
            names=names_of(session, authority_id),
            successor=heir,
            n_documents=count_by_authority(session).get(authority_id, 0),
            may_edit=_may_edit(),
        )


@pages.route("/new", methods=["GET", "POST"])
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


@pages.route(f"{_ONE}/edit", methods=["GET", "POST"])
@needs(Permission.MANAGE_AUTHORITIES)
def edit(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        others = _others(session, authority_id)
    form = EditForm(data=_values(authority))
    form.successor_id.choices = choices(others, "没有")
    if form.validate_on_submit():
        with refusals_on(form):
            changed = _save(authority_id, form)
            flash("已保存修改。" if changed else "内容没有变化。", "success")
            return redirect(url_for("desk.authorities.show", authority_id=authority_id), 303)
    is_stale = form.is_submitted() and form.version.data != str(authority.version)
    form.version.data = str(authority.version)
    return form_page("desk/authorities/edit.html", form, authority=authority, is_stale=is_stale)


@pages.route(f"{_ONE}/merge", methods=["GET", "POST"])
@needs(Permission.MANAGE_AUTHORITIES)
def merge(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = _authority(session, authority_id)
        others = _others(session, authority_id)
        moving = what_moves(session, authority_id)
    form = MergeForm()
    form.into_id.choices = choices(others, "请选择")
    if form.validate_on_submit():
        with refusals_on(form):
            into_id = int(form.into_id.data)
            moved = merge_authority(current_store(), current_actor(), authority_id, into_id, now=now())
            flash(f"已并入：{moved['documents']}份文件、{moved['filings']}件备案随之移入。", "success")
            return redirect(url_for("desk.authorities.show", authority_id=into_id), 303)
    return form_page("desk/authorities/merge.html", form, authority=authority, moving=moving)


def _authority(session: Session, authority_id: int) -> Authority:
    authority = session.get(Authority, authority_id)
    if authority is None:
        abort(404)
    return authority


def _others(session: Session, authority_id: int) -> dict[int | None, str]:
    return {one.id: one.name for one in all_authorities(session) if one.id != authority_id}


def _values(authority: Authority) -> dict[str, Any]:
    return {
        **{
            name: getattr(authority, name)
            for name in ("name", "organ_code", "email", "is_issuer", "abolished_on")
        },
        "kind": authority.kind.value,
        "successor_id": str(authority.successor_id or ""),
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
        renamed_on=form.renamed_on.data,
        abolished_on=form.abolished_on.data,
        successor_id=int(form.successor_id.data) if form.successor_id.data else None,
        version=typed_version(form.version),
        now=now(),
    )


def _may_edit() -> bool:
    return current_actor().may(Permission.MANAGE_AUTHORITIES)
