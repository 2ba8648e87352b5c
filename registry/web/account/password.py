"""Changing one's own password."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from registry.actions.people import change_password as action
from registry.clock import now
from registry.domain.roles import Permission
from registry.web.access import begin_session, current_actor, current_store, needs
from registry.web.account.session import first_place
from registry.web.forms import Form, form_page, refusals_on


class PasswordForm(Form):
    present = PasswordField("现在的密码", [InputRequired("请输入现在的密码。")])
    password = PasswordField("新密码", [InputRequired("请输入新密码。")])
    again = PasswordField(
        "再输一次新密码",
        [InputRequired("请再输一次新密码。"), EqualTo("password", "两次输入的新密码不同，请重新输入。")],
    )


@needs(Permission.READ_OWN)
def change_password() -> ResponseReturnValue:
    """POST changes the password; this browser stays signed in, the person's other sessions end."""
    form = PasswordForm()
    if form.validate_on_submit():
        with refusals_on(form):
            present, password = form.present.data or "", form.password.data or ""
            user = action.change_password(
                current_store(), current_actor(), present=present, password=password, now=now()
            )
            begin_session(user)
            flash("密码已修改；您在其他设备上的登录已经退出。", "success")
            return redirect(first_place(), 303)
    return form_page("account/change_password.html", form, cancel=first_place())
