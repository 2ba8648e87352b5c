"""The page that voids a mistaken event."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.void_event import void_event
from registry.clock import now
from registry.domain.roles import Permission
from registry.storage.documents.tables import DocumentEvent
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.forms import Form, form_page, refusals_on

pages = Blueprint("events", __name__, url_prefix="/events")


class VoidForm(Form):
    reason = StringField(
        "更正理由", [InputRequired("请写明更正理由。"), Length(max=500, message="不能超过500字。")]
    )


@pages.route("/<id:event_id>/void", methods=["GET", "POST"])
@needs(Permission.RECORD_EVENT)
def void(event_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        event = session.get(DocumentEvent, event_id)
        if event is None:
            abort(404)
        document = visible_document(session, event.document_id)
    form = VoidForm()
    if form.validate_on_submit():
        with refusals_on(form):
            void_event(current_store(), current_actor(), event_id, reason=form.reason.data or "", now=now())
            flash("已更正：该记录不再影响时效性，原记录保留可查。", "success")
            return redirect(url_for("desk.documents.show", document_id=document.id) + "#events", 303)
    return form_page("desk/events/void.html", form, event=event, document=document)
