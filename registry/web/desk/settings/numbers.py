"""The series of registration numbers: where it starts, and going on after a restore."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from registry.actions.filings.start_number_series import start_number_series
from registry.actions.office.resume_sending import resume_sending
from registry.actions.papers.start_series import start_paper_series
from registry.clock import now, today
from registry.domain.doc_numbers import MAX_SERIAL, filing_no
from registry.domain.papers.kinds import counter_of
from registry.domain.papers.series import all_series
from registry.domain.roles import Permission
from registry.storage import counters, office
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, choices, form_page, refusals_on

_IN_RANGE = NumberRange(0, MAX_SERIAL, f"序号应为0至{MAX_SERIAL}的整数。")


class SerialForm(Form):
    last_serial = IntegerField("最后使用的序号", [InputRequired("请填写序号。"), _IN_RANGE])


class SeriesForm(SerialForm):
    year = IntegerField("年份", [InputRequired("请填写年份。"), NumberRange(2000, 2100, "年份应为四位数。")])


class PaperSeriesForm(SeriesForm):
    series = SelectField("编号", [InputRequired("请选择是哪一种编号。")])


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
def start_papers() -> ResponseReturnValue:
    """Where the numbers of a series of papers start in a year."""
    form = PaperSeriesForm(year=today().year)
    form.series.choices = choices(
        {name: f"{name}（{kinds}）" for name, kinds in all_series().items()}, "请选择"
    )
    if form.validate_on_submit():
        with refusals_on(form):
            following = start_paper_series(
                current_store(),
                current_actor(),
                form.series.data,
                year=form.year.data or 0,
                last_serial=form.last_serial.data or 0,
                now=now(),
            )
            flash(f"下一个编号为{following}。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    return form_page("desk/settings/start_papers.html", form)


@needs(Permission.MANAGE_RULES)
def resume() -> ResponseReturnValue:
    """After a restore: the last numbers really used are confirmed, then sending and numbering go on."""
    year, series = today().year, list(all_series())
    with reading(current_store()) as session:
        because = office.setting(session, "sending_paused_because")
        known = counters.read(session, f"registration-{year}")
        counted = {name: counters.read(session, counter_of(name, year)) for name in series}
    form = _resume_form(series)(last_serial=known, **counted)
    if form.validate_on_submit():
        with refusals_on(form):
            following = resume_sending(
                current_store(),
                current_actor(),
                last_serial=form.last_serial.data or 0,
                last_papers={name: form[name].data for name in series if form[name].data is not None},
                now=now(),
            )
            flash(f"已恢复发送和登记，下一个备案登记号为{following}。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    known_no = filing_no(year, known) if known else ""
    context = {"because": because, "year": year, "known_no": known_no, "counted": counted}
    return form_page("desk/settings/resume.html", form, **context)


def _resume_form(series: list[str]) -> type[SerialForm]:
    """The form with a field for the last number of each series of papers."""
    fields = {name: IntegerField(f"{name}最后使用的序号", [Optional(), _IN_RANGE]) for name in series}
    return type("ResumeForm", (SerialForm,), fields)
