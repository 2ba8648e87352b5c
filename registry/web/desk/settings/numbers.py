"""The series of registration numbers: where it starts, and going on after a restore."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from registry.actions.filings.start_number_series import start_number_series
from registry.actions.office.resume_sending import resume_sending
from registry.clock import now, today
from registry.domain.doc_numbers import filing_no
from registry.domain.roles import Permission
from registry.storage import counters, office
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, form_page, refusals_on

_MAX_SERIAL = 99_999


class SerialForm(Form):
    last_serial = IntegerField(
        "最后使用的序号",
        [InputRequired("请填写序号。"), NumberRange(0, _MAX_SERIAL, "序号应为0至99999的整数。")],
    )


class SeriesForm(SerialForm):
    year = IntegerField("年份", [InputRequired("请填写年份。"), NumberRange(2000, 2100, "年份应为四位数。")])


@needs(Permission.MANAGE_RULES)
def start_numbers() -> ResponseReturnValue:
    form = SeriesForm(year=today().year)
    if form.validate_on_submit():
        with refusals_on(form):
            year, last_serial = form.year.data or 0, form.last_serial.data or 0
            following = start_number_series(
                current_store(), current_actor(), year=year, last_serial=last_serial, now=now()
            )
            flash(f"下一个备案登记号为{following}。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    return form_page("desk/settings/start_numbers.html", form)


@needs(Permission.MANAGE_RULES)
def resume() -> ResponseReturnValue:
    """After a restore: the last number really used is confirmed, then sending and numbering go on."""
    year = today().year
    with reading(current_store()) as session:
        because = office.setting(session, "sending_paused_because")
        known = counters.read(session, f"registration-{year}")
    form = SerialForm(last_serial=known)
    if form.validate_on_submit():
        with refusals_on(form):
            following = resume_sending(
                current_store(), current_actor(), last_serial=form.last_serial.data or 0, now=now()
            )
            flash(f"已恢复发送和登记，下一个备案登记号为{following}。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    known_no = filing_no(year, known) if known else ""
    return form_page("desk/settings/resume.html", form, because=because, year=year, known_no=known_no)
