"""What the office says about itself: its names, the order of its annexes, its first cleanup."""

from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from registry.actions.office.edit_settings import edit_settings
from registry.clock import now
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.roles import Permission
from registry.storage import office
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on

_PLACES = tuple(f"annex_{n}" for n in range(1, len(Outcome) + 1))
_TEXTS = ("office_name", "government_name", "review_authority", "paper_code")


class OfficeForm(Form):
    office_name = StringField("本单位名称", [InputRequired("请填写本单位名称。"), Length(max=100)])
    government_name = StringField("本级政府名称", [InputRequired("请填写本级政府名称。"), Length(max=100)])
    review_authority = StringField(
        "上级备案审查机关", [InputRequired("请填写上级备案审查机关。"), Length(max=100)]
    )
    paper_code = StringField("文书编号前的机关代字", [Length(max=10, message="最多10个字。")])
    first_cleanup_due_on = DateField("首次集中清理完成期限", [Optional()])
    publishes_issuers = BooleanField("在公众网站上公开制定主体清单")
    publishes_lapses = BooleanField("在公众网站上公开今后18个月内到期的文件")
    two_person_signing = BooleanField("审查结论由两人办理：起草审查工作底稿的人不能签发")


for _n, _place in enumerate(_PLACES, 1):
    setattr(OfficeForm, _place, SelectField(f"附件{_n}", choices=choices(OUTCOME_WORDS)))


@needs(Permission.MANAGE_RULES)
def edit() -> ResponseReturnValue:
    with reading(current_store()) as session:
        values: dict[str, Any] = {name: office.setting(session, name) for name in office.DEFAULTS}
    first = values["first_cleanup_due_on"]
    order = dict(zip(_PLACES, values["annex_order"].split(","), strict=False))
    form = OfficeForm(
        **{name: values[name] for name in _TEXTS},
        first_cleanup_due_on=date.fromisoformat(first) if first else None,
        publishes_issuers=values["publishes_issuers"] == "yes",
        publishes_lapses=values["publishes_lapses"] == "yes",
        two_person_signing=values["two_person_signing"] == "yes",
        **order,
    )
    if form.validate_on_submit():
        with refusals_on(form):
            edit_settings(current_store(), current_actor(), _typed(form), now=now())
            flash("设置已保存。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    return form_page("desk/settings/edit.html", form, tracked_from=values["tracked_from"], annexes=_PLACES)


def _typed(form: OfficeForm) -> dict[str, str]:
    first = form.first_cleanup_due_on.data
    return {
        "office_name": form.office_name.data or "",
        "government_name": form.government_name.data or "",
        "review_authority": form.review_authority.data or "",
        "paper_code": form.paper_code.data or "",
        "first_cleanup_due_on": first.isoformat() if first else "",
        "publishes_issuers": "yes" if form.publishes_issuers.data else "",
        "publishes_lapses": "yes" if form.publishes_lapses.data else "",
        "two_person_signing": "yes" if form.two_person_signing.data else "",
        "annex_order": ",".join(form[place].data for place in _PLACES),
    }
