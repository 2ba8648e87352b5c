"""The form that marks a draft as published, and first shows which filings that will owe."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import InputRequired

from registry.actions.documents.candidates import candidate_of
from registry.actions.documents.publish_document import filings_to_come, publish_document
from registry.clock import now, today
from registry.domain.document_fields import LABELS
from registry.domain.formation import steps_in_disorder
from registry.domain.publishing_gate import obstacles
from registry.domain.roles import Permission
from registry.storage import office
from registry.storage.documents.locks import lead_authority
from registry.storage.documents.tables import Document, steps_of
from registry.storage.documents.unlooked import unlooked_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.authorities.fields import note_of
from registry.web.desk.documents.finding import visible_document
from registry.web.desk.documents.form import day_field
from registry.web.desk.documents.formation import formation_problems
from registry.web.forms import Form, form_page, refusals_on, typed_version


class PublishForm(Form):
    published_on = day_field(LABELS["published_on"], InputRequired("请填写公布日期。"))
    effective_on = day_field(LABELS["effective_on"])
    version = HiddenField()


@needs(Permission.PUBLISH_DOCUMENT)
def publish(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
    if document.is_published:
        flash("该文件已标记为公布。", "info")
        return redirect(url_for("desk.documents.show", document_id=document_id), 303)
    form = PublishForm(
        data={
            "published_on": document.published_on or today(),
            "effective_on": document.effective_on,
            "version": str(document.version),
        }
    )
    day = form.published_on.data
    if form.validate_on_submit() and day and request.form.get("do") == "publish":
        with refusals_on(form):
            findings = publish_document(
                current_store(),
                current_actor(),
                document_id,
                published_on=day,
                effective_on=form.effective_on.data,
                version=typed_version(form.version.data),
                now=now(),
            )
            flash("已标记为公布。" + "".join(findings), "warning" if findings else "success")
            return redirect(url_for("desk.documents.show", document_id=document_id), 303)
    return _page(form, document)


def _page(form: PublishForm, document: Document) -> ResponseReturnValue:
    """The page, with the due dates of the filings for the day in the form."""
    document_id, day = document.id or 0, form.published_on.data
    with reading(current_store()) as session:
        document = session.get_one(Document, document_id)
        found = obstacles(candidate_of(session, document, day))
        late = steps_in_disorder(day, steps_of(session, document_id))
        problems = [words for words in formation_problems(session, document, day) if words not in late]
        filings = filings_to_come(session, document, day) if day else []
        note = note_of(session, lead_authority(session, document), day) if day else ""
        n_unlooked = len(unlooked_of(session, document_id))
        is_old = day is not None and day < office.tracked_from(session)
    form.version.data = str(document.version)
    return form_page(
        "desk/documents/publish.html",
        form,
        document=document,
        obstacles=found,
        mended_at=list(dict.fromkeys(obstacle.place for obstacle in found)),
        problems=problems,
        is_blocked=bool(found) and not is_old,
        is_old=is_old,
        n_unlooked=n_unlooked,
        filings=filings,
        vertical_note=note,
        day=day,
    )
