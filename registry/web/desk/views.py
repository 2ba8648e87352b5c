"""Saved views: keeping the state of a list under a name, and deleting it."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from registry.actions.people.delete_view import delete_view
from registry.actions.people.save_view import save_view
from registry.clock import now
from registry.domain.roles import Permission
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, form_page, refusals_on
from registry.web.saved_views import PAGES, address_of

pages = Blueprint("views", __name__, url_prefix="/views")


class ViewForm(Form):
    name = StringField("视图名称")
    page = HiddenField()
    query = HiddenField()


@pages.post("/save")
@needs(Permission.READ_OWN)
def save() -> ResponseReturnValue:
    """POST comes from the list; its own page is shown only when the name is refused."""
    form = ViewForm()
    page, query = form.page.data or "", form.query.data or ""
    if page not in PAGES:
        abort(404)
    back = address_of(page, query)
    if form.validate_on_submit():
        with refusals_on(form):
            name = form.name.data or ""
            save_view(current_store(), current_actor(), page=page, name=name, query=query, now=now())
            flash(f"已保存视图“{name}”，以后在列表上方点它的名称打开。", "success")
            return redirect(back, 303)
    return form_page("desk/views/save.html", form, back=back)


@pages.post("/<id:view_id>/delete")
@needs(Permission.READ_OWN)
def delete(view_id: int) -> ResponseReturnValue:
    view = delete_view(current_store(), current_actor(), view_id)
    flash(f"已删除视图“{view.name}”。", "success")
    return redirect(url_for(view.page), 303)
