"""The form that records an event, and first shows the status that the document will have."""

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.record_event import check_event, make_event, spans_after
from registry.actions.documents.record_event import record_event as action
from registry.clock import now, today
from registry.domain.acts import RECORDED_KINDS, TERM_WORDS, Term
from registry.domain.amendments import AMENDING, LONGEST_ARTICLES, offered_articles
from registry.domain.citations import citation
from registry.domain.roles import Permission
from registry.domain.validity import EVENT_WORDS, EVER, FOREVER, EventKind, Span, Status
from registry.storage.documents.tables import Document, DocumentEvent, DocumentSpan, text_of
from registry.storage.documents.timelines import spans_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_date, asked_word
from registry.web.desk.documents.finding import named_document, visible_document
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.ways_back import way_back


class EventForm(Form):
    kind = SelectField(
        "变动",
        [InputRequired("请选择变动。")],
        choices=choices({kind: EVENT_WORDS[kind] for kind in RECORDED_KINDS}, "请选择"),
    )
    effective_on = day_field("自何日起", InputRequired("请填写变动生效的日期。"))
    by_document = StringField(
        "作出变动的文件（已登记的，填文号）", [Length(max=500, message="过长，请核对。")]
    )
    source = StringField("依据", [Length(max=500, message="依据不能超过500字。")])
    articles = StringField("所涉条款", [Length(max=LONGEST_ARTICLES, message="过长，请核对。")])
    new_valid_until = day_field("新的有效期至")
    term = SelectField("没有截止日的", choices=choices(TERM_WORDS, ""), default="")
    new_ends_when = StringField("有效至何事完成", [Length(max=100, message="过长，请概括。")])


@needs(Permission.RECORD_EVENT)
def record_event(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
    asked = {"kind": asked_word("kind", EventKind), "new_valid_until": asked_date("new_valid_until")}
    form = EventForm(data={"effective_on": today(), **asked})
    back = way_back(url_for("desk.documents.show", document_id=document_id))
    after: list[Span] = []
    if form.validate_on_submit():
        with refusals_on(form):
            with reading(current_store()) as session:
                said = _said(session, form)
                event = make_event(current_actor(), document_id, **said, now=now())
                check_event(session, document, event, said["term"])
                after = spans_after(session, document, event)
                _offer_articles(session, form, event)
            if request.form.get("do") == "record":
                action(current_store(), current_actor(), document_id, **said, now=now())
                flash(f"已记录：自{said['effective_on']}起{EVENT_WORDS[said['kind']]}。", "success")
                return redirect(back, 303)
    with reading(current_store()) as session:
        before = spans_of(session, document_id)
    return form_page(
        "desk/documents/record_event.html",
        form,
        document=document,
        back=back,
        before=before,
        after=after,
        changes_nothing=bool(after) and [_days(span) for span in before] == [_days(span) for span in after],
        EVER=EVER,
        FOREVER=FOREVER,
    )


def _said(session: Session, form: EventForm) -> dict[str, Any]:
    """What the form says of the event; without words of its own, the deciding document is its source."""
    by_id = named_document(session, form.by_document.data or "", "by_document")
    source = form.source.data or ""
    if by_id is not None and not source:
        by = session.get_one(Document, by_id)
        source = citation(by.title, by.doc_no)
    return {
        "kind": EventKind(form.kind.data),
        "effective_on": form.effective_on.data,
        "source": source,
        "by_document_id": by_id,
        "articles": form.articles.data or "",
        "new_valid_until": form.new_valid_until.data,
        "new_ends_when": form.new_ends_when.data or "",
        "term": Term(form.term.data) if form.term.data else None,
    }


def _offer_articles(session: Session, form: EventForm, event: DocumentEvent) -> None:
    """Fills in the articles that the amending act names, to be checked before the event is recorded."""
    if event.kind not in AMENDING or event.articles or event.by_document_id is None:
        return
    if offered := offered_articles(text_of(session, event.by_document_id)):
        form.articles.data = offered
        flash("所涉条款从作出修改的文件中读出，请核对后再确认记录。", "info")


def _days(span: DocumentSpan | Span) -> tuple[date, date, Status]:
    return span.from_on, span.until_on, span.status
