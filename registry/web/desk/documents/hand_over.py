"""The pages on which a contact hands a draft over to the office, and the office returns it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.candidates import candidate_of
from registry.actions.documents.hand_over_draft import LONGEST_REASON, hand_over_draft, return_draft
from registry.clock import now
from registry.domain.publishing_gate import obstacles
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.hit_lists import count_hits
from registry.storage.people import office_people
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import visible_document
from registry.web.forms import Form, form_page, refusals_on


class HandOverForm(Form):
    """Nothing to fill in: the page says what will happen."""


class ReturnForm(Form):
    reason = TextAreaField(
        "退回的理由",
        [
            InputRequired("请写明退回的理由。"),
            Length(max=LONGEST_REASON, message=f"最多{LONGEST_REASON}个字。"),
        ],
    )


@needs(Permission.WRITE_DOCUMENT)
def hand_over(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        found = obstacles(candidate_of(session, document, document.published_on))
        n_open = count_hits(session, document_id).n_open
        told = [person.name for person in office_people(session)]
    back = url_for("desk.documents.show", document_id=document_id)
    form = HandOverForm()
    if form.validate_on_submit():
        with refusals_on(form):
            hand_over_draft(current_store(), current_actor(), document_id, now=now())
            flash("已交法制机构，标记公布以后会通知您报送备案。", "success")
            return redirect(back, 303)
    return form_page(
        "desk/documents/hand_over.html",
        form,
        document=document,
        obstacles=found,
        n_open=n_open,
        told=told,
        back=back,
    )


@needs(Permission.PUBLISH_DOCUMENT)
def give_back(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
    back = url_for("desk.documents.show", document_id=document_id)
    form = ReturnForm()
    if form.validate_on_submit():
        with refusals_on(form):
            reason = form.reason.data or ""
            return_draft(current_store(), current_actor(), document_id, reason=reason, now=now())
            flash("已退回，制定机关会收到通知。", "success")
            return redirect(back, 303)
    return form_page("desk/documents/give_back.html", form, document=document, back=back)
