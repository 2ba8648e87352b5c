"""Decreed holidays of a year: read from the notice, shown day by day, saved once confirmed."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from registry.actions.office.add_holiday_year import add_holiday_year
from registry.clock import now, today
from registry.domain.calendars import MONDAY_TO_SUNDAY, HolidayYear
from registry.domain.holiday_decrees import days_changed, read_decree
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.rulebook import decreed_year
from registry.web.access import current_actor, current_store, needs
from registry.web.forms import Form, form_page, refusals_on


class HolidayForm(Form):
    year = IntegerField(
        "年份", [InputRequired("请填写年份。"), NumberRange(2000, 2100, "年份应为四位数，如2027。")]
    )
    source = StringField("通知名称和文号", [InputRequired("请写明放假通知的名称和文号。"), Length(max=300)])
    text = TextAreaField("放假安排", [InputRequired("请粘贴放假通知的正文。")])
    is_checked = BooleanField("已对照通知原文逐日核对")


@needs(Permission.MANAGE_RULES)
def add_holidays() -> ResponseReturnValue:
    """First shows what was read of the notice, day by day, and what it changes; saves once that is confirmed."""
    form = HolidayForm(year=today().year + 1)
    present: HolidayYear | None = None
    decree: HolidayYear | None = None
    if form.validate_on_submit():
        with refusals_on(form):
            with reading(current_store()) as session:
                present = decreed_year(session, form.year.data or 0)
            decree = read_decree(form.text.data or "", form.year.data or 0, present)
            if form.is_checked.data:
                source = form.source.data or ""
                n_moved = add_holiday_year(current_store(), current_actor(), decree, source=source, now=now())
                flash(
                    f"{decree.year}年放假安排已录入，{n_moved}件未办结备案的期限随之变更并已通知。", "success"
                )
                return redirect(url_for("desk.settings.index"), 303)
    return form_page(
        "desk/settings/add_holidays.html",
        form,
        decree=decree,
        present=present,
        changed=days_changed(present, decree) if present and decree else [],
        festivals=_festivals(decree) if decree else [],
        weekdays=MONDAY_TO_SUNDAY,
    )


def _festivals(decree: HolidayYear) -> list[tuple[str, list[date], list[date]]]:
    """(name, days off, make-up workdays) of each festival, in the order of the year."""
    names = dict.fromkeys(decree.off[day] for day in sorted(decree.off))
    return [(name, _days_of(decree.off, name), _days_of(decree.work, name)) for name in names]


def _days_of(days: Mapping[date, str], name: str) -> list[date]:
    return sorted(day for day, festival in days.items() if festival == name)
