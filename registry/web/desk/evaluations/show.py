"""One evaluation: what is asked and answered, its working, and what became of it."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from registry.actions.evaluations import answer_evaluation as answering
from registry.actions.evaluations import settle_evaluation as settling
from registry.clock import now, today
from registry.domain.evaluations import QUESTIONS, Conclusion
from registry.domain.roles import Permission
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.evaluations import Evaluation
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on, typed_version


class EvaluationForm(Form):
    conclusion = SelectField(
        "评估结论", choices=choices({kind: kind.word for kind in Conclusion}, "请选择"), default=""
    )
    reason = TextAreaField("理由")
    extend_until = DateField("建议延长至", [Optional()])
    version = HiddenField()


for _name, _question in QUESTIONS.items():
    setattr(EvaluationForm, _name, TextAreaField(_question))


@needs(Permission.READ_OWN)
def show(evaluation_id: int) -> ResponseReturnValue:
    """The evaluation; POST answers it, for its authority or on behalf of it."""
    evaluation, document, authority = _found(evaluation_id)
    form = EvaluationForm(
        data={
            **evaluation.answers,
            "conclusion": evaluation.conclusion or "",
            "reason": evaluation.reason,
            "extend_until": evaluation.extend_until,
            "version": str(evaluation.version),
        }
    )
    if form.validate_on_submit():
        with refusals_on(form):
            answering.answer_evaluation(
                current_store(),
                current_actor(),
                evaluation_id,
                answers={name: form[name].data or "" for name in QUESTIONS},
                conclusion=Conclusion(form.conclusion.data) if form.conclusion.data else None,
                reason=form.reason.data or "",
                extend_until=form.extend_until.data,
                version=typed_version(form.version.data),
                now=now(),
            )
            flash("评估结论已报送。", "success")
            return redirect(url_for(".show", evaluation_id=evaluation_id), 303)
    return _page(form, evaluation, document, authority)


@needs(Permission.RUN_CLEANUP)
def settle(evaluation_id: int) -> ResponseReturnValue:
    settling.settle_evaluation(
        current_store(),
        current_actor(),
        evaluation_id,
        words=request.form.get("words", ""),
        version=typed_version(request.form.get("version")),
        now=now(),
    )
    flash("已办结。", "success")
    return redirect(url_for(".show", evaluation_id=evaluation_id), 303)


def _found(evaluation_id: int) -> tuple[Evaluation, Document, Authority]:
    """The evaluation with its document and authority; 404 where there is none or it is another authority's."""
    with reading(current_store()) as session:
        evaluation = session.get(Evaluation, evaluation_id)
        if evaluation is None or not current_actor().may_see([evaluation.authority_id]):
            abort(404)
        document = session.get_one(Document, evaluation.document_id)
        return evaluation, document, session.get_one(Authority, evaluation.authority_id)


def _page(form: EvaluationForm, evaluation: Evaluation, *facts: Any) -> ResponseReturnValue:
    document, authority = facts
    actor = current_actor()
    return form_page(
        "desk/evaluations/show.html",
        form,
        evaluation=evaluation,
        document=document,
        authority=authority,
        questions=QUESTIONS,
        today=today(),
        may_answer=actor.may(Permission.PROPOSE_OUTCOME) and evaluation.settled_at is None,
        may_settle=actor.may(Permission.RUN_CLEANUP)
        and evaluation.answered_at is not None
        and evaluation.settled_at is None,
        may_open=actor.may_see([document.lead_authority_id]),
    )
