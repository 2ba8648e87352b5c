"""The pages that confirm a relation read from a text, and that remove a relation."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from registry.actions.documents.confirm_relation import confirm_relation
from registry.actions.documents.remove_relation import remove_relation
from registry.clock import now, today
from registry.domain.amendments import LONGEST_ARTICLES, offered_articles
from registry.domain.documents import RelationKind
from registry.domain.roles import Permission
from registry.domain.validity import ALIVE, EVENTS
from registry.storage.documents.tables import Document, Relation, relations_of, text_of
from registry.storage.documents.timelines import span_on
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import may_know, visible_document
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, form_page, refusals_on

pages = Blueprint("relations", __name__, url_prefix="/relations")


_OF_ARTICLES = frozenset({RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.REPLACES})


class ConfirmForm(Form):
    on = day_field("自何日起")
    is_partial = BooleanField("只涉及部分条款")
    articles = StringField("修改、部分废止的条款", [Length(max=LONGEST_ARTICLES, message="过长，请核对。")])


@pages.route("/<id:relation_id>/confirm", methods=["GET", "POST"])
@needs(Permission.WRITE_DOCUMENT)
def confirm(relation_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        relation, document, other = _ends(session, relation_id)
        start = relation.on or document.effective_on or document.published_on
        form = ConfirmForm(data={"on": start, "articles": _articles(session, relation)})
        on = form.on.data or today()
        span = span_on(session, other.id or 0, on - timedelta(days=1)) if other else None
    if form.validate_on_submit():
        with refusals_on(form):
            confirm_relation(
                current_store(),
                current_actor(),
                relation_id,
                on=form.on.data,
                is_partial=form.is_partial.data,
                articles=form.articles.data or "",
                now=now(),
            )
            flash("已确认文件关系。", "success")
            return redirect(url_for("desk.documents.show", document_id=document.id) + "#relations", 303)
    return form_page(
        "desk/relations/confirm.html",
        form,
        relation=relation,
        document=document,
        other=other if other and may_know(other) else None,
        span=span,
        changes_other=other is not None and relation.kind in EVENTS,
        may_name_articles=other is not None and relation.kind in _OF_ARTICLES,
        is_over=span is not None and span.status not in ALIVE,
    )


@pages.route("/<id:relation_id>/remove", methods=["GET", "POST"])
@needs(Permission.WRITE_DOCUMENT)
def remove(relation_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        relation, document, other = _ends(session, relation_id)
    if request.method == "POST":
        remove_relation(current_store(), current_actor(), relation_id, now=now())
        flash("已撤下文件关系。", "success")
        return redirect(url_for("desk.documents.show", document_id=document.id) + "#relations", 303)
    return render_template(
        "desk/relations/remove.html",
        relation=relation,
        document=document,
        other=other if other and may_know(other) else None,
        changes_other=other is not None and relation.kind in EVENTS and relation.is_confirmed,
    )


def _articles(session: Session, relation: Relation) -> str:
    """The articles that the document says it amends, if it amends no other document."""
    own, _ = relations_of(session, relation.document_id)
    amended = [other for other in own if other.kind is RelationKind.AMENDS]
    if relation.kind is not RelationKind.AMENDS or len(amended) > 1:
        return ""
    return offered_articles(text_of(session, relation.document_id))


def _ends(session: Session, relation_id: int) -> tuple[Relation, Document, Document | None]:
    """The relation, the document that has it, and the other document if it is registered. Aborts with 404."""
    relation = session.get(Relation, relation_id)
    if relation is None:
        abort(404)
    document = visible_document(session, relation.document_id)
    return relation, document, session.get(Document, relation.other_id) if relation.other_id else None
