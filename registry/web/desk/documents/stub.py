"""The form that counts a secret document: its local serial, authority and year, and nothing else."""

from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from registry.actions.documents.register_document import register_document
from registry.clock import now, today
from registry.domain.document_fields import BY_NAME, LABELS
from registry.domain.documents import Dates, Disclosure, DocumentFacts, DocumentKind
from registry.domain.roles import Permission
from registry.storage.authorities import present_authorities
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on

_SERIAL = BY_NAME["local_serial"]


class StubForm(Form):
    local_serial = StringField(
        _SERIAL.label,
        [
            InputRequired(f"请填写{_SERIAL.label}。"),
            Length(max=_SERIAL.longest, message=f"{_SERIAL.label}不能超过{_SERIAL.longest}字。"),
        ],
    )
    authority_id = SelectField(LABELS["lead_authority"], [InputRequired("请选择制定机关。")])
    year = IntegerField(
        "公布年度",
        [InputRequired("请填写四位数的年度。"), NumberRange(1949, 2199, "年度应在1949至2199之间。")],
    )


@needs(Permission.PUBLISH_DOCUMENT)
def new_stub() -> ResponseReturnValue:
    form = StubForm(data={"year": today().year})
    with reading(current_store()) as session:
        authorities = present_authorities(session)
        issuers = {authority.id: authority.name for authority in authorities if authority.is_issuer}
    form.authority_id.choices = choices(issuers, "请选择")
    if form.validate_on_submit():
        with refusals_on(form):
            document_id = register_document(
                current_store(), current_actor(), _facts(form), is_published=True, now=now()
            )
            flash("已登记涉密文件，只计入总数。", "success")
            return redirect(url_for("desk.documents.show", document_id=document_id), 303)
    return form_page("desk/documents/new_stub.html", form)


def _facts(form: StubForm) -> DocumentFacts:
    """The facts of a secret stub. It has no day: its year is stored as 1 January."""
    return DocumentFacts(
        title="",
        authority_ids=(int(form.authority_id.data),),
        kind=DocumentKind.OTHER,
        dates=Dates(signed_on=date(form.year.data or today().year, 1, 1)),
        disclosure=Disclosure.SECRET,
        local_serial=form.local_serial.data or "",
    )
