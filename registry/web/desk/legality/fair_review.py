"""The form of the conclusion of 公平竞争审查."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.legality.record_fair_review import record_fair_review
from registry.clock import now
from registry.domain.checks.findings import CheckKind
from registry.domain.fair_reviews import FairConclusion, FairException, FairFacts
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.fair_reviews import FairReview, fair_review_of
from registry.storage.text_checks import hits_of
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.form import day_field
from registry.web.desk.legality.finding import reviewed_document
from registry.web.desk.uploads import receive
from registry.web.forms import Form, choices, form_page, refusals_on

_MOST_SHOWN = 10


class FairReviewForm(Form):
    conclusion = SelectField(
        "审查结论",
        [InputRequired("请选择审查结论；不涉及的，选“不涉及”并写明理由。")],
        choices=choices({found: found.word for found in FairConclusion}, "请选择"),
        default="",
    )
    exception = SelectField(
        "适用的例外情形（公平竞争审查条例第十二条）",
        choices=choices({found: found.word for found in FairException}, "不适用例外"),
        default="",
    )
    body = StringField("审查单位", [Length(max=200, message="不能超过200字。")])
    reviewed_on = day_field("审查日期")
    because = TextAreaField("说明", [Length(max=2000, message="最多2000个字。")])
    file = FileField("审查结论（扫描件或电子文本）")


@needs(Permission.WRITE_DOCUMENT)
def fair_review(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = reviewed_document(session, document_id, Permission.WRITE_DOCUMENT)
        row = fair_review_of(session, document_id)
        hits = [hit for hit in hits_of(session, document_id) if hit.kind is CheckKind.COMPETITION]
    form = FairReviewForm(data=_values(row))
    back = url_for("desk.legality.show", document_id=document_id)
    if form.validate_on_submit():
        with refusals_on(form):
            uploaded = form.file.data
            record_fair_review(
                current_store(),
                current_actor(),
                document_id,
                _facts(form),
                file=receive(uploaded, "material").kept if uploaded else None,
                now=now(),
            )
            flash("已登记公平竞争审查的结论。", "success")
            return redirect(back, 303)
    return form_page(
        "desk/legality/fair_review.html",
        form,
        document=document,
        hits=hits[:_MOST_SHOWN],
        n_hits=len(hits),
        row=row,
        back=back,
    )


def _facts(form: FairReviewForm) -> FairFacts:
    return FairFacts(
        FairConclusion(form.conclusion.data),
        form.body.data or "",
        form.reviewed_on.data,
        FairException(form.exception.data) if form.exception.data else None,
        form.because.data or "",
    )


def _values(row: FairReview | None) -> dict[str, object]:
    if row is None:
        return {}
    return {
        "conclusion": row.conclusion.value,
        "exception": row.exception.value if row.exception else "",
        "body": row.body,
        "reviewed_on": row.reviewed_on,
        "because": row.because,
    }
