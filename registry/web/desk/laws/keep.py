"""Forms that keep the table by hand: add a law, correct one, take one off."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from registry.actions.laws.keep_law import MAX_REASON, add_law, edit_law, remove_law
from registry.clock import now
from registry.domain.citations import quoted
from registry.domain.law_tables import LONGEST
from registry.domain.laws import LAW_WORDS, Law, LawStatus, Origin
from registry.domain.roles import Permission
from registry.readers.ledgers.law_lines import bare_title
from registry.storage.engine import reading
from registry.storage.laws import LawVersion
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on


def _longest(name: str) -> Length:
    return Length(max=LONGEST[name], message=f"最多{LONGEST[name]}个字。")


class LawForm(Form):
    title = StringField("法律名称", [InputRequired("请填写法律名称。"), _longest("title")])
    doc_no = StringField("文号", [_longest("doc_no")])
    status = SelectField("状态", choices=choices(LAW_WORDS))
    since = DateField("自何日起", [Optional()])
    successor = StringField("替代法规", [_longest("successor")])
    source = StringField("依据", [InputRequired("请写明依据。"), _longest("source")])

    def law(self) -> Law:
        return Law(
            bare_title(self.title.data or ""),
            LawStatus(self.status.data),
            self.since.data,
            bare_title(self.successor.data or ""),
            self.doc_no.data or "",
            self.source.data or "",
            Origin.BY_HAND,
        )


class RemoveForm(Form):
    reason = TextAreaField(
        "为什么移出",
        [InputRequired("请写明为什么移出。"), Length(max=MAX_REASON, message=f"最多{MAX_REASON}个字。")],
    )


@needs(Permission.KEEP_LAWS)
def new() -> ResponseReturnValue:
    form = LawForm()
    if form.validate_on_submit():
        with refusals_on(form):
            law_id = add_law(current_store(), current_actor(), form.law(), now=now())
            flash("已补录。以它为依据的文件已经重新核对。", "success")
            return redirect(url_for(".show", law_id=law_id), 303)
    return form_page("desk/laws/new.html", form)


@needs(Permission.KEEP_LAWS)
def edit(law_id: int) -> ResponseReturnValue:
    row = _row(law_id)
    form = LawForm(obj=row)
    if form.validate_on_submit():
        with refusals_on(form):
            new_id = edit_law(current_store(), current_actor(), law_id, form.law(), now=now())
            flash("已保存。以它为依据的文件已经重新核对。", "success")
            return redirect(url_for(".show", law_id=new_id), 303)
    return form_page("desk/laws/edit.html", form, row=row)


@needs(Permission.KEEP_LAWS)
def remove(law_id: int) -> ResponseReturnValue:
    row = _row(law_id)
    form = RemoveForm()
    if form.validate_on_submit():
        with refusals_on(form):
            remove_law(current_store(), current_actor(), law_id, form.reason.data or "", now=now())
            flash(f"已移出{quoted(row.title)}。它的历史记录还在。", "success")
            return redirect(url_for(".index"), 303)
    return form_page("desk/laws/remove.html", form, row=row)


def _row(law_id: int) -> LawVersion:
    """The present row of a law; 404 for one that was replaced or taken off."""
    with reading(current_store()) as session:
        row = session.get(LawVersion, law_id)
    if row is None or row.replaced_at is not None or row.is_removed:
        abort(404)
    return row
