"""Rule profiles: showing a version, adding a profile, revising it, confirming its figures."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.office.add_rule_profile import add_rule_profile
from registry.clock import now
from registry.domain.roles import Permission
from registry.domain.rules import RuleProfile, from_json, parameters
from registry.storage import rules
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.settings.rule_form import form_of, profile_of
from registry.web.forms import form_page, refusals_on


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


@needs(Permission.MANAGE_RULES)
def add_rule() -> ResponseReturnValue:
    return _rule_page(None, "desk/settings/add_rule.html")


@needs(Permission.MANAGE_RULES)
def revise_rule(rule_id: int) -> ResponseReturnValue:
    """A new version of a profile; the old one stays as it is."""
    profile, is_newest = _rule(rule_id)
    if not is_newest:
        abort(404)
    return _rule_page(profile, "desk/settings/revise_rule.html", rule_id=rule_id)


@needs(Permission.MANAGE_RULES)
def confirm_rule(rule_id: int) -> ResponseReturnValue:
    """The same figures as a new version that says the office has checked them."""
    profile, _ = _rule(rule_id)
    confirmed = replace(profile, version=profile.version + 1, confirmed=True)
    new_id = add_rule_profile(current_store(), current_actor(), confirmed, now=now())
    flash(f"“{profile.name}”已标记为本单位核实。", "success")
    return redirect(url_for("desk.settings.show_rule", rule_id=new_id), 303)


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
            typed = profile_of(form, profile.version + 1 if profile else 1, profile)
            new_id = add_rule_profile(current_store(), current_actor(), typed, now=now())
            flash(f"已保存“{typed.name}”第{typed.version}版；已有备案的期限不变。", "success")
            return redirect(url_for("desk.settings.show_rule", rule_id=new_id), 303)
    return form_page(template, form, profile=profile, **context)
