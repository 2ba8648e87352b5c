"""When one is absent oneself, and who gets the notices meanwhile; an admin fills in the same for others."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from registry.actions.people.set_absence import set_absence
from registry.clock import now, today
from registry.domain.deputies import may_stand_in
from registry.domain.roles import Permission, Role
from registry.domain.written_days import cn_date
from registry.storage.engine import reading
from registry.storage.people import User, active_users
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on


class AbsenceForm(Form):
    absent_from = DateField("不在岗的第一天", [Optional()])
    absent_until = DateField("不在岗的最后一天", [Optional()])
    deputy_id = SelectField("代收人")


@needs(Permission.READ_OWN)
def absence() -> ResponseReturnValue:
    """One's own absence."""
    user_id = current_actor().user_id or 0
    return absence_page(user_id, "account/absence.html", url_for("desk.today.index"))


def absence_page(user_id: int, template: str, done: str) -> ResponseReturnValue:
    """GET shows the absence of a user; POST saves it and leads to `done`."""
    with reading(current_store()) as session:
        user = session.get_one(User, user_id)
        colleagues = [other for other in active_users(session, list(Role)) if may_stand_in(other, user)]
    form = AbsenceForm(
        absent_from=user.absent_from,
        absent_until=user.absent_until,
        deputy_id=str(user.deputy_id or ""),
    )
    names = {str(other.id): other.name for other in colleagues}
    form.deputy_id.choices = choices(names, empty="不指定（通知仍发给本人）")
    if form.validate_on_submit():
        with refusals_on(form):
            saved = set_absence(
                current_store(),
                current_actor(),
                user_id,
                absent_from=form.absent_from.data,
                absent_until=form.absent_until.data,
                deputy_id=int(form.deputy_id.data) if form.deputy_id.data else None,
                now=now(),
            )
            flash(_said(saved, names), "success")
            return redirect(done, 303)
    is_over = user.absent_until is not None and user.absent_until < today()
    return form_page(template, form, user=user, is_over=is_over, has_colleagues=bool(colleagues))


def _said(user: User, names: dict[str, str]) -> str:
    if user.absent_from is None:
        return f"{user.name}不再登记为不在岗，通知发给本人。"
    days = f"{user.name}自{cn_date(user.absent_from)}至{cn_date(user.absent_until)}不在岗"
    if user.deputy_id is None:
        return f"{days}。没有指定代收人，通知仍发给本人。"
    return f"{days}，期间新产生的通知由{names[str(user.deputy_id)]}代收。"
