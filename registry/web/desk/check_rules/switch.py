"""The forms that switch a rule off or on, and that restore it as it ships: both ask for a reason."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.check_rules.restore_check_rule import restore_check_rule
from registry.actions.check_rules.switch_check_rule import switch_check_rule
from registry.clock import now
from registry.domain.checks.differences import differences
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.check_rules.show import rule_or_404
from registry.web.forms import Form, form_page, refusals_on, typed_version


class ReasonForm(Form):
    reason = TextAreaField("理由", [InputRequired("请写明理由。"), Length(max=500, message="最多500个字。")])
    version = HiddenField()


@needs(Permission.MANAGE_RULES)
def switch(code: str) -> ResponseReturnValue:
    with reading(current_store()) as session:
        rule = rule_or_404(session, code)
    form = ReasonForm(version=str(rule.version))
    if form.validate_on_submit():
        with refusals_on(form):
            switch_check_rule(
                current_store(),
                current_actor(),
                code,
                form.reason.data or "",
                is_off=not rule.is_off,
                version=typed_version(form.version.data),
                now=now(),
            )
            flash(f"“{rule.written.name}”已{'启用' if rule.is_off else '停用'}。", "success")
            return redirect(url_for(".show", code=code), 303)
    return form_page("desk/check_rules/switch.html", form, rule=rule)


@needs(Permission.MANAGE_RULES)
def restore(code: str) -> ResponseReturnValue:
    with reading(current_store()) as session:
        rule = rule_or_404(session, code)
    form = ReasonForm(version=str(rule.version))
    if form.validate_on_submit():
        with refusals_on(form):
            restore_check_rule(
                current_store(),
                current_actor(),
                code,
                form.reason.data or "",
                version=typed_version(form.version.data),
                now=now(),
            )
            flash(f"“{rule.written.name}”已恢复为随程序提供的规则。", "success")
            return redirect(url_for(".show", code=code), 303)
    changes = differences(rule.written, rule.shipped) if rule.shipped else []
    return form_page("desk/check_rules/restore.html", form, rule=rule, changes=changes)
