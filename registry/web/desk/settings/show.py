"""Settings: what the office says about itself, its rules, the decreed holidays, its numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from registry.actions.filings.start_number_series import start_number_series
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.add_rule_profile import add_rule_profile
from registry.actions.office.edit_settings import edit_settings
from registry.actions.office.resume_sending import resume_sending
from registry.clock import now, today
from registry.domain.calendars import MONDAY_TO_SUNDAY, HolidayYear
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.filings import filing_no
from registry.domain.holiday_decrees import read_decree
from registry.domain.roles import Permission
from registry.domain.rules import RuleProfile, from_json, parameters
from registry.storage import calendar, counters, office, rules
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.settings.rule_form import form_of, profile_of
from registry.web.forms import Form, choices, form_page, refusals_on

pages = Blueprint("settings", __name__, url_prefix="/settings")

_FORM = ["GET", "POST"]
_RULE = "/rules/<id:rule_id>"
_PLACES = tuple(f"annex_{n}" for n in range(1, len(Outcome) + 1))
_MAX_SERIAL = 99_999


class OfficeForm(Form):
    office_name = StringField("本单位名称", [InputRequired("请填写本单位名称。"), Length(max=100)])
    government_name = StringField("本级政府名称", [InputRequired("请填写本级政府名称。"), Length(max=100)])
    review_authority = StringField(
        "上级备案审查机关", [InputRequired("请填写上级备案审查机关。"), Length(max=100)]
    )
    first_cleanup_due_on = DateField("首次集中清理完成期限", [Optional()])
    publishes_issuers = BooleanField("在公众网站上公开制定主体清单")


for _n, _place in enumerate(_PLACES, 1):
    setattr(OfficeForm, _place, SelectField(f"附件{_n}", choices=choices(OUTCOME_WORDS)))


class HolidayForm(Form):
    year = IntegerField(
        "年份", [InputRequired("请填写年份。"), NumberRange(2000, 2100, "年份应为四位数，如2027。")]
    )
    source = StringField("通知名称和文号", [InputRequired("请写明放假通知的名称和文号。"), Length(max=300)])
    text = TextAreaField("放假安排", [InputRequired("请粘贴放假通知的正文。")])
    is_checked = BooleanField("已对照通知原文逐日核对")


class SerialForm(Form):
    last_serial = IntegerField(
        "最后使用的序号",
        [InputRequired("请填写序号。"), NumberRange(0, _MAX_SERIAL, "序号应为0至99999的整数。")],
    )


class SeriesForm(SerialForm):
    year = IntegerField("年份", [InputRequired("请填写年份。"), NumberRange(2000, 2100, "年份应为四位数。")])


@pages.get("/")
@needs(Permission.MANAGE_RULES)
def index() -> ResponseReturnValue:
    year = today().year
    with reading(current_store()) as session:
        years = sorted(calendar.newest_years(session), key=lambda one: -one.year)
        context = {
            "values": {name: office.setting(session, name) for name in office.DEFAULTS},
            "profiles": [(row.id, from_json(row.body)) for row in rules.newest_profiles(session)],
            "years": years,
            "missing": [one for one in (year, year + 1) if one not in {known.year for known in years}],
            "last_serial": counters.read(session, f"registration-{year}"),
        }
    return render_template(
        "desk/settings/index.html",
        year=year,
        filing_no=filing_no,
        outcome_words=OUTCOME_WORDS,
        **context,
    )


@pages.route("/edit", methods=_FORM)
@needs(Permission.MANAGE_RULES)
def edit() -> ResponseReturnValue:
    with reading(current_store()) as session:
        values: dict[str, Any] = {name: office.setting(session, name) for name in office.DEFAULTS}
    first = values["first_cleanup_due_on"]
    order = dict(zip(_PLACES, values["annex_order"].split(","), strict=False))
    form = OfficeForm(
        **{name: values[name] for name in ("office_name", "government_name", "review_authority")},
        first_cleanup_due_on=date.fromisoformat(first) if first else None,
        publishes_issuers=values["publishes_issuers"] == "yes",
        **order,
    )
    if form.validate_on_submit():
        with refusals_on(form):
            edit_settings(current_store(), current_actor(), _typed(form), now=now())
            flash("设置已保存。", "success")
            return redirect(url_for("desk.settings.index"), 303)
    return form_page("desk/settings/edit.html", form, tracked_from=values["tracked_from"], annexes=_PLACES)


@pages.get(_RULE)
@needs(Permission.MANAGE_RULES)
def show_rule(rule_id: int) -> ResponseReturnValue:
    profile, is_newest = _rule(rule_id)
    return render_template(
        "desk/settings/show_rule.html",
        rule_id=rule_id,
        profile=profile,
        rows=parameters(profile),
        is_newest=is_newest,
    )


@pages.route("/rules/add", methods=_FORM)
@needs(Permission.MANAGE_RULES)
def add_rule() -> ResponseReturnValue:
    return _rule_page(None, "desk/settings/add_rule.html")


@pages.route(f"{_RULE}/revise", methods=_FORM)
@needs(Permission.MANAGE_RULES)
def revise_rule(rule_id: int) -> ResponseReturnValue:
    """A new version of a profile; the old one stays as it is."""
    profile, is_newest = _rule(rule_id)
    if not is_newest:
        abort(404)
    return _rule_page(profile, "desk/settings/revise_rule.html", rule_id=rule_id)


@pages.post(f"{_RULE}/confirm")
@needs(Permission.MANAGE_RULES)
def confirm_rule(rule_id: int) -> ResponseReturnValue:
    """The same figures as a new version that says the office has checked them."""
    profile, _ = _rule(rule_id)
    confirmed = replace(profile, version=profile.version + 1, confirmed=True)
    new_id = add_rule_profile(current_store(), current_actor(), confirmed, now=now())
    flash(f"“{profile.name}”已标记为本单位核实。", "success")
    return redirect(url_for("desk.settings.show_rule", rule_id=new_id), 303)


@pages.route("/holidays/add", methods=_FORM)
@needs(Permission.MANAGE_RULES)
def add_holidays() -> ResponseReturnValue:
    """First shows what was read of the notice, day by day; saves once that is confirmed."""
    form = HolidayForm(year=today().year + 1)
    decree: HolidayYear | None = None
    if form.validate_on_submit():
        with refusals_on(form):
            decree = read_decree(form.text.data or "", form.year.data or 0)
            if form.is_checked.data:
                source = form.source.data or ""
                n_moved = add_holiday_year(current_store(), current_actor(), decree, source=source, now=now())
                flash(f"{decree.year}年放假安排已录入，{n_moved}件备案的期限随之变更并已通知。", "success")
                return redirect(url_for("desk.settings.index"), 303)
    return form_page(
        "desk/settings/add_holidays.html",
        form,
        decree=decree,
        festivals=_festivals(decree) if decree else [],
        weekdays=MONDAY_TO_SUNDAY,
    )


@pages.route("/numbers/start", methods=_FORM)
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


@pages.route("/resume", methods=_FORM)
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


def _festivals(decree: HolidayYear) -> list[tuple[str, list[date], list[date]]]:
    """(name, days off, make-up workdays) of each festival, in the order of the year."""
    names = dict.fromkeys(decree.off[day] for day in sorted(decree.off))
    return [(name, _days_of(decree.off, name), _days_of(decree.work, name)) for name in names]


def _days_of(days: Mapping[date, str], name: str) -> list[date]:
    return sorted(day for day, festival in days.items() if festival == name)


def _typed(form: OfficeForm) -> dict[str, str]:
    first = form.first_cleanup_due_on.data
    return {
        "office_name": form.office_name.data or "",
        "government_name": form.government_name.data or "",
        "review_authority": form.review_authority.data or "",
        "first_cleanup_due_on": first.isoformat() if first else "",
        "publishes_issuers": "yes" if form.publishes_issuers.data else "",
        "annex_order": ",".join(form[place].data for place in _PLACES),
    }


def _rule(rule_id: int) -> tuple[RuleProfile, bool]:
    """The version and whether it is the newest of its name; 404 when there is none."""
    with reading(current_store()) as session:
        row = session.get(rules.RuleProfileVersion, rule_id) or abort(404)
        return from_json(row.body), rule_id in _newest_ids(session)


def _newest_ids(session: Session) -> set[int | None]:
    return {row.id for row in rules.newest_profiles(session)}


def _rule_page(profile: RuleProfile | None, template: str, **context: Any) -> ResponseReturnValue:
    form = form_of(profile)
    if profile is not None:
        form.name.data = profile.name  # a version of the same rules keeps their name
    if form.validate_on_submit():
        with refusals_on(form):
            typed = profile_of(form, profile.version + 1 if profile else 1)
            new_id = add_rule_profile(current_store(), current_actor(), typed, now=now())
            flash(f"已保存“{typed.name}”第{typed.version}版；已有备案的期限不变。", "success")
            return redirect(url_for("desk.settings.show_rule", rule_id=new_id), 303)
    return form_page(template, form, profile=profile, **context)
