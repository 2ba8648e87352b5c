"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from registry.actions.sign_in import sign_in as sign_in_person
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.web.access import begin_session, current_store, needs, safe_next
from registry.web.forms import put_on
from registry.web.frame import navigation


class SignInForm(FlaskForm):
    login = StringField("用户名", [InputRequired("请输入用户名。"), Length(max=60, message="用户名过长。")])
    password = PasswordField("密码", [InputRequired("请输入密码。"), Length(max=200, message="密码过长。")])


@needs(Permission.READ_PUBLIC)
def sign_in() -> ResponseReturnValue:
    """POST opens a session and leads on to `next`, a page of the desk, or to the first place."""
    onward = safe_next(request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(onward or _first_place())
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = sign_in_person(
                current_store(),
                login=form.login.data or "",
                password=form.password.data or "",
                address=request.remote_addr or "",
                now=now(),
            )
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            begin_session(user)
            return redirect(onward or _first_place(), 303)
    return render_template("account/sign_in.html", form=form), 422 if form.errors else 200


@needs(Permission.READ_OWN)
def sign_out() -> ResponseReturnValue:
    logout_user()
    cookie.clear()
    flash("您已退出登录。", "success")
    return redirect(url_for("account.sign_in"), 303)


def _first_place() -> str:
    return url_for(navigation()[0].endpoint)
