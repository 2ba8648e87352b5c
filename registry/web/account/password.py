"""Changing one's own password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from registry.actions import change_password as action
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.web.access import begin_session, current_actor, current_store, needs
from registry.web.forms import put_on
from registry.web.frame import navigation


class PasswordForm(FlaskForm):
    present = PasswordField("现在的密码", [InputRequired("请输入现在的密码。")])
    password = PasswordField("新密码", [InputRequired("请输入新密码。")])
    again = PasswordField(
        "再输一次新密码",
        [InputRequired("请再输一次新密码。"), EqualTo("password", "两次输入的新密码不同，请重新输入。")],
    )


@needs(Permission.READ_OWN)
def change_password() -> ResponseReturnValue:
    """POST changes it; this browser stays signed in, every other session of the person ends."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            user = action.change_password(
                current_store(),
                current_actor(),
                present=form.present.data or "",
                password=form.password.data or "",
                now=now(),
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            begin_session(user)
            flash("密码已修改；您在其他设备上的登录已经退出。", "success")
            return redirect(url_for(navigation()[0].endpoint), 303)
    return render_template("account/change_password.html", form=form), 422 if form.errors else 200
