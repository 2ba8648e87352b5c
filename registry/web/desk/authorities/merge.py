"""Merging an authority that was entered twice into the right one."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import InputRequired

from registry.actions.authorities.merge_authority import merge_authority, what_moves
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.authorities.fields import find_authority, other_names
from registry.web.forms import Form, choices, form_page, refusals_on


class MergeForm(Form):
    into_id = SelectField("并入", [InputRequired("请选择并入哪个机关。")])


@needs(Permission.MANAGE_AUTHORITIES)
def merge(authority_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
        others = other_names(session, authority_id, with_abolished=True)
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
