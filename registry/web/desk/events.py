"""The pages of an event: taking a mistaken one back, and the text as an amendment left it."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.add_amended_text import add_amended_text
from registry.actions.documents.void_event import void_event
from registry.clock import now
from registry.domain.amendments import AMENDING
from registry.domain.catalog import AMENDED_TEXT
from registry.domain.documents import Disclosure
from registry.domain.roles import Permission
from registry.domain.written_days import cn_date
from registry.storage.documents.tables import Document, DocumentEvent
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.uploads import receive
from registry.web.forms import Form, form_page, refusals_on

pages = Blueprint("events", __name__, url_prefix="/events")


class VoidForm(Form):
    reason = StringField(
        "更正理由", [InputRequired("请写明更正理由。"), Length(max=500, message="不能超过500字。")]
    )


class TextForm(Form):
    file = FileField("修改后的正文")


@pages.route("/<id:event_id>/void", methods=["GET", "POST"])
@needs(Permission.RECORD_EVENT)
def void(event_id: int) -> ResponseReturnValue:
    event, document = _event(event_id)
    form = VoidForm()
    if form.validate_on_submit():
        with refusals_on(form):
            void_event(current_store(), current_actor(), event_id, reason=form.reason.data or "", now=now())
            flash("已更正：该记录不再影响时效性，原记录保留可查。", "success")
            return redirect(url_for("desk.documents.show", document_id=document.id) + "#events", 303)
    return form_page("desk/events/void.html", form, event=event, document=document)


@pages.route("/<id:event_id>/text", methods=["GET", "POST"])
@needs(Permission.RECORD_EVENT)
def text(event_id: int) -> ResponseReturnValue:
    """Takes the text as the amendment left it; search and the pages of its days then show it."""
    event, document = _event(event_id)
    if event.kind not in AMENDING or document.disclosure is Disclosure.SECRET:
        abort(404)
    form = TextForm()
    if form.validate_on_submit():
        with refusals_on(form):
            received = receive(form.file.data or None, AMENDED_TEXT)
            words = received.reading.text
            add_amended_text(current_store(), current_actor(), event_id, received.kept, text=words, now=now())
            flash(f"已存为{cn_date(event.effective_on)}修改后的正文，读出{len(words)}字。", "success")
            for problem in received.reading.problems:
                flash(f"文件已保存。{problem}", "warning")
            return redirect(
                url_for("desk.documents.show", document_id=document.id, on=event.effective_on), 303
            )
    return form_page("desk/events/text.html", form, event=event, document=document)


def _event(event_id: int) -> tuple[DocumentEvent, Document]:
    """The event and its document; aborts with 404 if this person may not see it."""
    with reading(current_store()) as session:
        event = session.get(DocumentEvent, event_id)
        if event is None:
            abort(404)
        return event, visible_document(session, event.document_id)
