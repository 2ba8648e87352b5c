"""The form that gives many documents in doubt the same value: first the numbers are shown, then it is done."""

from typing import NamedTuple

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from registry.actions.documents.fill_documents import (
    MAX_REASON,
    MOST,
    Filled,
    Filling,
    fill_documents,
    preview_filling,
)
from registry.clock import now
from registry.domain.citations import quoted
from registry.domain.document_fields import LABELS
from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.storage.authorities import present_authorities
from registry.storage.doubts.queue import (
    QueueFilter,
    QueueRow,
    count_doubts,
    ids_in_doubt,
    queue_keys,
    queue_rows,
)
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, choices, form_page, is_revising, put_on
from registry.web.ways_back import way_back

_SHOWN = 20
_ALL = "all"


class _FillForm(Form):
    reason = TextAreaField(
        "依据",
        [InputRequired("请写明依据。"), Length(max=MAX_REASON, message=f"最多{MAX_REASON}个字。")],
    )


class AuthorityForm(_FillForm):
    authority_id = SelectField(
        LABELS["lead_authority"], [InputRequired("请选择制定机关。")], coerce=lambda value: int(value or 0)
    )

    def filling(self) -> Filling:
        return Filling(authority_id=self.authority_id.data)


class DayForm(_FillForm):
    published_on = day_field(LABELS["published_on"], InputRequired("请填写公布日期。"))

    def filling(self) -> Filling:
        return Filling(published_on=self.published_on.data)


class ValidityForm(_FillForm):
    validity = SelectField(
        "有效期怎么定",
        choices=choices(
            {"years": "自施行之日起若干年", "until": "都到同一天", "none": LABELS["has_no_expiry"]}
        ),
    )
    years = IntegerField("几年", [Optional(), NumberRange(1, 30, message="请填写1至30之间的数。")])
    valid_until = day_field(LABELS["valid_until"])

    def filling(self) -> Filling:
        """The validity. Raises Refusal if the chosen number of years or day is missing."""
        if self.validity.data == "none":
            return Filling(has_no_expiry=True)
        if self.validity.data == "years":
            filling = Filling(years=self.years.data)
        else:
            filling = Filling(valid_until=self.valid_until.data)
        if filling == Filling():
            raise Refusal("请填写这一项。", "years" if self.validity.data == "years" else "valid_until")
        return filling


FORMS: dict[Doubt, type[AuthorityForm | DayForm | ValidityForm]] = {
    Doubt.UNKNOWN_STATUS: DayForm,
    Doubt.NO_PUBLISHED_ON: DayForm,
    Doubt.NOT_AN_ISSUER: AuthorityForm,
    Doubt.UNREVIEWED_AUTHORITY: AuthorityForm,
    Doubt.LONG_TRIAL: ValidityForm,
    Doubt.SHORT_VALIDITY: ValidityForm,
    Doubt.NO_VALIDITY: ValidityForm,
}
"""The doubts that can be resolved by giving many documents the same value, and the form that asks for it."""


class _Asked(NamedTuple):
    """The documents to fill, the first of them as rows, and how many more in the queue have to wait."""

    ids: list[int]
    rows: list[QueueRow]
    n_left: int


@needs(Permission.PUBLISH_DOCUMENT)
def fill_doubts() -> ResponseReturnValue:
    """`doubt` and the `document`s are in the address, or `document=all` with the filters of the queue.

    The confirmation names the documents that were shown: those that entered the queue since are not filled.
    """
    doubt = asked_word("doubt", Doubt)
    if doubt not in FORMS:
        abort(404)
    back = way_back(url_for("desk.documents.doubts", doubt=doubt))
    form = FORMS[doubt]()
    with reading(current_store()) as session:
        asked = _asked(session, doubt)
        if isinstance(form, AuthorityForm):
            authorities = present_authorities(session)
            names = {authority.id: authority.name for authority in authorities if not authority.is_unknown}
            form.authority_id.choices = choices(names, "请选择")
    if not asked.ids:
        flash("没有选中待核的文件：请先勾选；已经处理的不再列出。", "info")
        return redirect(back, 303)
    filled = None
    if not is_revising() and form.validate_on_submit():
        try:
            filled = _try(form, asked.ids)
        except Refusal as refusal:
            put_on(form, refusal)
    if filled is not None and "confirmed" in request.form:
        _tell(filled, doubt)
        return redirect(back, 303)
    return form_page(
        "desk/documents/fill_doubts.html", form, doubt=doubt, asked=asked, filled=filled, back=back, most=MOST
    )


def _asked(session: Session, doubt: Doubt) -> _Asked:
    if "document" in request.form:
        ids, n_left = ids_in_doubt(session, doubt, request.form.getlist("document", type=record_id)[:MOST]), 0
    elif _ALL in request.args.getlist("document"):
        authority_id = request.args.get("authority", type=record_id)
        wanted = QueueFilter(request.args.get("q", "").strip()[:200], doubt, authority_id)
        counts = count_doubts(session, wanted)
        ids = [document_id for _, document_id in queue_keys(session, wanted, counts, 0, MOST)]
        n_left = counts.get(doubt, 0) - len(ids)
    else:
        ids = ids_in_doubt(session, doubt, request.args.getlist("document", type=record_id)[:MOST])
        n_left = 0
    rows = queue_rows(session, [(doubt, document_id) for document_id in ids[:_SHOWN]])
    return _Asked(ids, rows, n_left)


def _try(form: AuthorityForm | DayForm | ValidityForm, ids: list[int]) -> Filled:
    """The result: of filling the documents if it was confirmed, else of a preview. Raises Refusal."""
    act = fill_documents if "confirmed" in request.form else preview_filling
    return act(current_store(), current_actor(), ids, form.filling(), form.reason.data or "", now=now())


def _tell(filled: Filled, doubt: Doubt) -> None:
    if filled.n_changed:
        flash(f"{filled.n_changed}件文件已补录，每件都记了依据（{DOUBT_WORDS[doubt]}）。", "success")
    if filled.refused:
        told = "；".join(f"{quoted(title)}{sentence}" for _, title, sentence in filled.refused[:5])
        flash(f"{len(filled.refused)}件没有改，仍在待核：{told}", "warning")
