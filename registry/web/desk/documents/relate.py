"""The form that relates a document to another one, registered or in words."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.documents.relate_documents import relate_documents
from registry.clock import now
from registry.domain.amendments import LONGEST_ARTICLES
from registry.domain.documents import RELATION_WORDS, RelationKind
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import named_document, visible_document
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, choices, form_page, refusals_on
from registry.web.ways_back import way_back


class RelationForm(Form):
    kind = SelectField(
        "本文件",
        [InputRequired("请选择关系。")],
        choices=choices({kind: words[0] for kind, words in RELATION_WORDS.items()}, "请选择"),
    )
    other = StringField("对方文件的文号或标题（已登记的）", [Length(max=500, message="过长，请核对。")])
    other_text = StringField("对方文件未登记的，写出名称和文号", [Length(max=500, message="不能超过500字。")])
    on = day_field("自何日起")
    is_partial = BooleanField("只涉及部分条款")
    articles = StringField("修改、部分废止的条款", [Length(max=LONGEST_ARTICLES, message="过长，请核对。")])
    clause = TextAreaField("本文件中的依据条款", [Length(max=1000, message="不能超过1000字。")])


@needs(Permission.WRITE_DOCUMENT)
def relate(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
    if not current_actor().may_see([document.lead_authority_id]):
        abort(403)
    form = RelationForm(data={name: request.args.get(name, "") for name in ("kind", "other")})
    back = way_back(url_for("desk.documents.show", document_id=document_id, _anchor="relations"))
    if form.validate_on_submit():
        with refusals_on(form):
            with reading(current_store()) as session:
                other_id = named_document(session, form.other.data or "", "other")
            relate_documents(
                current_store(),
                current_actor(),
                document_id,
                RelationKind(form.kind.data),
                other_id=other_id,
                other_text="" if other_id else form.other_text.data or "",
                on=form.on.data,
                clause=form.clause.data or "",
                is_partial=form.is_partial.data,
                articles=form.articles.data or None,
                now=now(),
            )
            flash("已登记文件关系。", "success")
            return redirect(back, 303)
    return form_page("desk/documents/relate.html", form, document=document, back=back)
